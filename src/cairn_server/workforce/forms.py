"""Forms about roles, teams, assignments and nominations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Membership, Team
from cairn_server.assessment.parts import Part

FURTHEST = timedelta(days=20 * 366)


class RoleForm(forms.Form):
    """The name of a work role."""

    name = forms.CharField(label=_("Name of the role"), max_length=150)
    description = forms.CharField(
        label=_("What the work is"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )


class TeamForm(forms.Form):
    """The name of a team, and what it is part of."""

    name = forms.CharField(label=_("Name of the team"), max_length=100)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Team.objects.none(), required=False, empty_label=_("Nothing")
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = teams  # type: ignore[attr-defined]  # a ModelChoiceField


class ManagerForm(forms.Form):
    """To whom somebody reports; the page shows those who are found, not all."""

    manager = forms.ModelChoiceField(
        label=_("Reports to"), queryset=Membership.objects.none(), required=False
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = members  # type: ignore[attr-defined]  # a choice of rows


class AssignForm(forms.Form):
    """Who is asked to earn what, by when; the page shows those who are found, not all."""

    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=Membership.objects.none(), required=False
    )
    achievement = forms.UUIDField(label=_("Achievement"), widget=forms.Select)
    team = forms.ModelChoiceField(
        label=_("A whole team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    due_on = forms.DateField(
        label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self,
        *args: Any,
        members: Any,
        achievements: list[tuple[Any, str]],
        teams: Any,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["people"].queryset = members  # type: ignore[attr-defined]  # a choice of rows
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # as above
        select = self.fields["achievement"].widget
        select.choices = achievements
        self.known = {key for key, _ in achievements}

    def clean_achievement(self) -> Any:
        chosen = self.cleaned_data["achievement"]
        if chosen not in self.known:
            raise forms.ValidationError(_("Choose one of the list."))
        return chosen

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if not self.today <= day <= self.today + FURTHEST:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class NominateForm(forms.Form):
    """Who is nominated, and what they did: one text for each part of the task."""

    person = forms.ModelChoiceField(
        label=_("Whom"),
        queryset=Membership.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose whom."), "invalid_choice": _("Choose whom.")},
    )

    def __init__(self, *args: Any, members: Any, parts: tuple[Part, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = members  # type: ignore[attr-defined]  # a choice of rows
        self.parts = [part for part in parts if part.is_text]
        for part in self.parts:
            self.fields[f"part-{part.id}"] = forms.CharField(
                label=part.title,
                help_text=part.help or _("What they did, when, and where it can be seen."),
                required=part.required,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The texts by id of the part."""
        return {part.id: self.cleaned_data.get(f"part-{part.id}", "") for part in self.parts}
