"""What an answer completes, of what asks for a level of recall."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn_server.assessment.models import Attempt, Reassessment, Submission
from cairn_server.catalog.models import AchievementUnit, AchievementVersion, ItemVersion
from cairn_server.credentials.recall_queries import completed_by_recall, near_by_recall
from cairn_server.learning.models import Enrolment
from tests.cairn_server.credentials.conftest import make_achievement
from tests.making import make_due, make_quiz, make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def recalled(checking, college) -> UUID:
    """A unit of which the achievement asks a level of recall, beside the task."""
    unit = make_unit(college)
    AchievementUnit.objects.create(version=checking, unit=unit.unit, position=0)
    recall = {"units": [str(unit.unit_id)], "recall_at_least": 0.8}
    checking.requirements = {"all_of": [checking.requirements, recall]}
    checking.save()
    return unit.unit_id


@pytest.fixture
def answer(recalled):
    """Let somebody answer the one question of the unit on Monday."""
    item = ItemVersion.objects.select_related("item").get(item__unit=recalled)
    return lambda person: make_due(person, item)


def completed(person, unit_id, at=MONDAY):
    return completed_by_recall(person.pk, unit_id, at=at)


def is_near(person, unit_id) -> bool:
    return bool(near_by_recall(person.pk, unit_id).asking)


def test_recall_completes_what_was_judged_met(ada, bea, checking, judge, recalled, answer):
    judge(ada, checking)
    before = completed(ada, recalled)
    answer(ada)
    answer(bea)

    assert before == []
    assert completed(ada, recalled) == [checking.pk]
    assert completed(bea, recalled) == []


def test_what_is_not_recalled_well_enough_any_more_completes_nothing(
    ada, checking, judge, recalled, answer
):
    judge(ada, checking)
    answer(ada)

    assert completed(ada, recalled, at=MONDAY + 90 * DAY) == []


@pytest.mark.parametrize("state", ["draft", "submitted", "not_yet"])
def test_work_that_was_not_judged_met_brings_nobody_near(ada, checking, judge, recalled, state):
    """The evaluation looks at recall itself, once it is kept."""
    judge(ada, checking)
    Submission.objects.update(state=state)

    assert not is_near(ada, recalled)


def test_what_is_held_is_not_completed_again(ada, recalled, answer, credential):
    answer(ada)

    assert not is_near(ada, recalled)
    assert completed(ada, recalled) == []


def test_without_a_level_of_recall_an_answer_completes_nothing(
    ada, checking, judge, college, django_assert_num_queries
):
    unit = make_unit(college)
    AchievementUnit.objects.create(version=checking, unit=unit.unit, position=0)
    judge(ada, checking)

    with django_assert_num_queries(1):
        assert completed(ada, unit.unit_id) == []


def test_a_badge_that_was_begun_is_completed(ada, bea, checking, recalled, answer, judge):
    checking.requirements = checking.requirements["all_of"][1]
    checking.kind = "participation-badge"
    checking.save()
    Enrolment.objects.create(person=ada, achievement=checking.achievement, started_at=MONDAY)
    answer(ada)
    answer(bea)

    assert completed(ada, recalled) == [checking.pk]
    assert completed(bea, recalled) == []


def test_a_quiz_that_is_asked_as_well_has_to_be_passed(
    ada, checking, judge, recalled, answer, college
):
    rules = make_quiz(college)
    quiz = {"quiz": str(rules.quiz_id)}
    checking.requirements = {"all_of": [*checking.requirements["all_of"], quiz]}
    checking.save()
    judge(ada, checking)
    answer(ada)
    without = completed(ada, recalled)
    Attempt.objects.create(
        person=ada, quiz=rules.quiz, version=rules, achievement_version=checking, number=1,
        started_at=MONDAY, deadline_at=MONDAY + DAY, drawn=[], ended_at=MONDAY,
        passed=True, score=1.0,
    )  # fmt: skip

    assert without == []
    assert completed(ada, recalled) == [checking.pk]


def test_a_smaller_credential_that_is_asked_as_well_has_to_be_held(
    ada, lesson, checking, recalled, answer, credential
):
    whole = make_achievement(lesson, key="whole", title="The whole")
    AchievementUnit.objects.create(version=whole, unit_id=recalled, position=0)
    other = make_achievement(lesson, key="other", title="Not held")
    recall = {"units": [str(recalled)], "recall_at_least": 0.8}
    parts = [{"credential": str(one.achievement_id)} for one in (checking, other)]
    whole.requirements = {"all_of": [recall, parts[0]]}
    whole.save()
    answer(ada)
    held = completed(ada, recalled)
    whole.requirements = {"all_of": [recall, *parts]}
    whole.save()

    assert held == [whole.pk]
    assert is_near(ada, recalled)
    assert completed(ada, recalled) == []


def test_what_is_being_renewed_is_completed_by_learning_its_units_anew(
    ada, checking, recalled, answer, credential
):
    AchievementVersion.objects.update(valid_months=12, renewal_again=[str(recalled)])
    answer(ada)
    held = completed(ada, recalled)
    Reassessment.objects.create(
        person=ada,
        achievement=checking.achievement,
        since=MONDAY + 2 * DAY,
        begun_at=MONDAY + 2 * DAY,
    )

    assert held == []
    assert completed(ada, recalled) == [checking.pk]


def test_the_newest_version_comes_first(ada, lesson, checking, judge, recalled, answer):
    older = AchievementVersion.objects.get(pk=checking.pk)
    newer = AchievementVersion.objects.get(pk=checking.pk)
    newer.pk, newer.number = None, 2
    newer.save()
    AchievementUnit.objects.create(version=newer, unit_id=recalled, position=0)
    judge(ada, older)
    judge_again = Submission.objects.get()
    judge_again.pk, judge_again.achievement_version, judge_again.number = None, newer, 2
    judge_again.save()
    answer(ada)

    assert completed(ada, recalled) == [newer.pk, older.pk]


def test_who_is_near_to_nothing_is_told_so_in_two_queries(ada, recalled, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert completed(ada, recalled) == []
