"""A kill for every ten awards that are made: nothing is lost, nothing happens twice."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random

import pytest
from django.db import connections
from django.utils import timezone

from cairn.vc.status_list import LIST_LENGTH
from cairn_server.accounts.models import Person
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Evaluation, Submission, SubmissionState
from cairn_server.credentials.models import Award, AwardEvent, Credential
from cairn_server.journal.models import Event, HandlerFailure, Outbox
from cairn_server.journal.settling import settle_due
from cairn_server.journal.working import Worker
from tests.faults.conftest import Killable
from tests.making_awards import many_submissions

LONGEST_SECONDS = 500  # idle it takes a tenth of that


def evaluate_all() -> None:
    """Be the web process: judge whatever still waits, one request after the other."""
    waiting = Submission.objects.filter(state=SubmissionState.SUBMITTED).order_by("pk")
    evaluator = Person.objects.get(memberships__roles__name="evaluator")
    for submission in list(waiting):  # an open read would hold the others' writes back
        evaluate(submission, evaluator)


def evaluate(submission: Submission, evaluator: Person) -> None:
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings={"shows": "met"},
        comments={},
        comment="",
        at=timezone.now(),
    )


def work() -> None:
    """Be the worker: pick up what a killed web process left."""
    Worker({}).run()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kills_wanted", "awards"),
    [(10, 100), pytest.param(100, 1_000, marks=pytest.mark.thorough)],
)
def test_kills_lose_and_double_nothing(eve, college, kills_wanted, awards):
    many_submissions(college, awards)
    evaluate(Submission.objects.all()[0], eve)  # what is read once is read before the forks
    chance = Random(20261122)
    web, worker = Killable(evaluate_all), Killable(work)
    kills, deadline = 0, time.monotonic() + LONGEST_SECONDS
    web.start()
    worker.start()
    while kills < kills_wanted and time.monotonic() < deadline:
        time.sleep(chance.uniform(0.02, 0.35))
        victim = web if chance.random() < 0.7 else worker
        if victim.is_running():
            victim.kill()
            kills += 1
        victim.start()
    finish(web, deadline)
    worker.kill()
    while settle_due(at=timezone.now() + timedelta(hours=2)):
        pass

    assert kills == kills_wanted
    assert_each_exactly_once(awards)


def finish(web: Killable, deadline: float) -> None:
    while time.monotonic() < deadline:
        if not web.is_running():
            connections.close_all()
            if not Submission.objects.filter(state=SubmissionState.SUBMITTED).exists():
                return
            web.start()
        time.sleep(0.05)


def assert_each_exactly_once(awards: int) -> None:
    assert Evaluation.objects.count() == awards
    assert Award.objects.count() == Award.objects.values("person").distinct().count() == awards
    assert AwardEvent.objects.filter(kind="issue").count() == awards
    assert Event.objects.filter(kind="credential.awarded").count() == awards
    assert Credential.objects.exclude(document="").count() == awards
    positions = set(Credential.objects.values_list("status_list", "position"))
    assert len(positions) == awards
    assert all(0 <= position < LIST_LENGTH for _, position in positions)
    assert not Outbox.objects.exists()
    assert not HandlerFailure.objects.exists()
