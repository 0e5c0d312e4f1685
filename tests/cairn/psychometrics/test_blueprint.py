from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.errors import MalformedInput, PoolTooSmall
from cairn.psychometrics.blueprint import Area, areas_of, draw

ASKS, ACTS = Area("asks", "Asking", 2), Area("acts", "Acting on it", 1)
POOL = {f"q{n}": "asks" for n in range(6)} | {f"r{n}": "acts" for n in range(3)}

sizes = st.integers(min_value=1, max_value=12)
seeds = st.text(max_size=12)


@st.composite
def blueprints(draw_one):
    """Areas and a pool that can fill them."""
    areas, pool = [], {}
    for number in range(draw_one(st.integers(min_value=1, max_value=4))):
        held = draw_one(sizes)
        wanted = draw_one(st.integers(min_value=1, max_value=held))
        areas.append(Area(f"c{number}", f"Area {number}", wanted))
        pool |= {f"{number}-{one}": f"c{number}" for one in range(held)}
    return areas, pool


@given(blueprints(), seeds)
def test_each_area_gets_as_many_questions_as_it_asks_for_and_none_twice(blueprint, seed):
    areas, pool = blueprint

    drawn = draw(areas, pool, seed=seed)

    assert Counter(one.criterion for one in drawn) == {a.criterion: a.questions for a in areas}
    assert len({one.id for one in drawn}) == len(drawn)
    assert all(pool[one.id] == one.criterion for one in drawn)


@given(blueprints(), seeds, st.randoms(use_true_random=False))
def test_a_seed_gives_one_draw_however_the_pool_is_ordered(blueprint, seed, random):
    areas, pool = blueprint
    mixed = dict(random.sample(list(pool.items()), len(pool)))

    assert draw(areas, mixed, seed=seed) == draw(areas, pool, seed=seed)


@given(blueprints(), seeds, seeds)
def test_what_was_seen_comes_only_when_there_is_nothing_else(blueprint, first, second):
    areas, pool = blueprint
    seen = Counter(one.id for one in draw(areas, pool, seed=first))

    again = draw(areas, pool, seed=second, seen=seen)

    for area in areas:
        held = sum(criterion == area.criterion for criterion in pool.values())
        repeated = sum(one.criterion == area.criterion and one.id in seen for one in again)
        assert repeated == max(2 * area.questions - held, 0)


@given(seeds, seeds)
def test_another_seed_may_give_another_draw(one, other):
    assume(one != other)
    draws = {draw([ASKS, ACTS], POOL, seed=f"{one}{other}{n}") for n in range(40)}

    # 15 pairs of 6, 3 of 3, 6 orders: 40 draws alike would be no chance
    assert len(draws) > 10


def test_every_question_of_the_pool_is_drawn_at_some_time():
    drawn = {one.id for n in range(200) for one in draw([ASKS, ACTS], POOL, seed=str(n))}

    assert drawn == set(POOL)


def test_areas_are_mixed_when_they_are_asked():
    orders = {
        tuple(one.criterion for one in draw([ASKS, ACTS], POOL, seed=str(n))) for n in range(60)
    }

    assert orders == {("asks", "asks", "acts"), ("asks", "acts", "asks"), ("acts", "asks", "asks")}


def test_a_pool_that_is_too_small_is_refused_by_area():
    with pytest.raises(PoolTooSmall, match="Asking asks for 2 questions; the pool has 1"):
        draw([ASKS], {"q1": "asks", "r1": "acts"}, seed="")


def test_a_blueprint_is_read_as_it_is_stored():
    stored = [
        {"criterion": "asks", "title": "Asking", "questions": 2},
        {"criterion": "acts", "title": "Acting on it", "questions": 1},
    ]

    assert areas_of(stored) == (ASKS, ACTS)


@pytest.mark.parametrize(
    ("json", "complaint"),
    [
        ([], "quiz.blueprint: must be a list with at least one entry"),
        ({"asks": 2}, "quiz.blueprint: must be a list"),
        ([{"criterion": "asks", "title": "A"}], r"quiz.blueprint\[0\].questions"),
        ([{"criterion": "asks", "title": "A", "questions": 0}], "from 1 to 200"),
        ([{"criterion": "", "title": "A", "questions": 1}], r"quiz.blueprint\[0\].criterion"),
        ([{"criterion": "a", "title": "A", "questions": 1, "n": 2}], "no member n"),
        ([{"criterion": "a", "title": "A", "questions": 1}] * 2, "a is used twice"),
    ],
)
def test_a_blueprint_that_is_none_is_refused_by_place(json, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        areas_of(json)
