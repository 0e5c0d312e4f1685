"""Forms about people and memberships; allauth takes `SignUpName` as a base of its own."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import LONGEST_EMAIL, Person, RoleName
from cairn_server.accounts.naming import validate_name

MAX_CSV_BYTES = 1024 * 1024


def _languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class SignUpName(forms.Form):
    """The name that is asked for at sign-up, beside what allauth asks for."""

    name = forms.CharField(label=_("Your name"), max_length=150, validators=[validate_name])

    def signup(self, request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class SettingsForm(forms.Form):
    """What a person chooses about themselves."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[validate_name])
    language = forms.ChoiceField(label=_("Language"), choices=_languages)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Like Europe/Berlin. Your learning day begins at four in the morning there."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    minutes_a_day = forms.IntegerField(
        label=_("Minutes a day"),
        min_value=1,
        max_value=60,
        help_text=_("About how long Today lasts. You can always go on, or stop earlier."),
    )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("This zone is not known. Write it like Europe/Berlin or America/New_York.")
            )
        return zone


class ErasureForm(forms.Form):
    """The proof that somebody means it: their e-mail address, typed out."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Type it to show that you mean it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).lower()
        if typed != (self.person.email or "").lower():
            raise forms.ValidationError(_("This is not your primary address."))
        return typed


class RolesForm(forms.Form):
    """What a member may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=RoleName.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody may learn; a role lets a member do more."),
    )


class MemberForm(RolesForm):
    """Somebody to add."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        validators=[validate_name],
        help_text=_("Used if nobody has this address yet; somebody's own name stays."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "name", "roles"]


class PeopleFileForm(forms.Form):
    """A file of people; its text comes back when what it would do is confirmed."""

    file = forms.FileField(label=_("CSV file"), required=False, allow_empty_file=False)
    text = forms.CharField(
        required=False, max_length=MAX_CSV_BYTES, strip=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text")
        if file is not None and file.size > MAX_CSV_BYTES:
            self.add_error("file", _("The file is larger than 1 MiB: split it."))
        elif file is None and not text and not self.errors:
            self.add_error("file", _("Choose a file first."))
        return data

    @property
    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()


class ExtraTimeForm(forms.Form):
    """To whom extra time is given, and how much: a share, or minutes."""

    who = forms.CharField(
        label=_("Member"),
        max_length=LONGEST_EMAIL,
        help_text=_("Their e-mail address or number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    share = forms.TypedChoiceField(
        label=_("How much"),
        choices=[
            (25, _("A quarter more")),
            (50, _("Half as much more")),
            (100, _("Twice the time")),
            (0, _("So many minutes:")),
        ],
        coerce=int,
        initial=25,
    )
    minutes = forms.IntegerField(
        label=_("Minutes more"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=_("Only with “So many minutes”."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("share") == 0 and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many."))
        return data

    @property
    def amount(self) -> dict[str, int]:
        """The share or the minutes, as `giving_time` takes them."""
        share = int(self.cleaned_data["share"])
        return {"percent": share} if share else {"minutes": int(self.cleaned_data["minutes"])}
