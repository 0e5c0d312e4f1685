from __future__ import annotations

from datetime import date

from cairn.capability.fit import Fit, Offer, closest_first, fit_of
from cairn.capability.gap import Shown, gap_on

TODAY = date(2026, 3, 2)
NEEDS = {"sql": 3, "talks": 2, "charts": 4, "teams": 1, "law": 2}
SHOWN = {
    "teams": [Shown(2, TODAY, 5)],  # met
    "charts": [Shown(2, TODAY, 5)],  # two levels short
    "law": [Shown(3, date(2010, 1, 1), 5)],  # faded: stale
}
GAPS = gap_on(TODAY, NEEDS, SHOWN)


def offer(key: str, *, minutes: float = 10, is_wanted: bool = False, **shows: int) -> Offer[str]:
    return Offer(key, shows, minutes, is_wanted)


def test_it_is_told_how_many_of_the_lacking_needs_an_offer_closes():
    assert fit_of(offer("a", sql=3, talks=5), GAPS) == Fit(2, 0, 4, False)


def test_what_is_met_already_counts_neither_as_lacking_nor_as_closed():
    assert fit_of(offer("a", teams=5), GAPS) == Fit(0, 0, 4, False)


def test_what_has_faded_is_closed_by_showing_it_again_at_its_level():
    assert fit_of(offer("a", law=2), GAPS).closes == 1
    assert not fit_of(offer("a", law=1), GAPS).is_near


def test_a_level_below_the_need_brings_it_nearer_only_if_it_is_new():
    assert fit_of(offer("a", charts=3), GAPS) == Fit(0, 1, 4, False)
    assert fit_of(offer("a", charts=2), GAPS) == Fit(0, 0, 4, False)


def test_most_closed_comes_first_then_most_brought_nearer_then_the_wanted_then_the_shorter():
    offers = [
        offer("nothing"),
        offer("long", minutes=30, sql=3),
        offer("only shown", minutes=0, sql=3),
        offer("short", minutes=5, sql=3),
        offer("wanted", minutes=60, is_wanted=True, sql=3),
        offer("nearer", minutes=90, sql=3, charts=3),
        offer("two", minutes=90, sql=3, talks=2),
        offer("goal itself", is_wanted=True),
    ]

    assert list(closest_first(offers, GAPS)) == [
        "two",
        "nearer",
        "wanted",
        "short",
        "long",
        "only shown",
        "goal itself",
        "nothing",
    ]


def test_what_brings_nothing_stays_in_the_order_in_which_it_was_offered():
    offers = [offer("b", minutes=9), offer("c", minutes=1), offer("a", minutes=5, sql=3)]

    assert list(closest_first(offers, GAPS)) == ["a", "b", "c"]


def test_with_nothing_lacking_nothing_is_closer():
    met = gap_on(TODAY, {"teams": 1}, SHOWN)

    assert closest_first([offer("a", teams=5)], met) == {"a": Fit(0, 0, 0, False)}
