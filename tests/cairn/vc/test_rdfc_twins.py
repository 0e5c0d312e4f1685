from math import comb, factorial

from hypothesis import given
from hypothesis import strategies as st

from cairn.vc.rdfc_twins import distinct_orders, twins_of

P = "<urn:p>"


def mentions_of(quads):
    labels = {term for quad in quads for term in quad if term.startswith("_:")}
    return {label: [quad for quad in quads if label in quad] for label in labels}


def are_twins(quads, first, second):
    twins = twins_of(mentions_of(quads))
    return twins[first] == twins[second]


def tree(root, text):
    return [("_:h", P, root, ""), (root, P, f"{root}1", ""), (f"{root}1", P, text, "")]


def test_equal_trees_on_one_parent_are_twins():
    assert are_twins(tree("_:a", '"x"') + tree("_:b", '"x"'), "_:a", "_:b")


def test_trees_that_differ_at_a_leaf_are_not():
    assert not are_twins(tree("_:a", '"x"') + tree("_:b", '"y"'), "_:a", "_:b")


def test_one_child_more_makes_a_difference():
    quads = tree("_:a", '"x"') + tree("_:b", '"x"')
    quads += [("_:a", P, "_:a2", ""), ("_:a2", P, '"x"', "")]

    assert not are_twins(quads, "_:a", "_:b")


def test_leaves_of_different_parents_are_not_twins():
    quads = tree("_:a", '"x"') + tree("_:b", '"x"')

    assert not are_twins(quads, "_:a1", "_:b1")


def test_nodes_that_something_else_points_at_are_not_twins():
    quads = tree("_:a", '"x"') + tree("_:b", '"x"')

    assert not are_twins([*quads, ("<urn:s>", P, "_:a1", "")], "_:a", "_:b")
    assert not are_twins([*quads, ("<urn:s>", P, "<urn:o>", "_:a")], "_:a", "_:b")
    assert not are_twins([*quads, ("_:a1", P, "_:b1", "")], "_:a", "_:b")


def test_members_of_a_cycle_are_not_twins():
    quads = [("_:a", P, "_:b", ""), ("_:b", P, "_:a", "")]

    assert not are_twins(quads, "_:a", "_:b")


def test_graph_and_predicate_tell_nodes_apart():
    quads = [("_:h", P, "_:a", ""), ("_:h", "<urn:q>", "_:b", ""), ("_:h", P, "_:c", "<urn:g>")]
    twins = twins_of(mentions_of(quads))

    assert len({twins["_:a"], twins["_:b"], twins["_:c"]}) == 3


@given(st.integers(1, 4), st.integers(0, 3))
def test_orders_are_counted_without_the_exchanges_of_twins(same, others):
    labels = [f"_:t{n}" for n in range(same)] + [f"_:o{n}" for n in range(others)]
    twins = {label: ("t",) if label.startswith("_:t") else (label,) for label in labels}

    orders = [tuple(order) for order in distinct_orders(labels, twins)]

    assert len(orders) == len(set(orders)) == comb(same + others, same) * factorial(others)
    assert all(sorted(order) == sorted(labels) for order in orders)
