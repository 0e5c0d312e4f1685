from __future__ import annotations

import pytest

from cairn.exchange.pack import Tier
from cairn_server.accounts.models import Membership
from cairn_server.credentials.models import AwardEventKind
from cairn_server.workforce.nominating import decline, nominate
from cairn_server.workforce.recognising import choose_feed
from cairn_server.workforce.recognition_queries import (
    badges,
    feed,
    is_recognition,
    nominations,
    recognitions,
    statement_task,
    stays_out,
    waiting_nominations,
)
from tests.cairn_server.workforce.conftest import make_tier
from tests.making_awards import CRITERION
from tests.making_awards import make_achievement as make_judged
from tests.making_skills import crowd, give, ledger, make_achievement
from tests.moments import DAY, MONDAY


def told(college, **options):
    return [(one.name, one.title) for one in feed(college, at=MONDAY + 9 * DAY, **options).items]


def test_the_feed_tells_what_people_earned_here_newest_first(college, ada, bea, zoe, sql, data):
    give(data, ada)
    give(data, bea)
    give(make_achievement(zoe.memberships.get().organisation, "South", (sql, 1)), ada)

    assert told(college) == [("Bea", "Data"), ("Ada", "Data")]
    first = feed(college, at=MONDAY + 9 * DAY).items[0]
    assert first.standing == "self-claimed"


def test_who_stays_out_is_out_of_the_past_too_and_may_come_back(college, ada, bea, data):
    give(data, ada)
    give(data, bea)
    mine = ada.memberships.get()

    choose_feed(membership=mine, stays_out=True, at=MONDAY)
    assert (told(college), stays_out(mine)) == ([("Bea", "Data")], True)

    choose_feed(membership=mine, stays_out=False, at=MONDAY)
    assert len(told(college)) == 2


def test_what_was_taken_back_and_who_left_are_not_told(college, ada, bea, data, sql):
    ledger(give(data, ada), AwardEventKind.REVOKE)
    ledger(give(make_achievement(college, "Other", (sql, 1)), ada), AwardEventKind.SUSPEND)
    give(data, bea)
    Membership.objects.filter(person=bea).update(until=MONDAY)

    assert told(college) == []


@pytest.mark.parametrize("number", [3, 60])
def test_the_feed_is_one_query_a_page(college, number, django_assert_num_queries):
    crowd(college, people=number, competencies=2, awards_each=1)

    with django_assert_num_queries(1):
        page = feed(college, at=MONDAY, limit=30)

    assert len(page.items) == min(30, number)
    assert (page.next_cursor is None) == (number < 30)


def test_a_recognition_is_tagged_and_asks_for_one_task(thanks, data):
    assert is_recognition(thanks)
    data.tags = ["recognition"]
    assert not is_recognition(data)  # it asks for units
    thanks.tags = []
    assert not is_recognition(thanks)


def test_the_tiers_of_a_badge_stand_together_in_their_order(college, zoe, thanks, tiers):
    make_tier(zoe.memberships.get().organisation, "Elsewhere", 1)
    thanks.title = "Hand"  # between the names of the tiers, and after that of the whole badge
    thanks.save()

    told = [
        (one.name, one.is_tiered, [(tier.version.title, tier.criteria) for tier in one.tiers])
        for one in badges(college)
    ]

    judged = (CRITERION["title"],)
    assert told == [
        ("Guide", True, [("Zeal", judged), ("Mend", judged), ("Art", judged)]),
        ("Hand", False, [("Hand", judged)]),
    ]


def test_two_badges_of_one_name_are_two(college):
    for key in ("a", "b"):
        version, _ = make_judged(college, key=key)
        version.tags = ["recognition"]
        version.save()

    assert [(one.name, len(one.tiers)) for one in badges(college)] == [("Crowd", 1), ("Crowd", 1)]


@pytest.mark.parametrize("number", [1, 9])
def test_however_many_take_nominations_three_queries_find_them(
    college, number, django_assert_num_queries
):
    for one in range(number):
        make_tier(college, f"T{one}", one + 1)

    with django_assert_num_queries(3):
        [badge] = badges(college)
    assert len(badge.tiers) == number


def test_the_feed_and_nominations_say_which_tier_it_is(college, ada, bea, data, tiers):
    give(data, ada)
    give(tiers[1], ada, MONDAY + DAY)
    nominate(
        membership=bea.memberships.get(),
        version=tiers[2],
        nominator=ada,
        texts={"text": "Mended it."},
        at=MONDAY,
    )

    found = feed(college, at=MONDAY + 9 * DAY).items
    [nominated] = nominations(college).items

    assert {one.title: one.tier for one in found} == {"Data": None, "Mend": Tier("Guide", 2)}
    assert nominated.tier == Tier("Guide", 3)


def test_a_badge_that_needs_a_file_takes_no_statement(college, thanks):
    assert recognitions(college) == [thanks]
    task = statement_task(thanks)
    task.parts = [{"id": "video", "title": "Video", "kind": "file", "required": True}]
    task.save()

    assert statement_task(thanks) is None
    assert badges(college) == []


def test_nominations_are_told_with_their_state(college, ada, bea, max_, thanks):
    for person in (ada, bea):
        nominate(
            membership=person.memberships.get(),
            version=thanks,
            nominator=max_,
            texts={"text": "Mended it."},
            at=MONDAY,
        )
    assert [one.version for one in waiting_nominations(bea)] == [thanks]
    decline(nomination=bea.nominations.get(), at=MONDAY)

    rows = {one.person: one.state for one in nominations(college).items}

    assert rows == {"Ada": "submitted", "Bea": "declined"}
    assert waiting_nominations(bea) == []
    assert nominations(college, nominator=ada).items == []
