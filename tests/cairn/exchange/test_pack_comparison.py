"""What one state of a pack changes against another."""

from __future__ import annotations

from cairn.exchange.pack_comparison import ChangeKind, FieldChange, PartChange, compare

UNIT = {"title": "Asking", "minutes": 5, "body": "One."}


def test_the_same_parts_change_nothing():
    assert compare({"units/a.md": UNIT}, {"units/a.md": dict(UNIT)}) == []


def test_a_changed_member_is_named_with_both_values():
    after = {"units/a.md": {**UNIT, "minutes": 7, "outcomes": ["Ask."]}}

    assert compare({"units/a.md": UNIT}, after) == [
        PartChange(
            "units/a.md",
            "",
            "Asking",
            ChangeKind.CHANGED,
            (FieldChange("minutes", 5, 7), FieldChange("outcomes", None, ["Ask."])),
        )
    ]


def test_questions_are_compared_one_by_one():
    before = {"questions/a.yaml": {"questions": [{"id": "x", "prompt": "Old"}, {"id": "y"}]}}
    after = {"questions/a.yaml": {"questions": [{"id": "z"}, {"id": "x", "prompt": "New"}]}}

    told = [(one.question, one.kind) for one in compare(before, after)]

    assert told == [
        ("z", ChangeKind.ADDED),
        ("x", ChangeKind.CHANGED),
        ("y", ChangeKind.REMOVED),
    ]


def test_criteria_are_told_apart_by_their_ids():
    before = {"rubrics/r.yaml": {"criteria": [{"id": "a", "title": "A"}, {"id": "b"}]}}
    after = {"rubrics/r.yaml": {"criteria": [{"id": "a", "title": "B"}, {"id": "c"}]}}

    [change] = compare(before, after)

    assert change.fields == (
        FieldChange("criteria[a].title", "A", "B"),
        FieldChange("criteria[c]", None, {"id": "c"}),
        FieldChange("criteria[b]", {"id": "b"}, None),
    )


def test_another_order_of_the_same_is_a_change_too():
    before = {"rubrics/r.yaml": {"criteria": [{"id": "a"}, {"id": "b"}]}}
    after = {"rubrics/r.yaml": {"criteria": [{"id": "b"}, {"id": "a"}]}}

    assert compare(before, after)[0].fields == (FieldChange("criteria", ["a", "b"], ["b", "a"]),)


def test_parts_that_came_and_went_are_named():
    told = [(one.name, one.kind) for one in compare({"units/a.md": UNIT}, {"units/b.md": UNIT})]

    assert told == [("units/b.md", ChangeKind.ADDED), ("units/a.md", ChangeKind.REMOVED)]
