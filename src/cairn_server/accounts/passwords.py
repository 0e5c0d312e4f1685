"""How long a password must be: alone it carries the account, beside a second factor it need not."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn_server.accounts.models import Person

SHORTEST_ALONE = 15  # characters
SHORTEST_WITH_SECOND_FACTOR = 8
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class LengthValidator:
    """
    Refuse passwords that are too short for the account they open.

    Source:
        NIST SP 800-63B-4, section 3.1.1.2: at least 15 characters where the password is the
        only factor, at least 8 where it is one of two.
    """

    def validate(self, password: str, user: Person | None = None) -> None:
        shortest = shortest_for(user)
        if len(password) < shortest:
            raise ValidationError(
                _("This password has %(has)d characters; it needs at least %(needs)d."),
                code="password_too_short",
                params={"has": len(password), "needs": shortest},
            )

    def get_help_text(self) -> str:
        return password_rule(None)


def shortest_for(person: Person | None) -> int:
    """Return how many characters a password of `person` needs. One query."""
    return SHORTEST_WITH_SECOND_FACTOR if has_second_factor(person) else SHORTEST_ALONE


def has_second_factor(person: Person | None) -> bool:
    """Tell whether `person` has an authenticator app or a passkey. One query."""
    if person is None or person._state.adding:
        return False
    return Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists()


def password_rule(person: Person | None) -> str:
    """Return the rule in words, to be read before one types."""
    if has_second_factor(person):
        return _(
            "At least 8 characters, because your account has a second factor. "
            "Not a common password."
        )
    return _("At least 15 characters: a short sentence is easy to remember. Not a common password.")
