"""What a password must be like: long where it stands alone, and never a common one."""

from __future__ import annotations

import string

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn_server.accounts.models import Person

SHORTEST_ALONE = 15  # characters
SHORTEST_WITH_SECOND_FACTOR = 8
SHORTEST_CORE = 4  # fewer characters, however often repeated, are no password
_ROWS = ("01234567890", "1234567890", string.ascii_lowercase, "qwertyuiopasdfghjklzxcvbnm")
WALKS = tuple(way for row in _ROWS for way in (row * 9, row[::-1] * 9))
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


class CommonValidator(CommonPasswordValidator):
    """
    Refuse common passwords, and long ones that are nothing but a common one drawn out.

    The list (Django's, of 20,000) holds mostly short ones, so that repeating one of them or
    walking along the keyboard would pass.
    """

    def validate(self, password: str, user: Person | None = None) -> None:
        for core in cores(password):
            if len(core) < SHORTEST_CORE:
                raise ValidationError(self.get_error_message(), code="password_too_common")
            super().validate(core, user)


def cores(password: str) -> set[str]:
    """Return `password` and what is left of it without repetition and the ends people add."""
    plain = password.lower()
    bare = plain.strip(string.digits + string.punctuation + string.whitespace) or plain
    found = {plain, _unit(plain), bare, _unit(bare)}
    if any(plain in walk for walk in WALKS):
        found.add(plain[:1])
    return found


def _unit(text: str) -> str:
    """Return the shortest beginning of `text` that, said at least twice, makes all of it."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * len(text)).startswith(text):
            return text[:length]
    return text


def shortest_for(person: Person | None) -> int:
    """Return how many characters a password of `person` needs. One query."""
    return SHORTEST_WITH_SECOND_FACTOR if has_second_factor(person) else SHORTEST_ALONE


def has_second_factor(person: Person | None) -> bool:
    """Tell whether `person` has an authenticator app or a passkey. One query."""
    if person is None or person._state.adding:
        return False
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())


def password_rule(person: Person | None) -> str:
    """Return the rule in words, to be read before one types."""
    if has_second_factor(person):
        return _(
            "At least 8 characters, because your account has a second factor. "
            "Not a common password."
        )
    return _("At least 15 characters: a short sentence is easy to remember. Not a common password.")
