"""The requirements of a draft while they are edited."""

from __future__ import annotations

import pytest

from cairn_server.catalog.requirement_tree import (
    Node,
    add,
    at,
    json_of,
    move,
    places,
    remove,
    tree_of,
)

TREE = {
    "all_of": [
        {"units": ["a", "b"], "recall_at_least": 0.8},
        {"n_of": {"n": 1, "of": [{"task": "t"}, {"quiz": "q"}]}},
        {"points": {"at_least": 2, "of": [{"points": 2, "requirement": {"credential": "c"}}]}},
        {"any_of": [{"attendance": "g"}]},
        {"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}},
    ]
}


def test_a_tree_is_read_and_written_without_a_change():
    assert json_of(tree_of(TREE)) == TREE


@pytest.mark.parametrize("json", [None, {}, [], "units", {"n_of": 3}, {"strange": 1}])
def test_what_cannot_be_read_becomes_an_empty_group(json):
    assert json_of(tree_of(json)) == {"all_of": []}


def test_nodes_are_found_by_their_place():
    tree = tree_of(TREE)

    assert at(tree, "1-1") == Node("quiz", ["q"])
    assert (at(tree, "1-5"), at(tree, "x")) == (None, None)
    assert [place for place, _ in places(tree)] == [
        "",
        "0",
        "1",
        "1-0",
        "1-1",
        "2",
        "2-0",
        "3",
        "3-0",
        "4",
    ]


def test_parts_are_added_to_groups():
    tree = tree_of({"points": {"at_least": 1, "of": []}})

    add(tree, "", "task")
    add(tree, "", "nonsense")

    assert json_of(tree)["points"]["of"] == [{"points": 1, "requirement": {"task": ""}}]


def test_a_leaf_that_gets_company_becomes_a_group():
    tree = tree_of({"task": "t"})

    add(tree, "", "units")

    assert json_of(tree) == {"all_of": [{"task": "t"}, {"units": []}]}


def test_parts_are_moved_and_removed():
    tree = tree_of(TREE)

    move(tree, "0", 1)
    move(tree, "4", 1)  # the last stays the last
    remove(tree, "4")
    remove(tree, "3")
    remove(tree, "9")

    assert [part.form for part in tree.parts] == ["n_of", "units", "points"]
    remove(tree, "")
    assert json_of(tree) == {"all_of": []}


def test_no_tree_grows_without_end():
    tree = Node("all_of")
    for _ in range(300):
        add(tree, "", "task")

    assert len(places(tree)) == 200
