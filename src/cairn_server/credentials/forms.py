"""What people send about credentials."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.openbadges.expected import BINDINGS, Expected
from cairn_server.credentials.revoking import RevocationReason
from cairn_server.credentials.suspending import SuspensionReason
from cairn_server.credentials.verifying import LONGEST_EXPECTED

MAX_PASTED = 1 << 20


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; its value is a list of them."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [clean for one in given if (clean := super(ManyFilesField, self).clean(one))]


class VerifyForm(forms.Form):
    """Files, or something pasted: one of the two."""

    file = ManyFilesField(
        label=_("Badge or credential files"),
        help_text=_("PNG, SVG or JSON, up to 50 at once; or a CSV table with up to 1,000 links."),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("Or paste a link or the text"),
        help_text=_("The address of a credential page, several of them line by line, or the JSON."),
        required=False,
        max_length=MAX_PASTED,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
    )
    recipient = forms.CharField(
        label=_("Whose should it be?"),
        help_text=_(
            "The e-mail address or id of whoever showed it to you. Neither is kept, nor sent on."
        ),
        required=False,
        max_length=LONGEST_EXPECTED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )

    challenge = forms.CharField(
        label=_("Challenge that you gave them"),
        help_text=_("Of a presentation: was it signed for this?"),
        required=False,
        max_length=LONGEST_EXPECTED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    domain = forms.CharField(
        label=_("Your domain"),
        help_text=_("Of a presentation: was it made for you?"),
        required=False,
        max_length=LONGEST_EXPECTED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )

    @property
    def expected(self) -> Expected:
        """What is expected of it; what was left empty is not asked."""
        return Expected(*(self.cleaned_data[name] or None for name in Expected._fields))

    @property
    def bindings(self) -> list[forms.BoundField]:
        """The fields that are asked of presentations."""
        return [self[name] for name in BINDINGS]

    @property
    def expects(self) -> bool:
        """Whether something was written into one of the fields for it."""
        return any(self[name].value() for name in Expected._fields)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste a link or the text."))
        return values


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it taken back?"),
        help_text=_("Whoever looks at the credential sees this."),
        choices=RevocationReason.choices,
    )
    note = forms.CharField(
        label=_("Note for your own records"),
        help_text=_("Not shown to anybody outside."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SuspendForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it suspended?"),
        help_text=_("Whoever looks at the credential sees this."),
        choices=SuspensionReason.choices,
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("It counts again from the start of that day (UTC). Empty: until you end it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=_("Note for your own records"),
        help_text=_("Not shown to anybody outside."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def end(self) -> datetime | None:
        """The moment at which it counts again."""
        day = self.cleaned_data["until"]
        return datetime.combine(day, time(), tzinfo=UTC) if day else None


class SwitchForm(forms.Form):
    """Yes or no, from one of two buttons."""

    on = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
