"""Forms about scheduled sessions: when and where, the code, who came unannounced."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import LONGEST_EMAIL
from cairn_server.catalog.models import GatheringVersion
from cairn_server.learning.models import ScheduledSession
from cairn_server.learning.scheduling_sessions import LONGEST, SessionDetails

MOST_MINUTES = int(LONGEST.total_seconds() // 60)


class DetailsForm(forms.Form):
    """When and where a session is held; the day and the hour are those of its time zone."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Of the day and the hour above. Like Europe/Berlin."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    venue = forms.CharField(
        label=_("Where"),
        max_length=300,
        required=False,
        help_text=_("Building and room, or nothing if it is held online only."),
    )
    url = forms.URLField(
        label=_("Link to join online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who booked a place see it."),
    )
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty if everybody who wants can come."),
    )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("This zone is not known. Write it like Europe/Berlin or America/New_York.")
            )
        return zone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "hour", "time_zone"} <= data.keys() and not _is_told(
            data["day"], data["hour"], data["time_zone"]
        ):
            self.add_error("hour", _("Clocks are put forward on this day and skip this hour."))
        return data

    @property
    def details(self) -> SessionDetails:
        """What the form says, once it is valid."""
        data = self.cleaned_data
        zone = ZoneInfo(data["time_zone"])
        starts_at = datetime.combine(data["day"], data["hour"], zone).astimezone(UTC)
        return SessionDetails(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=data["minutes"]),
            time_zone=data["time_zone"],
            venue=data["venue"],
            url=data["url"],
            places=data["places"],
        )


class ScheduleForm(DetailsForm):
    """A new session of one of the gatherings of an organisation."""

    gathering = forms.TypedChoiceField(label=_("What"), coerce=UUID)
    field_order = ["gathering", "day", "hour", "minutes", "time_zone", "venue", "url", "places"]

    def __init__(self, *args: Any, gatherings: list[GatheringVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.gathering_id), one.title) for one in gatherings]
        self.fields["gathering"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class CodeForm(forms.Form):
    """The code that is told at a session."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TickForm(forms.Form):
    """Whether somebody was there."""

    here = forms.BooleanField(required=False)


class WalkInForm(forms.Form):
    """A member who came without having booked."""

    who = forms.CharField(
        label=_("E-mail address or number of a member"),
        max_length=LONGEST_EMAIL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def as_initial(session: ScheduledSession) -> dict[str, Any]:
    """Return what a form begins with to change `session`."""
    start = session.starts_at.astimezone(ZoneInfo(session.time_zone))
    return {
        "day": start.date(),
        "hour": start.time(),
        "minutes": round((session.ends_at - session.starts_at).total_seconds() / 60),
        "time_zone": session.time_zone,
        "venue": session.venue,
        "url": session.url,
        "places": session.places,
    }


def _is_told(day: date, hour: time, zone: str) -> bool:
    """Return whether clocks in `zone` show this hour on this day."""
    local = datetime.combine(day, hour, ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(fold=0) == local
