from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cairn_server.accounts.reporting_lines import below, circles


def test_a_circle_is_told_along_its_lines_wherever_one_enters_it():
    assert circles({"a": "b", "b": "c", "c": "b"}) == [["b", "c"]]
    assert circles({"a": "a"}) == [["a"]]
    assert circles({"a": "b", "b": "c"}) == []


def test_two_circles_are_told_once_each():
    found = circles({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"})

    assert [sorted(one) for one in found] == [["a", "b"], ["c", "d"]]


def test_everybody_below_is_found_through_others():
    lines = {"b": "a", "c": "b", "d": "c", "x": "y"}

    assert below(lines, "a") == {"b", "c", "d"}
    assert below(lines, "d") == set()


def test_a_long_line_needs_no_deep_recursion():
    lines = {n: n + 1 for n in range(20_000)}

    assert circles(lines) == []
    assert len(below(lines, 20_000)) == 20_000


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9)))
def test_lines_without_their_circles_have_none(lines):
    broken = dict(lines)
    for circle in circles(lines):
        assert all(lines[one] == circle[(n + 1) % len(circle)] for n, one in enumerate(circle))
        del broken[circle[0]]

    assert circles(broken) == []
