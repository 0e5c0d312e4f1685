from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.accounts.models import Membership, Person, Role
from cairn_server.assessment import access
from cairn_server.assessment.evaluating import declare_conflict, record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import withdraw
from cairn_server.catalog.models import Task
from tests.cairn_server.assessment.conftest import ALL_MET
from tests.moments import MONDAY


def decided_by(submission: Submission, evaluator: Person) -> None:
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings=ALL_MET,
        comments={},
        comment="",
        at=MONDAY,
    )


def the_role_is_gone(submission: Submission, eve: Person) -> None:
    Role.objects.filter(membership__person=eve).delete()


def eve_has_left(submission: Submission, eve: Person) -> None:
    Membership.objects.filter(person=eve).update(until=MONDAY)


def eve_declared_a_conflict(submission: Submission, eve: Person) -> None:
    declare_conflict(submission=submission, evaluator=eve, reason="Kin", at=MONDAY)


def it_was_taken_back(submission: Submission, eve: Person) -> None:
    withdraw(submission=submission, at=MONDAY)


def it_was_decided(submission: Submission, eve: Person) -> None:
    decided_by(submission, eve)


def it_became_her_own(submission: Submission, eve: Person) -> None:
    Submission.objects.update(person=eve)


def test_an_evaluator_may_open_what_waits(handed_in: Submission, eve: Person) -> None:
    assert access.work_to_judge(eve, handed_in.pk, MONDAY) == handed_in


@pytest.mark.parametrize(
    "change",
    [
        the_role_is_gone,
        eve_has_left,
        eve_declared_a_conflict,
        it_was_taken_back,
        it_was_decided,
        it_became_her_own,
    ],
)
def test_work_that_may_not_be_judged_is_not_there(
    handed_in: Submission, eve: Person, change: Callable[[Submission, Person], None]
) -> None:
    change(handed_in, eve)

    with pytest.raises(Http404):
        access.work_to_judge(eve, handed_in.pk, MONDAY)


def test_work_stays_open_to_who_decided_it_and_to_nobody_else(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    decided_by(handed_in, eve)

    assert access.work_judged(eve, handed_in.pk, MONDAY) == handed_in
    with pytest.raises(Http404):
        access.work_judged(max_, handed_in.pk, MONDAY)


def test_a_text_is_no_file(handed_in: Submission, ada: Person, eve: Person) -> None:
    artifact = handed_in.artifacts.get(part="plan")

    with pytest.raises(Http404):
        access.own_artifact(ada, handed_in.pk, artifact.pk)
    with pytest.raises(Http404):
        access.artifact_to_judge(eve, handed_in.pk, artifact.pk, MONDAY)


def test_a_task_is_open_to_anyone_with_the_tries_of_who_reads(
    task: Task, ada: Person, bea: Person, draft: Submission
) -> None:
    assert access.open_task_or_404(task.pk, None).tries == []
    assert access.open_task_or_404(task.pk, bea).current is None
    assert access.open_task_or_404(task.pk, ada).current == draft
    with pytest.raises(Http404):
        access.open_task_or_404(uuid4(), ada)
