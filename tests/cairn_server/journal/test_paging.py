"""Pages by cursor."""

from __future__ import annotations

from django.db.models import Q

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


def test_what_comes_first_does_so_over_all_pages(db, django_assert_num_queries):
    names = organisations(5)
    schools = {names[1], names[3], names[4]}
    Organisation.objects.filter(name__in=schools).update(kind="institution")
    rows = Organisation.objects.filter(slug__startswith="o")

    def after(cursor):
        first = Q(kind="institution")
        return page_of(rows, lambda one: one.name, after=cursor, limit=2, first=first)

    assert list(every(after)) == [names[1], names[3], names[4], names[0], names[2]]
    cursor = after(None).next_cursor
    with django_assert_num_queries(2):
        after(cursor)


def test_nothing_is_an_empty_page(db):
    assert names_after(None) == Page([], None)
