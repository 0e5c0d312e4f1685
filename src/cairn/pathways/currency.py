"""
Currency of a competency: how much of what was once demonstrated is still trusted today.

A credential does not stop being true, but it grows old. A policy names a half-life;
from it follow two dates a person can act on: when renewal is advised and when the
competency no longer counts towards a pathway or a work role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp2, log2

DAYS_PER_YEAR = 365.2425


class CurrencyState(StrEnum):
    CURRENT = "current"
    RENEWAL_ADVISED = "renewal_advised"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class CurrencyPolicy:
    """How fast a competency ages. `half_life_years=None` means that it never does."""

    half_life_years: float | None
    renew_below: float = 0.75
    lapse_below: float = 0.50

    def __post_init__(self) -> None:
        if self.half_life_years is not None and not 0 < self.half_life_years <= 1000:
            raise ValueError(
                f"half_life_years must be positive and at most 1000, not {self.half_life_years}"
            )
        if not 0 < self.lapse_below <= self.renew_below <= 1:
            raise ValueError("need 0 < lapse_below <= renew_below <= 1")


@dataclass(frozen=True, slots=True)
class Currency:
    """Where one demonstrated competency stands on one day."""

    weight: float
    state: CurrencyState
    renew_by: date | None
    lapses_on: date | None


def currency_on(day: date, *, demonstrated_on: date, policy: CurrencyPolicy) -> Currency:
    """
    Return the currency on `day` of a competency last demonstrated on `demonstrated_on`.

    The weight is `2 ** (-age / half_life)`, so it is 1.0 on the day of demonstration
    and 0.5 one half-life later.

    Raises ValueError if `day` lies before `demonstrated_on`.
    """
    if day < demonstrated_on:
        raise ValueError(f"{day} lies before the demonstration on {demonstrated_on}")
    if policy.half_life_years is None:
        return Currency(1.0, CurrencyState.CURRENT, renew_by=None, lapses_on=None)

    age_years = (day - demonstrated_on).days / DAYS_PER_YEAR
    weight = exp2(-age_years / policy.half_life_years)
    return Currency(
        weight=weight,
        state=_state(weight, policy),
        renew_by=_falls_to(policy.renew_below, demonstrated_on, policy.half_life_years),
        lapses_on=_falls_to(policy.lapse_below, demonstrated_on, policy.half_life_years),
    )


def _state(weight: float, policy: CurrencyPolicy) -> CurrencyState:
    if weight < policy.lapse_below:
        return CurrencyState.LAPSED
    if weight < policy.renew_below:
        return CurrencyState.RENEWAL_ADVISED
    return CurrencyState.CURRENT


def _falls_to(weight: float, start: date, half_life_years: float) -> date:
    return start + timedelta(days=-log2(weight) * half_life_years * DAYS_PER_YEAR)
