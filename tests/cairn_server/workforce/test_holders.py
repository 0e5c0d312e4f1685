from __future__ import annotations

import pytest

from cairn_server.workforce.holders import Holders, Known, as_text, known_from, mended
from tests.moments import DAY, MONDAY

ROWS = [  # award, version, person, start
    ("1", "sql", "bea", "2026-02-01 10:00:00"),
    ("2", "sql", "ada", "2026-01-01 10:00:00"),
    ("3", "talk", "ada", "2026-03-01 10:00:00"),
]
NOW = "2026-06-01 00:00:00.000000"


def names(known: Known):
    return {version: list(held.pairs()) for version, held in known.by_version.items()}


@pytest.mark.parametrize(("day", "found"), [("", "abc"), ("2026-02-01", "bc"), ("2026-03-02", "")])
def test_holders_since_a_day_are_those_of_that_day_and_later(day, found):
    held = Holders("abc", ["2026-01-01", "2026-02-01", "2026-03-01"])

    assert held.since(day) == found


def test_the_earliest_holder_of_a_version_comes_first():
    assert names(known_from(ROWS, (), {}, NOW)) == {
        "sql": [("2026-01-01", "ada"), ("2026-02-01", "bea")],
        "talk": [("2026-03-01", "ada")],
    }


def test_what_is_stopped_or_has_ended_is_not_held():
    known = known_from(ROWS, {"3"}, {"1": "2026-05-01 10:00:00", "2": "2026-07-01 10:00:00"}, NOW)

    assert names(known) == {"sql": [("2026-01-01", "ada")]}
    assert known.since == "2026-05-01 10:00:00"
    assert known.turns == [("2026-07-01 10:00:00", "sql", "ada")]


def test_what_begins_or_ends_by_a_moment_is_due_at_it():
    known = known_from(ROWS, (), {"1": "2026-02-15 10:00:00"}, "2026-02-10 00:00:00.000000")

    assert known.due("2026-02-15 09:59:59.999999") == set()
    assert known.due("2026-02-15 10:00:00.000000") == {("sql", "bea")}
    assert known.due(NOW) == {("sql", "bea"), ("talk", "ada")}


def test_mending_replaces_what_is_said_of_a_version_and_a_person_and_nothing_else():
    known = known_from(ROWS, (), {"1": "2027-01-01 10:00:00"}, NOW)
    again = known_from([("4", "sql", "ada", "2026-04-01 10:00:00")], (), {}, NOW)

    found = mended(known, {("sql", "ada"), ("talk", "ada")}, again)

    assert names(found) == {"sql": [("2026-02-01", "bea"), ("2026-04-01", "ada")]}
    assert found.turns == known.turns
    assert found.since == "2026-04-01 10:00:00"
    assert names(known)["talk"] == [("2026-03-01", "ada")]  # whoever reads it meanwhile


def test_the_size_counts_awards_and_turns():
    assert known_from(ROWS, (), {"1": "2027-01-01 10:00:00"}, NOW).size == 4


@pytest.mark.parametrize("written", ["2026-03-02 09:00:00", "2026-03-02 09:00:00+00"])
def test_a_moment_compares_with_what_either_database_writes(written):
    at = MONDAY.replace(hour=9, minute=0, second=0, microsecond=0)

    assert written <= as_text(at) < as_text(at + DAY)
    assert as_text(at.replace(hour=8)) < written
