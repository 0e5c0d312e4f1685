from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import MalformedCredential
from cairn.vc.moments import moment_text, read_moment

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T12:00:00Z", NOON),
        ("2026-03-02T12:00:00.000Z", NOON),
        ("2026-03-02T12:00:00.25Z", NOON + timedelta(milliseconds=250)),
        ("2026-03-02T12:00:00.1234567Z", NOON + timedelta(microseconds=123456)),
        ("2026-03-02T17:30:00+05:30", NOON),
        ("2026-03-02T04:00:00-08:00", NOON),
        ("2026-03-03T02:00:00+14:00", NOON),
        ("2026-03-01T22:01:00-13:59", NOON),
        ("2026-03-01T24:00:00Z", NOON - timedelta(hours=12)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_date_time_stamps_are_read(text, moment):
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T12:00:00",
        "2026-03-02",
        "2026-03-02 12:00:00Z",
        "2026-03-02T12:00Z",
        "2026-03-02T12:00:00z",
        "2026-03-02T12:00:00.Z",
        "2026-03-02T12:00:00Z\n",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-03-02T24:00:01Z",
        "2026-03-02T12:00:60Z",
        "2026-03-02T12:00:00+14:01",
        "2026-03-02T12:00:00+05:60",
        "0000-03-02T12:00:00Z",
        "9999-12-31T24:00:00Z",
        "２０２６-03-02T12:00:00Z",
        "",
        None,
        20260302,
        ["2026-03-02T12:00:00Z"],
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(MalformedCredential):
        read_moment(text)


def test_a_moment_is_written_in_utc_to_the_second():
    vienna = timezone(timedelta(hours=1))
    moment = datetime(2026, 3, 2, 13, 0, 0, 999_999, tzinfo=vienna)

    assert moment_text(moment) == "2026-03-02T12:00:00Z"


def test_a_moment_without_offset_is_not_written():
    with pytest.raises(ValueError, match="offset"):
        moment_text(datetime(2026, 3, 2))


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_again(moment):
    assert read_moment(moment_text(moment)) == moment.replace(microsecond=0)
