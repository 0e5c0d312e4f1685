from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.assessment.quiz_access import asked_version, open_quiz_or_404, own_attempt
from cairn_server.catalog.models import AchievementQuiz, AchievementVersion, QuizVersion
from tests.cairn_server.assessment.test_attempting import begin
from tests.making import make_achievement, make_quiz
from tests.moments import MONDAY


@pytest.fixture
def quiz(college):
    return make_quiz(college)


def test_a_quiz_is_open_to_whoever_has_its_address(ada, quiz):
    begin(ada, quiz)

    stranger = open_quiz_or_404(quiz.quiz_id, None, at=MONDAY)
    learner = open_quiz_or_404(quiz.quiz_id, ada, at=MONDAY)

    assert (stranger.version, stranger.attempts) == (quiz, [])
    assert stranger.standing.open_attempt is None
    assert [one.pk for one in learner.attempts] == [learner.standing.open_attempt]


def test_it_is_taken_for_the_achievement_that_was_asked_for_or_the_newest(college, quiz):
    first = AchievementVersion.objects.get()
    other = make_achievement(college, key="other")
    AchievementVersion.objects.filter(pk=other.pk).update(number=2)
    AchievementQuiz.objects.create(version=other, quiz=quiz.quiz, position=0)

    def taken_for(version_id):
        return open_quiz_or_404(quiz.quiz_id, None, version_id, at=MONDAY).achievement

    assert taken_for(first.pk) == first
    assert taken_for(None) == taken_for(uuid4()) == other


def test_a_draft_is_not_there(quiz):
    QuizVersion.objects.update(published_at=None)

    with pytest.raises(Http404):
        open_quiz_or_404(quiz.quiz_id, None, at=MONDAY)


def test_an_attempt_is_its_learners_alone(ada, bea, quiz):
    attempt = begin(ada, quiz)

    assert own_attempt(ada, attempt.pk) == attempt
    with pytest.raises(Http404):
        own_attempt(bea, attempt.pk)


def test_a_question_is_found_by_its_place(ada, quiz):
    attempt = begin(ada, quiz)

    assert str(asked_version(attempt, 2).pk) == attempt.drawn[1]["item"]
    for number in (-1, 0, 4):
        with pytest.raises(Http404):
            asked_version(attempt, number)
