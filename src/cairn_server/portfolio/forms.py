"""What people send about their portfolio and the badges that they bring along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cairn_server.credentials.models import Issuer
from cairn_server.portfolio.arranging import Chosen, Front
from cairn_server.portfolio.queries import Shown, things_by_key

MOST_SHOWN = 200
LONGEST_NOTE = 300


class BadgeForm(forms.Form):
    """A badge file, or something pasted: one of the two."""

    file = forms.FileField(
        label=_("A badge file"),
        help_text=_("PNG, SVG or JSON, up to 16 MB."),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("Or paste a link or the text"),
        help_text=_("The address of the badge, or its JSON."),
        required=False,
        max_length=1 << 20,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste a link or the text."))
        return values


class RecordForm(forms.Form):
    """How a record is called, and who publishes it; what is in it stands beside the form."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    publisher = forms.ChoiceField(
        label=_("Who publishes it"),
        help_text=_(
            "An organisation that awarded you something. It signs that all of it is yours."
        ),
    )
    format = forms.ChoiceField(
        label=_("In which form"),
        help_text=_("A token is for readers that ask for one; everything else takes the file."),
        choices=[("json", _("Signed file (JSON)")), ("jwt", _("Signed token (JWT)"))],
        required=False,
    )

    def __init__(self, publishers: Sequence[Issuer], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.publishers = publishers
        field = self.fields["publisher"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.organisation.name) for one in publishers]

    @property
    def chosen_publisher(self) -> Issuer:
        chosen = self.cleaned_data["publisher"]
        return next(one for one in self.publishers if str(one.pk) == chosen)


class FrontForm(forms.Form):
    """What stands above the list, and whether anybody may see it."""

    headline = forms.CharField(
        label=_("In one line"),
        help_text=_("For example what you do, or what you look for."),
        max_length=120,
        required=False,
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    is_public = forms.BooleanField(
        label=_("Anybody with the link may see this page"), required=False
    )

    @property
    def front(self) -> Front:
        return Front(**self.cleaned_data)


def chosen_in(sent: QueryDict, choices: list[Shown], person: Any) -> list[Chosen]:
    """
    Return what was ticked, in the order of the numbers beside it.

    Whatever the person may not show, or that is not known, is left out.
    """
    ticked = {key for key in sent.getlist("show") if any(one.key == key for one in choices)}
    places = {one.key: place for place, one in enumerate(choices)}
    order = sorted(ticked, key=lambda key: (_number(sent.get(f"place-{key}")), places[key]))
    things = things_by_key(person, ticked)
    return [
        Chosen(things[key], " ".join(sent.get(f"note-{key}", "").split())[:LONGEST_NOTE])
        for key in order[:MOST_SHOWN]
        if key in things
    ]


def _number(text: str | None) -> int:
    """Return the place that somebody typed; what is no number goes last."""
    typed = text or ""
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 5
    return int(typed) if is_number else 10_000
