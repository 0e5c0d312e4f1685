"""The tree of requirements as a form."""

from __future__ import annotations

from django.http import QueryDict

from cairn_server.catalog.requirement_forms import sent_tree, shown_tree
from cairn_server.catalog.requirement_tree import json_of, tree_of

PARTS = {
    "units/a.md": {"title": "Asking", "order": 2},
    "units/b.md": {"title": "Boards", "order": 1},
    "tasks/t.md": {"title": "The task"},
}


def changed(json, query):
    tree = tree_of(json)
    sent_tree(tree, QueryDict(query))
    return json_of(tree)


def test_each_leaf_offers_what_the_draft_holds():
    shown = shown_tree(tree_of({"all_of": [{"units": ["b"]}, {"credential": "x/y"}]}), PARTS)

    assert shown.parts[0].choices == (("b", "Boards", True), ("a", "Asking", False))
    assert shown.parts[1].other == "x/y"


def test_parts_of_points_say_what_they_earn():
    points = {"points": {"at_least": 3, "of": [{"points": 3, "requirement": {"task": "t"}}]}}
    shown = shown_tree(tree_of(points), PARTS)

    assert (shown.number, shown.parts[0].points, shown.parts[0].has_points) == ("3", "3", True)


def test_a_group_changes_its_kind_and_gets_what_that_needs():
    assert changed({"all_of": [{"task": "t"}]}, "form-=points") == {
        "points": {"at_least": 1, "of": [{"points": 1, "requirement": {"task": "t"}}]}
    }


def test_a_leaf_does_not_become_a_group():
    assert changed({"task": "t"}, "form-=all_of&ids-=t") == {"task": "t"}


def test_what_is_typed_stays_even_if_it_is_no_number():
    tree = changed({"units": ["a"]}, "form-=units&ids-=a&ids-=b&number-=much")

    assert tree == {"units": ["a", "b"], "recall_at_least": "much"}


def test_what_was_not_sent_stays():
    json = {"all_of": [{"units": ["a"]}, {"task": "t"}]}

    assert changed(json, "do=nothing:") == json


def test_a_credential_of_another_issuer_is_named_by_what_is_typed():
    query = "form-=outside&name-= Statistics I&issuer-=did:web:else.example&achievement-="
    tree = changed({"outside": {}}, query)
    shown = shown_tree(tree_of(tree), PARTS)

    assert tree == {"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}}
    assert shown.outside["issuer"] == "did:web:else.example"
