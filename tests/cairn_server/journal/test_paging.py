"""Pages by cursor."""

from __future__ import annotations

from cairn_server.accounts.models import Organisation
from cairn_server.journal.paging import Page, every, page_of
from tests.moments import MONDAY


def organisations(count: int) -> list[str]:
    """Make so many; return their names, newest first."""
    made = [
        Organisation.objects.create(name=f"O{number}", slug=f"o{number}", kind="employer")
        for number in range(count)
    ]
    assert MONDAY
    return [one.name for one in sorted(made, key=lambda one: one.pk, reverse=True)]


def names_after(cursor):
    return page_of(Organisation.objects.all(), lambda one: one.name, after=cursor, limit=2)


def test_pages_follow_one_another_newest_first(db):
    names = organisations(5)

    first = names_after(None)
    second = names_after(first.next_cursor)
    third = names_after(second.next_cursor)

    assert [*first.items, *second.items, *third.items] == names
    assert [len(page.items) for page in (first, second, third)] == [2, 2, 1]
    assert third.next_cursor is None


def test_a_full_last_page_has_no_next(db):
    organisations(2)

    assert names_after(None).next_cursor is None


def test_every_item_of_all_pages_comes_once(db):
    names = organisations(5)

    assert list(every(names_after)) == names


def test_a_page_is_one_query_however_deep(db, django_assert_num_queries):
    organisations(5)
    first = names_after(None)

    with django_assert_num_queries(1):
        names_after(first.next_cursor)


def test_nothing_is_an_empty_page(db):
    assert names_after(None) == Page([], None)
