"""The tree of requirements as a form."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cairn.errors import MalformedInput
from cairn_server.catalog.requirement_forms import outline, sent_tree, shown_tree
from cairn_server.catalog.requirement_tree import json_of, tree_of

PARTS = {
    "units/a.md": {"title": "Asking", "order": 2},
    "units/b.md": {"title": "Boards", "order": 1},
    "tasks/t.md": {"title": "The task"},
}


def changed(json, query):
    return json_of(sent_tree(tree_of(json), QueryDict(query)))


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


def test_a_form_that_names_its_nodes_is_the_whole_tree_whatever_was_saved_since():
    query = "node=&form-=n_of&number-=1&node=0&form-0=units&ids-0=b&node=1&form-1=task&ids-1=t"

    tree = changed({"all_of": [{"quiz": "other"}]}, query)

    assert tree == {"n_of": {"n": 1, "of": [{"units": ["b"]}, {"task": "t"}]}}


@pytest.mark.parametrize("form", ["n_of", "points"])
def test_a_whole_tree_gets_the_figures_that_its_new_groups_need(form):
    tree = changed({}, f"node=&form-={form}&node=0&form-0=task&ids-0=t")

    assert (
        tree
        == {
            "n_of": {"n_of": {"n": 1, "of": [{"task": "t"}]}},
            "points": {
                "points": {"at_least": 1, "of": [{"points": 1, "requirement": {"task": "t"}}]}
            },
        }[form]
    )


def test_points_are_left_behind_when_a_group_counts_them_no_longer():
    query = "node=&form-=all_of&node=0&form-0=task&ids-0=t&points-0=3"

    assert changed({}, query) == {"all_of": [{"task": "t"}]}


@pytest.mark.parametrize(
    "query",
    [
        "node=0&form-0=task",  # nothing above it
        "node=&form-=task&node=0&form-0=task",  # below a leaf
        "node=&form-=all_of&node=1&form-1=task",  # a gap
        "node=&form-=all_of&node=&form-=all_of",  # twice
        "node=",  # of no form
        "node=&form-=all_of&node=0&form-0=everything",
        "&".join(f"node={'-'.join('0' * n)}&form-{'-'.join('0' * n)}=all_of" for n in range(40)),
    ],
)
def test_what_makes_no_tree_is_refused(query):
    with pytest.raises(MalformedInput):
        changed({}, query)


def test_a_tree_is_told_in_words_line_by_line():
    json = {"any_of": [{"units": ["a", "b"], "recall_at_least": 0.8}, {"all_of": [{"task": "t"}]}]}

    assert outline(shown_tree(tree_of(json), PARTS)) == [
        "One of these",
        "– Learn units (0.8): Boards, Asking",
        "– All of these",
        "– – Show it: a task: The task",
    ]
