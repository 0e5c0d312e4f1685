"""The deadline of the server is the later one for whoever has extra time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cairn_server.accounts.giving_time import end_extra_time, give_extra_time
from cairn_server.accounts.models import Membership
from cairn_server.assessment.attempting import begin_attempt, hand_in
from cairn_server.assessment.models import Attempt
from cairn_server.assessment.prolonging import prolong_attempts, seconds_allowed
from cairn_server.assessment.quiz_queries import is_running, quiz_standing
from cairn_server.catalog.models import AchievementVersion
from cairn_server.journal.models import Event
from tests.making import join, make_quiz
from tests.moments import DAY, MONDAY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def quiz(college):
    """600 seconds."""
    return make_quiz(college)


@pytest.fixture
def give(ada, college):
    teacher = join("Tess", college, "evaluator")

    def act(at=MONDAY, person=ada, **amount):
        membership = Membership.objects.get(person=person)
        return give_extra_time(membership=membership, actor=teacher, at=at, **amount)

    return act


def begin(person, quiz, at=MONDAY):
    version = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz)
    return begin_attempt(person=person, version=quiz, achievement_version=version, at=at)


def heard():
    prolong_attempts(Event.objects.filter(kind="extra_time.given").latest("at"))


def test_an_attempt_begins_with_the_later_deadline_and_is_open_until_then(ada, bea, quiz, give):
    give(percent=50)

    longer, usual = begin(ada, quiz), begin(bea, quiz)

    assert longer.deadline_at - MONDAY == 15 * MINUTE
    assert usual.deadline_at - MONDAY == 10 * MINUTE
    assert is_running(longer, MONDAY + 14 * MINUTE)
    assert not is_running(usual, MONDAY + 11 * MINUTE)


def test_given_in_an_attempt_it_moves_the_deadline_and_never_back(ada, quiz, give):
    attempt = begin(ada, quiz)
    give(percent=100, at=MONDAY + MINUTE)
    heard()
    heard()
    attempt.refresh_from_db()
    assert attempt.deadline_at - MONDAY == 20 * MINUTE

    given = give(minutes=1, at=MONDAY + 2 * MINUTE)
    heard()
    end_extra_time(extra_time=given, actor=given.granted_by, at=MONDAY + 3 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline_at - MONDAY == 20 * MINUTE


def test_what_has_ended_and_what_is_of_others_stays(ada, bea, quiz, give):
    over, other = hand_in(attempt=begin(ada, quiz), at=MONDAY + MINUTE), begin(bea, quiz)

    give(percent=100, at=MONDAY + 2 * MINUTE)
    heard()

    deadlines = Attempt.objects.filter(pk__in=[over.pk, other.pk]).values_list("deadline_at")
    assert {one for (one,) in deadlines} == {MONDAY + 10 * MINUTE}


def test_the_time_is_that_of_the_organisation_that_asks(ada, zoe, quiz, give):
    south = Membership.objects.get(person=zoe).organisation
    Membership.objects.create(person=ada, organisation=south, since=MONDAY)
    give_extra_time(
        membership=Membership.objects.get(person=ada, organisation=south),
        percent=100,
        actor=zoe,
        at=MONDAY,
    )

    assert seconds_allowed(quiz, ada) == seconds_allowed(quiz, None) == 600


def test_only_the_learner_reads_of_it_before_the_quiz(client, ada, bea, quiz, give):
    give(percent=50)
    url = reverse("assessment:quiz", args=[quiz.quiz_id])
    standing = quiz_standing(ada, [quiz.quiz_id], at=MONDAY + DAY)[quiz.quiz_id]

    client.force_login(ada)
    mine = client.get(url).text
    client.force_login(bea)
    other = client.get(url).text

    assert (standing.seconds, standing.extra_seconds) == (600, 300)
    assert "The 15 minutes run from here" in mine
    assert "5 of them are your extra time" in mine
    assert "extra time" not in other
