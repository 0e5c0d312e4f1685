import pytest

from cairn.errors import MalformedInput
from cairn.psychometrics.members import Members, refuse_twice

NAMES = ["a", "b", "c"]


def test_members_are_read_with_their_types():
    members = Members({"a": "text", "b": 2.5, "c": [1, 2]}, "thing", NAMES)

    assert members.text("a") == "text"
    assert members.number("b") == 2.5
    assert members.entries("c") == [(1, "thing.c[0]"), (2, "thing.c[1]")]


def test_a_missing_member_gives_its_default():
    members = Members({}, "thing", NAMES)

    assert members.text("a", "") == ""
    assert members.number("b", 1.0) == 1.0
    assert members.whole("b", 2, high=5) == 2
    assert members.flag("c") is False
    assert members.texts("c") == ()
    assert "a" not in members


@pytest.mark.parametrize(
    ("value", "read", "complaint"),
    [
        ({"a": 3}, lambda m: m.text("a"), "thing.a: must be a text"),
        ({"a": " "}, lambda m: m.text("a"), "thing.a: must be a text"),
        ({}, lambda m: m.text("a"), "thing.a: must be a text, and is missing"),
        ({"a": True}, lambda m: m.number("a"), "thing.a: must be a number"),
        ({"a": 2}, lambda m: m.number("a", low=0, high=1), "from 0 to 1"),
        ({"a": 1.0}, lambda m: m.whole("a", high=5), "whole number from 0 to 5"),
        ({"a": "yes"}, lambda m: m.flag("a"), "true or false"),
        ({"a": {}}, lambda m: m.entries("a"), "thing.a: must be a list"),
        ({"a": []}, lambda m: m.entries("a", required=True), "at least one"),
        ({"a": ["x", 3]}, lambda m: m.texts("a"), r"thing.a\[1\]: must be a text"),
    ],
)
def test_a_member_of_another_type_is_refused_by_place(value, read, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read(Members(value, "thing", NAMES))


def test_unknown_members_are_refused():
    with pytest.raises(MalformedInput, match="no member d, e; known are a, b, c"):
        Members({"a": 1, "d": 2, "e": 3}, "thing", NAMES)


def test_something_else_than_a_mapping_is_refused():
    with pytest.raises(MalformedInput, match="thing: must be a mapping"):
        Members(["a"], "thing", NAMES)


def test_ids_used_twice_are_named():
    with pytest.raises(MalformedInput, match="things: b is used twice"):
        refuse_twice(["a", "b", "b", "b"], "things")
