import time
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.exchange.graph import find_cycle

graphs = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg")))


def has_cycle(edges):
    """Oracle: the topological sorter of the standard library."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        return True
    return False


@settings(deadline=None)
@given(graphs)
def test_a_cycle_is_found_exactly_where_there_is_one(edges):
    assert bool(find_cycle(edges)) == has_cycle(edges)


@settings(deadline=None)
@given(graphs)
def test_what_is_found_is_a_cycle(edges):
    cycle = find_cycle(edges)

    assert cycle[:1] == cycle[-1:]
    for before, after in pairwise(cycle):
        assert after in edges[before]


def test_a_chain_of_a_hundred_thousand_needs_no_recursion():
    chain = {str(n): [str(n + 1)] for n in range(100_000)}
    started = time.process_time()

    assert find_cycle(chain) == []
    assert len(find_cycle({**chain, "100000": ["0"]})) == 100_002
    assert time.process_time() - started < 5


def test_a_thing_that_needs_itself_is_a_cycle():
    assert find_cycle({"a": ["a"]}) == ["a", "a"]
