from __future__ import annotations

import pytest

from cairn_server.credentials.models import AwardEventKind, Credential
from cairn_server.workforce import awarded
from cairn_server.workforce.awarded import Holders, holders, text_of, visible_awards
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making_skills import give, ledger, make_achievement
from tests.moments import DAY, MONDAY


def held_by(college, person, at=MONDAY):
    """Whether the college sees that a person holds something, read in both ways."""
    seen = text_of(person.pk) in {
        key for one in holders(college, at).values() for key in one.people
    }
    assert seen == visible_awards(college, at).filter(person=person).exists()
    return seen


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ([AwardEventKind.REVOKE], False),
        ([AwardEventKind.SUSPEND], False),
        ([AwardEventKind.SUSPEND, AwardEventKind.REINSTATE], True),
        ([AwardEventKind.REVOKE, AwardEventKind.REINSTATE], False),
    ],
)
def test_what_was_taken_back_shows_nothing(college, ada, data, words, stands):
    award = give(data, ada)
    for day, kind in enumerate(words):
        ledger(award, kind, MONDAY + day * DAY)

    assert held_by(college, ada, MONDAY + 3 * DAY) is stands


def test_what_has_expired_shows_nothing(college, ada, data):
    give(data, ada)
    Credential.objects.update(valid_until=MONDAY + 5 * DAY)

    assert held_by(college, ada, MONDAY + 4 * DAY)
    assert not held_by(college, ada, MONDAY + 6 * DAY)


def test_an_award_of_somebody_else_is_seen_only_while_it_is_shared(college, ada, zoe, sql):
    south = zoe.memberships.get().organisation
    award = give(make_achievement(south, "South", (sql, 4)), ada)
    assert not held_by(college, ada)

    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    assert held_by(college, ada)
    assert not held_by(college, ada, MONDAY + 366 * DAY)

    stop_sharing(person=ada, organisation=college, award=award, at=MONDAY)
    assert not held_by(college, ada)


def test_what_is_kept_is_read_again_when_the_ledger_grows(college, ada, bea, data):
    award = give(data, ada)
    assert held_by(college, ada)

    give(data, bea, MONDAY - DAY)
    [one] = holders(college, MONDAY).values()
    assert one.people == [text_of(bea.pk), text_of(ada.pk)]  # the earliest first

    ledger(award, AwardEventKind.SUSPEND, MONDAY)
    assert not held_by(college, ada)
    ledger(award, AwardEventKind.REINSTATE, MONDAY + DAY)
    assert held_by(college, ada, MONDAY + DAY)
    ledger(award, AwardEventKind.REVOKE, MONDAY + 2 * DAY)
    assert not held_by(college, ada, MONDAY + 2 * DAY)


def test_nothing_is_read_again_while_nothing_has_changed(
    college, ada, data, django_assert_num_queries
):
    give(data, ada)

    with django_assert_num_queries(6):  # grants, suspensions, three counts, the awards
        first = holders(college, MONDAY)
    with django_assert_num_queries(5):
        assert holders(college, MONDAY) is first


def test_the_least_used_is_forgotten_when_too_much_is_kept(college, zoe, monkeypatch, sql):
    south = zoe.memberships.get().organisation
    for place in (college, south):
        give(make_achievement(place, "Achievement", (sql, 3)), zoe)

    kept = holders(college, MONDAY)
    assert holders(college, MONDAY) is kept
    monkeypatch.setattr(awarded, "MOST_KEPT", 1)
    holders(south, MONDAY)

    assert holders(college, MONDAY) is not kept


def test_an_earlier_moment_is_asked_about_without_what_is_kept(college, ada, bea, data):
    give(data, ada, MONDAY)
    give(data, bea, MONDAY + 2 * DAY)
    assert held_by(college, bea, MONDAY + 2 * DAY)

    assert held_by(college, ada, MONDAY + DAY)
    assert not held_by(college, bea, MONDAY + DAY)


@pytest.mark.parametrize(("day", "found"), [("", "abc"), ("2026-02-01", "bc"), ("2026-03-02", "")])
def test_holders_since_a_day_are_those_of_that_day_and_later(day, found):
    held = Holders("abc", ["2026-01-01", "2026-02-01", "2026-03-01"])

    assert held.since(day) == found
