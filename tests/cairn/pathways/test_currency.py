from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.pathways.currency import CurrencyPolicy, CurrencyState, currency_on

SHOWN = date(2020, 1, 1)
FIVE_YEARS = CurrencyPolicy(half_life_years=5)


def on(day, policy=FIVE_YEARS):
    return currency_on(day, demonstrated_on=SHOWN, policy=policy)


def test_what_was_shown_today_counts_in_full():
    assert on(SHOWN).weight == 1.0
    assert on(SHOWN).state is CurrencyState.CURRENT


def test_after_one_half_life_half_is_left():
    # 5 * 365.2425 = 1826.2 days
    assert on(SHOWN + timedelta(days=1826)).weight == pytest.approx(0.5, abs=1e-4)


def test_renewal_is_advised_when_three_quarters_are_left():
    # log2(4/3) * 5 years = 2.0752 years = 757.95 days
    assert on(SHOWN).renew_by == date(2022, 1, 27)
    assert on(date(2022, 1, 27)).state is CurrencyState.CURRENT
    assert on(date(2022, 1, 28)).state is CurrencyState.RENEWAL_ADVISED


def test_below_one_half_it_has_lapsed():
    assert on(SHOWN).lapses_on == date(2024, 12, 31)
    assert on(date(2025, 1, 1)).state is CurrencyState.LAPSED


def test_without_a_half_life_it_stays_for_ever():
    forever = on(date(2100, 1, 1), CurrencyPolicy(half_life_years=None))

    assert (forever.weight, forever.state) == (1.0, CurrencyState.CURRENT)
    assert (forever.renew_by, forever.lapses_on) == (None, None)


def test_a_day_before_the_demonstration_is_refused():
    with pytest.raises(ValueError, match="before"):
        on(SHOWN - timedelta(days=1))


@pytest.mark.parametrize("half_life", [0, -1.5, 5000])
def test_a_half_life_that_is_not_positive_is_refused(half_life):
    with pytest.raises(ValueError, match="positive"):
        CurrencyPolicy(half_life_years=half_life)


@pytest.mark.parametrize(("renew", "lapse"), [(0.4, 0.5), (1.1, 0.5), (0.5, 0)])
def test_thresholds_out_of_order_are_refused(renew, lapse):
    with pytest.raises(ValueError, match="lapse_below"):
        CurrencyPolicy(half_life_years=5, renew_below=renew, lapse_below=lapse)


@given(st.integers(0, 40_000), st.integers(1, 40_000), st.floats(0.5, 50))
def test_currency_only_falls(days, more, half_life):
    policy = CurrencyPolicy(half_life_years=half_life)
    sooner, later = SHOWN + timedelta(days=days), SHOWN + timedelta(days=days + more)

    assert on(later, policy).weight < on(sooner, policy).weight


@given(st.integers(0, 40_000), st.floats(0.5, 20))
def test_the_dates_agree_with_the_state(days, half_life):
    day = SHOWN + timedelta(days=days)
    now = on(day, CurrencyPolicy(half_life_years=half_life))

    assert (day <= now.renew_by) == (now.state is CurrencyState.CURRENT)
    assert (day <= now.lapses_on) == (now.state is not CurrencyState.LAPSED)
