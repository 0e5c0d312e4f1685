from datetime import timedelta
from uuid import uuid4

import pytest

from cairn_server.credentials.held_outside import CHECKED_WITHIN, held_outside
from cairn_server.credentials.outside_holding import OutsideHolding
from tests.moments import DAY, MONDAY

ISSUER = "did:web:else.example"
SEVEN = f"{ISSUER} https://else.example/7"


@pytest.fixture
def hold(ada):
    def holding(**columns):
        default = {
            "id": uuid4(),
            "person": ada,
            "issuer": ISSUER,
            "achievement": "https://else.example/7",
            "title": "Statistics I",
            "digest": "u1",
            "held_since": MONDAY,
            "checked_at": MONDAY,
            "counts": True,
        }
        return OutsideHolding.objects.create(**default | columns)

    return holding


def test_what_is_held_is_found_by_its_issuer_or_by_its_achievement(ada, hold):
    hold()

    for named in (ISSUER, SEVEN):
        [found] = held_outside(ada, [named], at=MONDAY + DAY)
        assert (found.title, found.named, found.held_since) == ("Statistics I", named, MONDAY)
        assert not found.is_performance
    assert held_outside(ada, [f"{ISSUER} https://else.example/8"], at=MONDAY + DAY) == []


def test_one_credential_is_not_counted_for_two_things(ada, hold):
    hold()
    assert [one.named for one in held_outside(ada, [ISSUER, SEVEN], at=MONDAY)] == [SEVEN]

    hold(achievement="https://else.example/8")
    found = held_outside(ada, [ISSUER, SEVEN], at=MONDAY)
    assert {one.named for one in found} == {ISSUER, SEVEN}


def test_nobody_elses_counts(bea, hold):
    hold()

    assert held_outside(bea, [SEVEN], at=MONDAY) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"counts": False},
        {"valid_until": MONDAY + DAY},
        {"checked_at": MONDAY + DAY - CHECKED_WITHIN},
    ],
    ids=["not genuine", "expired", "not looked at for long"],
)
def test_what_is_not_good_today_does_not_count(ada, hold, columns):
    hold(**columns)

    assert held_outside(ada, [SEVEN], at=MONDAY + DAY) == []


def test_what_expires_later_and_was_looked_at_in_time_counts(ada, hold):
    a_second = timedelta(seconds=1)
    hold(valid_until=MONDAY + a_second, checked_at=MONDAY + a_second - CHECKED_WITHIN)

    assert len(held_outside(ada, [SEVEN], at=MONDAY)) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_many_are_read_in_one_query(ada, hold, count, django_assert_num_queries):
    for number in range(count):
        hold(achievement=f"https://else.example/{number}")
    named = [f"{ISSUER} https://else.example/{number}" for number in range(count)]

    with django_assert_num_queries(1):
        assert len(held_outside(ada, named, at=MONDAY)) == count
