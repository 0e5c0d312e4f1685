import time

import pytest

from cairn.pathways.facts import Facts
from cairn.pathways.requirement import parse
from cairn.pathways.ways import Ledger, Search, reachable


def task(name):
    return {"task": str(name)}


CHOICES = [{"any_of": [task(n), task((n * 7) % 50)]} for n in range(200)]

LARGE = {
    "everything": {"all_of": [task(n) for n in range(500)]},
    "choices": {"all_of": [{"any_of": [task(2 * n), task(2 * n + 1)]} for n in range(240)]},
    "some": {"n_of": {"n": 50, "of": [task(n) for n in range(100)]}},
    "points": {
        "points": {
            "at_least": 100,
            "of": [{"points": 1 + n % 3, "requirement": task(n)} for n in range(100)],
        }
    },
    "choices that share": {"all_of": CHOICES},
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_tree_takes_no_time(name):
    tree = parse(LARGE[name])
    started = time.process_time()

    assert reachable(tree)
    assert time.process_time() - started < 5


def cheapest(json, minutes):
    best = Search(parse(json), Ledger(Facts(minutes=minutes))).best(parse(json))
    return sorted(fact.ids[0] for fact in best)


def test_of_equal_minutes_the_way_with_fewer_things_is_chosen():
    tree = {"any_of": [{"all_of": [task("a"), task("b")]}, task("c")]}

    assert cheapest(tree, {"a": 2, "b": 3, "c": 5}) == ["c"]
    assert cheapest(tree, {"a": 2, "b": 2, "c": 5}) == ["a", "b"]


def test_points_are_earned_in_the_cheapest_way():
    entries = [("a", 3, 30), ("b", 2, 5), ("c", 2, 6), ("d", 1, 1)]
    of = [{"points": points, "requirement": task(name)} for name, points, _ in entries]
    minutes = {name: cost for name, _, cost in entries}

    # b + c give four points in eleven minutes; b + c + d give five in twelve
    assert cheapest({"points": {"at_least": 4, "of": of}}, minutes) == ["b", "c"]
    assert cheapest({"points": {"at_least": 5, "of": of}}, minutes) == ["b", "c", "d"]


def test_points_in_tenths_add_up():
    of = [{"points": 0.1, "requirement": task(n)} for n in range(3)]

    assert reachable(parse({"points": {"at_least": 0.3, "of": of}}))
