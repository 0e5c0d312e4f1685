from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.capability.gap import NeedState, Shown, ability_on, gap_on
from cairn.pathways.currency import CurrencyState

TODAY = date(2026, 3, 2)
WORST_LAST = [NeedState.MET, NeedState.STALE, NeedState.MISSING]

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1))
evidence = st.builds(
    Shown,
    level=st.integers(1, 5),
    on=days.filter(lambda day: day <= TODAY),
    half_life_years=st.none() | st.floats(0.25, 20),
)


def years_ago(years: float) -> date:
    return TODAY - timedelta(days=round(years * 365.2425))


def only(needed: int, *shown: Shown, on: date = TODAY):
    [gap] = gap_on(on, {"sql": needed}, {"sql": shown})
    return gap


def test_what_was_never_shown_is_missing_by_all_its_levels():
    gap = only(3)

    assert (gap.state, gap.levels_short, gap.level_weight, gap.best) == ("missing", 3, 0, None)


def test_a_lower_level_leaves_the_difference_missing():
    gap = only(4, Shown(3, TODAY, 5))

    assert (gap.state, gap.levels_short) == (NeedState.MISSING, 1)


def test_a_level_fades_by_half_in_one_half_life_and_is_stale_after_it():
    met = only(3, Shown(3, years_ago(4.99), 5))
    stale = only(3, Shown(3, years_ago(10), 5))

    assert met.state == NeedState.MET
    assert met.level_weight == pytest.approx(0.5007, abs=1e-3)  # 2 ** (-4.99 / 5)
    assert stale.state == NeedState.STALE
    assert stale.level_weight == pytest.approx(0.25, abs=1e-3)  # two half-lives


def test_a_technical_competency_goes_stale_sooner():
    assert only(3, Shown(3, years_ago(3), 2.5)).state == NeedState.STALE
    assert only(3, Shown(3, years_ago(3), 5)).state == NeedState.MET
    assert only(3, Shown(3, years_ago(30), None)).state == NeedState.MET


def test_a_high_level_that_faded_does_not_hide_a_lower_one_that_is_fresh():
    ability = ability_on(TODAY, [Shown(4, years_ago(12), 5), Shown(2, TODAY, 5)])

    assert (ability.level, ability.currency.weight) == (2, 1.0)


def test_if_everything_faded_the_highest_level_ever_shown_is_told():
    ability = ability_on(TODAY, [Shown(4, years_ago(12), 5), Shown(2, years_ago(8), 5)])

    assert (ability.level, ability.currency.state) == (4, CurrencyState.LAPSED)


def test_what_showed_a_higher_level_keeps_the_lower_one_current():
    gap = only(2, Shown(2, years_ago(9), 5), Shown(5, years_ago(1), 5))

    assert gap.state == NeedState.MET
    assert gap.level_weight == pytest.approx(0.8706, abs=1e-3)  # 2 ** (-1 / 5)


def test_a_level_outside_1_to_5_is_refused():
    with pytest.raises(ValueError, match="between 1 and 5"):
        Shown(6, TODAY, 5)


@given(st.lists(evidence), st.integers(1, 5), days, days)
def test_a_gap_never_shrinks_with_time_alone(shown, needed, one, other):
    earlier, later = (max(day, TODAY) for day in sorted((one, other)))

    before, after = only(needed, *shown, on=earlier), only(needed, *shown, on=later)

    assert WORST_LAST.index(before.state) <= WORST_LAST.index(after.state)
    assert before.level_weight >= after.level_weight


@given(st.lists(evidence), evidence, st.integers(1, 5))
def test_more_evidence_never_widens_a_gap(shown, more, needed):
    before, after = only(needed, *shown), only(needed, *shown, more)

    assert WORST_LAST.index(before.state) >= WORST_LAST.index(after.state)
    assert before.level_weight <= after.level_weight


@given(st.lists(evidence, min_size=1))
def test_the_order_of_evidence_does_not_matter(shown):
    one, other = ability_on(TODAY, shown), ability_on(TODAY, reversed(shown))

    assert (one.level, one.currency) == (other.level, other.currency)


@given(evidence, days)
def test_the_weight_alone_is_that_of_the_currency(shown, day):
    assert shown.weight(day) == shown.currency(day).weight
