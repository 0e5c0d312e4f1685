"""The day and the hour are those of the place; what no clock shows is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cairn_server.learning.session_forms import DetailsForm, ScheduleForm, as_initial

GIVEN = {"day": "2026-03-03", "hour": "10:00", "minutes": "90", "time_zone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("Europe/Berlin", 9), ("UTC", 10), ("Asia/Tokyo", 1)]
)
def test_the_hour_is_that_of_the_zone(zone, utc_hour):
    form = DetailsForm(GIVEN | {"time_zone": zone})

    assert form.is_valid(), form.errors
    assert form.details.starts_at == datetime(2026, 3, 3, utc_hour, tzinfo=UTC)
    assert form.details.ends_at - form.details.starts_at == timedelta(minutes=90)
    assert form.details.places is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Middle-earth/Shire"),
        ("minutes", "0"),
        ("places", "0"),
        ("url", "javascript:alert(1)"),
        ("day", "soon"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field, value):
    form = DetailsForm(GIVEN | {field: value})

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_an_hour_that_clocks_skip_is_refused_and_one_that_comes_twice_is_the_first():
    skipped = DetailsForm(GIVEN | {"day": "2026-03-29", "hour": "02:30"})
    twice = DetailsForm(GIVEN | {"day": "2026-10-25", "hour": "02:30"})

    assert list(skipped.errors) == ["hour"]
    assert twice.is_valid()
    assert twice.details.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_form_that_is_not_touched_changes_nothing(tuesday):
    form = DetailsForm({key: value or "" for key, value in as_initial(tuesday).items()})

    assert form.is_valid(), form.errors
    assert form.details.starts_at == tuesday.starts_at
    assert form.details.ends_at == tuesday.ends_at
    assert (form.details.venue, form.details.url) == (tuesday.venue, tuesday.url)


def test_only_what_the_organisation_may_hold_can_be_chosen(town_hall, zoe):
    choice = GIVEN | {"gathering": str(town_hall.gathering_id)}

    assert ScheduleForm(choice, gatherings=[town_hall]).is_valid()
    assert list(ScheduleForm(choice, gatherings=[]).errors) == ["gathering"]
