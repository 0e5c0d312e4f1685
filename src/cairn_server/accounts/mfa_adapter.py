"""What Cairn asks of django-allauth's second factors differently."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

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

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who asks for a passkey, under the name that the browser shows."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Cairn"}
