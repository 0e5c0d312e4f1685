"""Tables that their reader sorts."""

from __future__ import annotations

import pytest
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.journal import sorting
from cairn_server.journal.sorting import SortColumn, order_of, sheet_of
from tests.moments import DAY, MONDAY

COLUMNS = (
    SortColumn("name", _("Person"), (Lower("name"),)),
    SortColumn("seen", _("Seen"), ("last_seen_on", Lower("name"))),
)


@pytest.fixture
def three(db):
    for name, day in (("ben", MONDAY + DAY), ("Ada", None), ("Cleo", MONDAY)):
        Person.objects.create_user(f"{name}@x.example", name=name, last_seen_on=day)


def names(asked, number=None):
    order = order_of(asked, COLUMNS, default="name")
    page = sheet_of(Person.objects.all(), lambda one: one.name, order=order, number=number)
    return page.object_list


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("name", ["Ada", "ben", "Cleo"]),
        ("-name", ["Cleo", "ben", "Ada"]),
        ("seen", ["Cleo", "ben", "Ada"]),
        ("-seen", ["ben", "Cleo", "Ada"]),  # who was never seen stands last both ways
        ("", ["Ada", "ben", "Cleo"]),
        ("--name", ["Ada", "ben", "Cleo"]),
        ("password", ["Ada", "ben", "Cleo"]),
    ],
)
def test_rows_stand_in_the_order_that_is_asked_for(three, asked, found):
    assert names(asked) == found


def test_the_head_of_the_sorted_column_says_so_and_turns_it_round():
    up = order_of("seen", COLUMNS, default="name")
    down = order_of("-seen", COLUMNS, default="name")

    assert [(one.aria_sort, one.asks) for one in up.heads] == [
        ("", "name"),
        ("ascending", "-seen"),
    ]
    assert [(one.aria_sort, one.asks) for one in down.heads] == [
        ("", "name"),
        ("descending", "seen"),
    ]
    assert (up.asked, down.asked) == ("seen", "-seen")


def test_pages_of_equals_hold_everybody_once(db, monkeypatch):
    monkeypatch.setattr(sorting, "A_PAGE", 2)
    for number in range(5):
        Person.objects.create_user(f"{number}@x.example", name="Same")
    order = order_of("name", COLUMNS, default="name")

    found = [
        key
        for number in "123"
        for key in sheet_of(
            Person.objects.all(), lambda one: one.pk, order=order, number=number
        ).object_list
    ]

    assert len(set(found)) == len(found) == 5


@pytest.mark.parametrize("number", ["x", "-1", "99", None])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(three, number):
    assert names("name", number) == ["Ada", "ben", "Cleo"]
