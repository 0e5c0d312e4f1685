from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from cairn_server.accounts.models import Membership
from cairn_server.workforce.asking import choice, day_of, page_of, wanted
from cairn_server.workforce.board import BoardFilter

TODAY = date(2026, 3, 2)


def test_nonsense_asks_for_nothing_and_the_rest_stands():
    asked = wanted(BoardFilter, QueryDict("team=x&level=99&text=ada%00&holders=1&bonus=2"))

    assert asked == BoardFilter(text="ada", holders=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2026-03-01", TODAY),  # over
        ("2126-03-01", TODAY),
        ("soon", TODAY),
        ("", TODAY),
    ],
)
def test_a_day_lies_ahead_and_can_be_reckoned_with(text, day):
    query = QueryDict(mutable=True)
    query["on"] = text

    assert day_of(query, TODAY) == day
    assert day - TODAY < timedelta(days=8000)


@pytest.mark.parametrize(
    ("text", "page"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("９", 1), ("9" * 40, 1)]
)
def test_a_page_is_a_number_from_one(text, page):
    query = QueryDict(mutable=True)
    query["page"] = text

    assert page_of(query) == page


def test_who_is_chosen_is_not_found_again_and_strangers_are_passed_over(ada, bea, zoe):
    members = Membership.objects.filter(person__in=[ada, bea])
    mine, theirs = ada.memberships.get().pk, zoe.memberships.get().pk

    shown = choice(QueryDict("words=%00"), members, [str(mine), theirs, "x"])

    assert [one.person for one in shown["chosen"]] == [ada]
    assert [one.person for one in shown["others"]] == [bea]
