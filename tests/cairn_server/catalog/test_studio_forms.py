"""Reading what an editor sent, and showing a part in it."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cairn.exchange.pack import Finding
from cairn_server.catalog.studio_fields import ID, Field, FieldKind, Group
from cairn_server.catalog.studio_forms import (
    cleaned,
    differences,
    number_of,
    part_from,
    sent_sequence,
    shown_items,
)

LEVELS = Group("levels", "Levels", "Add", [ID, Field("title", "Level")], id_from="title")
ITEMS = [
    Field("title", "Title"),
    Field("minutes", "Minutes", FieldKind.NUMBER),
    Field("credits.value", "Credits", FieldKind.NUMBER),
    Field("tags", "Tags", FieldKind.WORDS),
    Group("rows", "Rows", "Add", [ID, Field("title", "Row"), LEVELS], id_from="title"),
]


def sent(query, before=None):
    return part_from(ITEMS, QueryDict(query), before or {})


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("2.5", 2.5), ("2,5", 2.5), ("", None), ("five", "five"), ("1e5", "1e5")],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_of(text) == number


def test_what_is_empty_is_not_stated():
    assert sent("title=&minutes=&tags=", {"title": "Was there", "other": "Stays"}) == {
        "other": "Stays"
    }


def test_members_of_members_are_read():
    assert sent("credits.value=0.1&tags=a, b,,c") == {
        "credits": {"value": 0.1},
        "tags": ["a", "b", "c"],
    }


def test_rows_within_rows_get_ids_of_their_own():
    part = sent("rows-3-title=One&rows-3-levels-0-title=Low&rows-3-levels-1-title=Low")

    assert part["rows"] == [
        {
            "id": "one",
            "title": "One",
            "levels": [{"id": "low", "title": "Low"}, {"id": "low-2", "title": "Low"}],
        }
    ]


def test_a_row_is_removed_by_its_button():
    assert sent("rows-0-title=A&rows-1-title=B&do=remove:rows-0")["rows"] == [
        {"id": "b", "title": "B"}
    ]


def test_an_empty_row_more_is_offered_where_asked():
    [group] = shown_items(ITEMS[4:], {"rows": [{"id": "a", "title": "A"}]}, more="rows")

    assert [row.is_kept for row in group.rows] == [True, False]


def test_a_number_that_is_none_is_told_beside_its_field():
    [field] = shown_items(ITEMS[1:2], {"minutes": "soon"})

    assert (field.value, "not a number" in field.error) == ("soon", True)


def test_what_is_missing_is_told_beside_its_field():
    finding = Finding("units/u.md", "missing", "title is missing")
    [field] = shown_items(ITEMS[:1], {}, findings=[finding])

    assert field.error == "Needed before it can be published"


def test_what_another_copy_states_is_named_by_label():
    mine, other = {"title": "Mine"}, {"title": "Theirs", "rows": [{"title": "R"}]}

    assert differences(ITEMS, mine, other) == [("Title", "Theirs"), ("Rows", "R")]


def test_a_choice_that_is_gone_is_still_offered():
    field = Field("rubric", "Judged on", FieldKind.CHOICE, choices=[("r", "R")])
    [shown] = shown_items([field], {"rubric": "gone"})

    assert ("gone", "gone", True) in shown.choices


@pytest.mark.parametrize(("told", "number"), [("7", 7), ("", 0), ("x", 0), ("9" * 40, 2**31 - 1)])
def test_a_sequence_is_a_number_that_a_column_can_hold(told, number):
    assert sent_sequence({"sequence": told}) == number


def test_texts_are_cleaned():
    assert cleaned("a\r\nb\x00\x1fc\ud800") == "a\nbc"
