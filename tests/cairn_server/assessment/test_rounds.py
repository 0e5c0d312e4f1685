"""Whoever is assessed anew begins anew: earlier tries stay and no longer count."""

from __future__ import annotations

import pytest

from cairn_server.assessment.attempting import begin_attempt
from cairn_server.assessment.models import Attempt, Submission, SubmissionState
from cairn_server.assessment.quiz_queries import quiz_standing
from cairn_server.assessment.reassessing import assess_anew
from cairn_server.assessment.rounds import attempts_of_round, submissions_of_round, with_rounds
from cairn_server.catalog.models import AchievementVersion
from cairn_server.errors import AttemptRefused
from tests.making import make_quiz
from tests.making_awards import make_achievement
from tests.moments import DAY, MONDAY

HOUR = DAY / 24


@pytest.fixture
def quiz(college):
    return make_quiz(college, attempts_allowed=2)


def asking(quiz):
    return AchievementVersion.objects.select_related("achievement").get(quiz_links__quiz=quiz.quiz)


def passed(person, quiz, number, at):
    return Attempt.objects.create(
        person=person, quiz=quiz.quiz, version=quiz, achievement_version=asking(quiz),
        number=number, drawn=[], started_at=at, deadline_at=at + HOUR, ended_at=at + HOUR,
        score=1.0, passed=True,
    )  # fmt: skip


def begin(person, quiz, at):
    return begin_attempt(person=person, version=quiz, achievement_version=asking(quiz), at=at)


def test_a_quiz_that_was_passed_opens_again_with_all_its_attempts(ada, quiz):
    passed(ada, quiz, 1, MONDAY)
    with pytest.raises(AttemptRefused):
        begin(ada, quiz, MONDAY + 2 * DAY)

    assess_anew(
        person=ada, achievement=asking(quiz).achievement, since=MONDAY + DAY, at=MONDAY + 2 * DAY
    )
    standing = quiz_standing(ada, [quiz.quiz_id], at=MONDAY + 2 * DAY)[quiz.quiz_id]
    again = begin(ada, quiz, MONDAY + 2 * DAY)

    assert (standing.is_passed, standing.attempts_left, standing.best) == (False, 2, None)
    assert again.number == 2


def test_what_is_passed_anew_stays_passed(ada, quiz):
    passed(ada, quiz, 1, MONDAY)
    passed(ada, quiz, 2, MONDAY + 3 * DAY)
    assess_anew(person=ada, achievement=asking(quiz).achievement, since=MONDAY, at=MONDAY + DAY)

    counting = attempts_of_round(with_rounds(Attempt.objects.order_by("number")))
    assert [one.number for one in counting] == [2]


def test_tries_that_were_handed_in_before_no_longer_count_whoever_asked_for_them(ada, bea, college):
    version, task = make_achievement(college)
    for person in (ada, bea):
        Submission.objects.create(
            person=person, task=task.task, version=task, achievement_version=version,
            state=SubmissionState.MET, created_at=MONDAY, submitted_at=MONDAY, decided_at=MONDAY,
        )  # fmt: skip
    draft = Submission.objects.create(
        person=ada, task=task.task, version=task, achievement_version=version, number=2,
        created_at=MONDAY,
    )  # fmt: skip

    assess_anew(person=ada, achievement=version.achievement, since=MONDAY, at=MONDAY + DAY)

    counting = submissions_of_round(Submission.objects.order_by("person__name"))
    assert set(counting) == {draft, Submission.objects.get(person=bea)}
