"""The forms of django-allauth where somebody chooses a password: they say the rule first."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from django.utils.translation import gettext

from cairn_server.accounts.passwords import password_rule


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth has no types
    """Name, address and, unless a passkey is to be made, a password, whose rule is said first."""

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = gettext("E-mail address")  # one word for it everywhere
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it already
        if "password1" in self.fields:
            self.fields["password1"].help_text = password_rule(None)


class AddAddressForm(allauth_forms.AddEmailForm):  # type: ignore[misc]  # as above
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = gettext("E-mail address")


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]  # as above
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = gettext("E-mail address")


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]  # as above
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_rule(self.user)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # as above
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_rule(self.user)


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """A new password by a link that was mailed, which also proves the address it went to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None:
            self.fields["password1"].help_text = password_rule(self.user)

    def save(self) -> None:
        super().save()
        # the link does not say where it was sent; with one address there is no other place
        addresses = EmailAddress.objects.filter(user=self.user)
        if addresses.count() == 1 and addresses.get().can_set_verified():
            addresses.update(verified=True, primary=True)
