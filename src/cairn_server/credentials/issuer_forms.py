"""What issuers send: their profile, their keys' moments, corrections, files, partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.models import Issuer, Standing
from cairn_server.credentials.presenting import SELF_GIVEN, readable
from cairn_server.errors import BrandingRefused

MAX_CSV_BYTES = 4 << 20
OWN = [(value, label) for value, label in Standing.choices if value in SELF_GIVEN]


class EndorsementForm(forms.Form):
    """In whose name something is endorsed, and what is said of it."""

    organisation = forms.ChoiceField(label=_("In the name of"))
    comment = forms.CharField(
        label=_("What you endorse, and why"),
        help_text=_("Public and signed. Two or three sentences, as plain text."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, choices: Sequence[Organisation], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in choices]


class ProfileForm(forms.Form):
    """How an issuer shows itself."""

    name = forms.CharField(label=_("Name"), max_length=150)
    url = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    description = forms.CharField(
        label=_("Who you are, in two sentences"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.EmailField(
        label=_("E-mail address for questions"),
        help_text=_("Public: it is written into what you issue."),
        required=False,
    )
    accent = forms.CharField(
        label=_("Colour"),
        help_text=_("For the lines on your badges, like #2b6a58. Dark enough to be seen."),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG, WebP or GIF, up to 1 MB. A square one looks best."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean_accent(self) -> str:
        try:
            return readable(self.cleaned_data["accent"])
        except BrandingRefused as error:
            raise forms.ValidationError(str(error)) from error

    @classmethod
    def of(cls, organisation: Organisation, issuer: Issuer) -> ProfileForm:
        """Return the form as it stands now."""
        return cls(
            initial={
                "name": organisation.name,
                "url": organisation.url,
                "description": organisation.description,
                "email": issuer.email,
                "accent": issuer.accent,
            }
        )


class StandingForm(forms.Form):
    """What an organisation says of itself."""

    standing = forms.ChoiceField(label=_("What stands behind you"), choices=OWN)


class LossForm(forms.Form):
    """Since when a key may have been in other hands."""

    since = forms.DateField(
        label=_("Since when may somebody else have had it?"),
        help_text=_("The earliest day that is possible. What it signed from then on is invalid."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def moment(self) -> datetime:
        """The beginning of that day."""
        return datetime.combine(self.cleaned_data["since"], time(), tzinfo=UTC)


class CorrectionForm(forms.Form):
    """What was wrong with a credential."""

    awarded_on = forms.DateField(
        label=_("Earned on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note for your own records"),
        help_text=_("What was wrong. Not shown to anybody outside."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def moment(self) -> datetime:
        """The beginning of the day on which it was earned."""
        return datetime.combine(self.cleaned_data["awarded_on"], time(), tzinfo=UTC)


class AwardFileForm(forms.Form):
    """A file of awards; its text comes back when what it would do is confirmed."""

    file = forms.FileField(label=_("CSV file"), required=False, allow_empty_file=False)
    text = forms.CharField(
        required=False, max_length=MAX_CSV_BYTES, strip=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text")
        if file is not None and file.size > MAX_CSV_BYTES:
            self.add_error("file", _("The file is larger than 4 MiB: split it."))
        elif file is None and not text and not self.errors:
            self.add_error("file", _("Choose a file first."))
        return data

    @property
    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()


class PartnerForm(forms.Form):
    """Whom to award with, and what."""

    partner = forms.SlugField(
        label=_("The other organisation's short name"),
        help_text=_("Ask them for it; it stands on their page “Partners”."),
        max_length=60,
    )
    direction = forms.ChoiceField(
        label=_("Who may award what?"),
        choices=[
            ("theirs", _("They may award what we define")),
            ("ours", _("We would like to award what they define")),
        ],
        widget=forms.RadioSelect,
    )
    achievement = forms.ChoiceField(label=_("Which achievement"), required=False)
    until = forms.DateField(
        label=_("Until"),
        help_text=_("Empty: until one of you ends it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, achievements: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["achievement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All of them")), *achievements]

    @property
    def end(self) -> datetime | None:
        """The beginning of the day on which it ends."""
        day = self.cleaned_data["until"]
        return datetime.combine(day, time(), tzinfo=UTC) if day else None
