"""What Cairn asks of django-allauth's second factors differently."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.accounts.passwords import SECOND_FACTORS


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """A short password may not be left alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your password is shorter than 15 characters and needs a second factor beside it. "
            "Choose a longer password first, then remove this."
        )
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type not in SECOND_FACTORS or not authenticator.user.has_short_password:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """Return the name that a new passkey is offered."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        if held == 0:
            return gettext("Passkey")
        return gettext("Passkey %(number)d") % {"number": held + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who asks for a passkey, under the name that the browser shows."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Cairn"}
