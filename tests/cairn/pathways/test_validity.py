from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.pathways.criteria import Met, evaluate
from cairn.pathways.facts import Facts, TaskFact, UnitFact
from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Attendance,
    Credential,
    NOf,
    Points,
    PointsEntry,
    Quiz,
    Task,
    Units,
    references,
)
from cairn.pathways.validity import (
    Validity,
    drops_performance,
    months_after,
    renewal_of,
    unknown_again,
)

FILM, TEST = Task("film"), Quiz("test")
LEARN, COME = Units(("asking",), 0.8), Attendance("day")


def day(year, month, of_month):
    return datetime(year, month, of_month, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (day(2026, 3, 4), 24, day(2028, 3, 4)),
        (day(2026, 11, 22), 3, day(2027, 2, 22)),
        (day(2026, 1, 31), 1, day(2026, 2, 28)),
        (day(2028, 2, 29), 12, day(2029, 2, 28)),
        (day(2026, 12, 31), 12, day(2027, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(start, months, end):
    assert months_after(start, months) == end


def test_who_renews_early_loses_nothing_and_who_renews_late_begins_anew():
    yearly = Validity(12)

    assert yearly.ends_at(day(2027, 1, 10), renews=day(2027, 3, 1)) == day(2028, 3, 1)
    assert yearly.ends_at(day(2027, 4, 10), renews=day(2027, 3, 1)) == day(2028, 4, 10)


def test_it_may_be_renewed_so_many_days_before_its_end():
    assert Validity(12, 30).renewable_from(day(2027, 3, 31)) == day(2027, 3, 1)


def test_without_a_word_the_performances_are_asked_again_and_progress_is_not():
    assert renewal_of(AllOf((LEARN, FILM, COME, TEST))) == AllOf((FILM, TEST))


def test_what_is_named_is_asked_again_and_nothing_else():
    assert renewal_of(AllOf((LEARN, FILM, TEST)), ("asking", "test")) == AllOf((LEARN, TEST))


def test_a_badge_without_a_performance_is_earned_again_as_a_whole():
    assert renewal_of(AllOf((LEARN, COME))) == AllOf((LEARN, COME))


def test_one_of_several_stays_one_of_those_that_are_asked_again():
    assert renewal_of(AnyOf((LEARN, FILM, TEST))) == AnyOf((FILM, TEST))


def test_what_is_not_asked_again_still_counts_in_a_number_and_in_points():
    two = NOf(2, (LEARN, FILM, TEST))
    points = Points(5, tuple(PointsEntry(2, one) for one in (LEARN, FILM, TEST)))

    assert renewal_of(two) == NOf(1, (FILM, TEST))
    assert renewal_of(points) == Points(3, tuple(PointsEntry(2, one) for one in (FILM, TEST)))


def test_a_group_never_comes_to_nothing():
    enough = Points(2, (PointsEntry(2, LEARN), PointsEntry(3, FILM), PointsEntry(1, TEST)))

    assert renewal_of(NOf(1, (LEARN, COME, FILM))) == NOf(1, (FILM,))
    assert renewal_of(enough) == Points(1, (PointsEntry(3, FILM), PointsEntry(1, TEST)))


def test_smaller_credentials_are_performances_too():
    assert renewal_of(AllOf((LEARN, Credential("small")))) == AllOf((Credential("small"),))


def test_names_that_nobody_knows_are_told():
    assert unknown_again(AllOf((LEARN, FILM)), ("film", "fim")) == ["fim"]


def test_a_renewal_by_learning_alone_drops_the_performance():
    assert drops_performance(AllOf((LEARN, FILM)), ("asking",))
    assert not drops_performance(AllOf((LEARN, FILM)), ())
    assert not drops_performance(LEARN, ())


leaf = st.sampled_from([LEARN, FILM, TEST, COME, Credential("small")])
tree = st.recursive(
    leaf,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from(
            [
                AllOf(tuple(parts)),
                AnyOf(tuple(parts)),
                NOf(len(parts), tuple(parts)),
                NOf(1, tuple(parts)),
                Points(float(len(parts)), tuple(PointsEntry(2, part) for part in parts)),
            ]
        )
    ),
    max_leaves=6,
)
again = st.sets(st.sampled_from(["asking", "film", "test", "day", "small"]))


@given(tree, again)
def test_a_renewal_names_nothing_that_was_not_required(requirement, named):
    renewal = renewal_of(requirement, named)

    assert set(references(renewal)) <= set(references(requirement))


@given(tree, again)
def test_whoever_has_nothing_new_has_renewed_nothing(requirement, named):
    assert not isinstance(evaluate(renewal_of(requirement, named), Facts()), Met)


@given(tree.filter(lambda one: "PointsEntry" not in repr(one)), again)
def test_whoever_does_everything_again_has_renewed(requirement, named):
    at = day(2026, 1, 1)
    everything = Facts(
        units={"asking": UnitFact(at, 1.0)},
        tasks={"film": TaskFact(at)},
        quizzes={"test": at},
        attendances={"day": at},
        credentials={"small": at},
    )

    assert isinstance(evaluate(renewal_of(requirement, named), everything), Met)
