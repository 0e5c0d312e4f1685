"""The forms that take what a passkey answers; nonsense is refused in words."""

from __future__ import annotations

import struct
from typing import Any

from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.errors import InputError
from cairn.reading.json import read_json

MAX_CREDENTIAL_BYTES = 64 * 1024
# what the parsers below allauth raise on bytes that are no answer of a passkey
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error)


def _refusal() -> ValidationError:
    return ValidationError(
        _("The answer of the passkey could not be read. Try again."), code="malformed"
    )


class CredentialField(forms.JSONField):
    """A JSON object of bounded size and depth."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            read = read_json(str(value), max_bytes=MAX_CREDENTIAL_BYTES)
        except InputError:
            raise _refusal() from None
        if not isinstance(read, dict):
            raise _refusal()
        return read


class AskedForm(forms.Form):
    """A form that proves who somebody is by a passkey that they have."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of allauth's form beside it
        except MALFORMED:
            raise _refusal() from None


class MadeForm(forms.Form):
    """A form that brings a new passkey."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except MALFORMED:
            raise _refusal() from None


class LoginForm(AskedForm, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]  # no types
    """Signing in with a passkey alone."""


class AuthenticateForm(
    AskedForm,
    allauth_forms.AuthenticateWebAuthnForm,  # type: ignore[misc]  # no types
):
    """A passkey beside a password."""


class ReauthenticateForm(
    AskedForm,
    allauth_forms.ReauthenticateWebAuthnForm,  # type: ignore[misc]  # no types
):
    """A passkey once more, before something that matters."""


class AddForm(MadeForm, allauth_forms.AddWebAuthnForm):  # type: ignore[misc]  # no types
    """A further passkey."""


class SignUpForm(MadeForm, allauth_forms.SignupWebAuthnForm):  # type: ignore[misc]  # no types
    """The passkey that opens a new account."""
