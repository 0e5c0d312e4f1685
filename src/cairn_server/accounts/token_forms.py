"""What is asked of whoever makes a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.scopes import labels

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]


class TokenForm(forms.Form):
    """A name to remember it by, what it opens, how long it lasts."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("The program that will use it, so that you know it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.ChoiceField(label=_("How long it lasts"), choices=DAYS, initial="90")
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as will do. Never more than you may do yourself."),
    )

    def __init__(self, *args: Any, of_organisation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = labels(of_organisation=of_organisation)
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))
