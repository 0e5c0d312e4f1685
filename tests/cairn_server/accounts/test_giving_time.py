"""Extra time in quizzes is given by others, once, and kept in the journal."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from cairn_server.accounts.erasing import erase_person
from cairn_server.accounts.exporting import person_facts
from cairn_server.accounts.extra_time_queries import extra_times
from cairn_server.accounts.giving_time import end_extra_time, give_extra_time
from cairn_server.accounts.models import ExtraTime
from cairn_server.errors import OwnExtraTime
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY


@pytest.fixture
def give(ada, olga, membership_of):
    def act(at=MONDAY, actor=olga, **amount):
        return give_extra_time(membership=membership_of(ada), actor=actor, at=at, **amount)

    return act


def has(person, college):
    found = extra_times(person, [college.pk]).get(college.pk)
    return found and str(found)


@pytest.mark.parametrize(
    ("amount", "seconds", "beside"),
    [
        ({"percent": 25}, 600, 150),
        ({"percent": 50}, 61, 31),  # 30.5, rounded in favour of the learner
        ({"percent": 100}, 600, 600),
        ({"minutes": 10}, 60, 600),
    ],
)
def test_it_is_a_share_or_so_many_minutes(give, amount, seconds, beside):
    assert give(**amount).seconds_beside(seconds) == beside


def test_the_newest_counts_and_the_journal_tells_who_gave_what(give, ada, olga, college):
    give(percent=25)
    give(percent=25, at=MONDAY + DAY)
    newest = give(minutes=15, at=MONDAY + 2 * DAY)

    events = Event.objects.filter(kind="extra_time.given").order_by("at")
    assert [(one.actor_id, one.data) for one in events] == [
        (olga.pk, {"percent": 25, "minutes": 0}),
        (olga.pk, {"percent": 0, "minutes": 15}),
    ]
    assert has(ada, college) == "15 more minutes"
    assert ExtraTime.objects.filter(ended_at=None).get() == newest


def test_what_is_ended_counts_no_longer_and_ends_once(give, ada, olga, college):
    given = give(percent=50)

    for _ in range(2):
        end_extra_time(extra_time=given, actor=olga, at=MONDAY + DAY)

    assert has(ada, college) is None
    assert Event.objects.filter(kind="extra_time.ended").count() == 1


def test_nobody_gives_it_to_themselves(give, ada):
    with pytest.raises(OwnExtraTime):
        give(actor=ada, percent=25)

    assert not ExtraTime.objects.exists()


@pytest.mark.parametrize(
    "amount", [{}, {"percent": 30}, {"minutes": 241}, {"percent": 25, "minutes": 5}]
)
def test_the_database_keeps_no_other_amount(give, amount):
    with pytest.raises(IntegrityError):
        give(**amount)


def test_it_ends_with_the_membership_and_goes_with_the_account(
    give, ada, bea, college, membership_of
):
    give(percent=25)
    taken_along = person_facts(ada)["memberships"][0]["extra_time"]
    assert [one["percent"] for one in taken_along] == [25]
    assert has(bea, college) is None

    erase_person(person=ada, at=MONDAY + DAY)

    assert not ExtraTime.objects.exists()
