from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.errors import MalformedInput, PoolTooSmall
from cairn.psychometrics.blueprint import Area, Exposure, areas_of, draw

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


capped = st.sampled_from([0.25, 0.4, 0.5, 0.75, 1.0])
counts = st.integers(min_value=0, max_value=30)


@given(blueprints(), seeds, st.data())
def test_nothing_is_asked_that_was_asked_more_than_what_is_left(blueprint, seed, data):
    areas, pool = blueprint
    times = {id: data.draw(counts) for id in pool}

    drawn = {one.id for one in draw(areas, pool, seed=seed, exposure=Exposure(30, times))}

    for area in areas:
        held = [id for id, criterion in pool.items() if criterion == area.criterion]
        asked = [times[id] for id in held if id in drawn]
        left = [times[id] for id in held if id not in drawn]
        assert max(asked) <= min(left, default=max(asked))


@given(blueprints(), seeds, capped, st.data())
def test_the_blueprint_holds_and_above_the_cap_is_asked_only_what_must_be(
    blueprint, seed, cap, data
):
    areas, pool = blueprint
    areas = [replace(one, exposure_cap=cap) for one in areas]
    exposure = Exposure(30, {id: data.draw(counts) for id in pool})
    seen = {id: data.draw(st.integers(min_value=0, max_value=3)) for id in pool}

    drawn = draw(areas, pool, seed=seed, seen=seen, exposure=exposure)

    assert Counter(one.criterion for one in drawn) == {a.criterion: a.questions for a in areas}
    for area in areas:
        held = [id for id, criterion in pool.items() if criterion == area.criterion]
        below = [id for id in held if (exposure.times[id] + 1) / 31 <= cap + 1e-9]
        above = [one for one in drawn if one.criterion == area.criterion and one.id not in below]
        assert len(above) == max(area.questions - len(below), 0)


@given(blueprints(), st.integers(min_value=1, max_value=40))
def test_attempt_after_attempt_no_question_is_ahead_of_another_by_more_than_one(blueprint, made):
    areas, pool = blueprint
    times = Counter[str]()
    for number in range(made):
        drawn = draw(areas, pool, seed=str(number), exposure=Exposure(number, times))
        times.update(one.id for one in drawn)

    for area in areas:
        asked = [times[id] for id, criterion in pool.items() if criterion == area.criterion]
        assert max(asked) - min(asked) <= 1


def test_a_question_at_its_cap_waits_even_for_somebody_who_saw_the_others():
    """Asked in 3 of 9 attempts, one more makes 4 of 10: at a cap of 0.4, above one of 0.3."""
    pool = {"worn": "asks", "seen": "asks"}
    exposure = Exposure(9, {"worn": 3})

    def asked(cap):
        area = Area("asks", "Asking", 1, exposure_cap=cap)
        return draw([area], pool, seed="s", seen={"seen": 2}, exposure=exposure)[0].id

    assert (asked(0.4), asked(0.3)) == ("worn", "seen")


@pytest.mark.parametrize("cap", [0, 1.5, "half"])
def test_a_cap_is_a_share(cap):
    row = {"criterion": "asks", "title": "Asking", "questions": 1, "exposure_cap": cap}
    with pytest.raises(MalformedInput, match="exposure_cap"):
        areas_of([row])
