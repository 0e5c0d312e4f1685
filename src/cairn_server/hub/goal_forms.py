"""Forms of goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class GoalForm(forms.Form):
    """What a goal is called, and by when it is to be reached."""

    name = forms.CharField(
        label=_("Name of the goal"),
        max_length=120,
        error_messages={"required": _("Give the goal a name, like “Ready for the new role”.")},
    )
    by = forms.DateField(
        label=_("By when, if there is a day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day as YYYY-MM-DD, or leave it empty.")},
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if "\0" in name:
            raise forms.ValidationError(_("The name has a character that cannot be kept."))
        return name

    @property
    def first_error(self) -> str:
        found: list[Any] = [error for errors in self.errors.values() for error in errors]
        return str(found[0]) if found else ""


class PartForm(forms.Form):
    """The achievement that is to be added."""

    achievement = forms.UUIDField()


class MoveForm(forms.Form):
    """Whether a part is to be gone for earlier or later."""

    to = forms.ChoiceField(choices=[("earlier", ""), ("later", "")])
