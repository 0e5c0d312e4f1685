from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

import pytest

from cairn.cli.arguments import Exit, Parser, UsageError, mapping, moment, now


def test_the_statuses_are_those_of_the_contract():
    assert [Exit.VALID, Exit.INVALID, Exit.UNDETERMINED, Exit.UNUSABLE] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-02T09:00:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T10:00:00+01:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_with_its_zone(text, at):
    assert moment(text) == at


@pytest.mark.parametrize("text", ["", "now", "2026-13-01", "2026-03-02T09:00:00"])
def test_a_time_without_a_zone_or_a_meaning_is_refused(text):
    with pytest.raises(ArgumentTypeError):
        moment(text)


def test_a_mapping_is_two_addresses():
    assert mapping("https://a.example=http://127.0.0.1:9000/?a=b") == (
        "https://a.example",
        "http://127.0.0.1:9000/?a=b",
    )
    for text in ("", "https://a.example", "a=b", "https://a.example=127.0.0.1"):
        with pytest.raises(ArgumentTypeError):
            mapping(text)


def test_wrong_usage_is_an_error_and_does_not_end_the_process():
    with pytest.raises(UsageError, match="unrecognized"):
        Parser().parse_args(["--nonsense"])


def test_now_is_aware():
    assert now().utcoffset() == timedelta(0)
