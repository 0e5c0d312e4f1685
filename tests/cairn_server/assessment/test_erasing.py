from __future__ import annotations

from io import BytesIO

import pytest

from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.attempting import hand_in as hand_in_quiz
from cairn_server.assessment.erasing import forget_evidence
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Artifact, Attempt, Evaluation, Response, Submission
from cairn_server.assessment.reassessing import assess_anew
from cairn_server.assessment.submitting import attach_file, submit
from cairn_server.catalog.models import Task
from cairn_server.files.models import StoredFile
from cairn_server.journal.models import Event
from tests.cairn_server.assessment.conftest import ONE_UNMET, hand_in, write
from tests.cairn_server.assessment.test_attempting import begin, choose
from tests.cairn_server.files import making_files as make
from tests.making import make_achievement, make_quiz
from tests.moments import MONDAY


def test_evidence_and_what_was_written_about_it_go_and_the_decision_stays(
    ada: Person, bea: Person, eve: Person, task: Task, draft: Submission
) -> None:
    upload = BytesIO(make.pdf())
    attach_file(submission=draft, part="photo", upload=upload, name="a.pdf", at=MONDAY)
    write(draft)
    record_evaluation(
        submission=submit(submission=draft, at=MONDAY),
        evaluator=eve,
        ratings=ONE_UNMET,
        comments={"acts": "Ada, say more"},
        comment="Dear Ada",
        at=MONDAY,
    )
    hand_in(bea, task)
    event = Event(kind="person.erased", about_id=ada.pk, at=MONDAY)

    for _ in range(2):  # a handler may run twice without harm
        forget_evidence(event)

    assert {one.submission.person for one in Artifact.objects.all()} == {bea}
    assert not StoredFile.objects.filter(owner_id=ada.pk).exists()
    evaluation = Evaluation.objects.get()
    assert (evaluation.comments, evaluation.comment) == ({}, "")
    assert evaluation.ratings == ONE_UNMET


def test_answers_to_a_quiz_are_blanked_and_its_score_stays(
    ada: Person, bea: Person, college: Organisation
) -> None:
    quiz = make_quiz(college)
    hers, other = begin(ada, quiz), begin(bea, quiz)
    choose(hers, 1)
    choose(other, 1)
    hand_in_quiz(attempt=hers, at=MONDAY)

    for _ in range(2):
        forget_evidence(Event(kind="person.erased", about_id=ada.pk, at=MONDAY))

    assert Response.objects.get(attempt=hers).answer == "erased"
    assert Response.objects.get(attempt=other).answer == {"option": "b"}
    assert Attempt.objects.get(pk=hers.pk).score == pytest.approx(1 / 3)


def test_that_somebody_was_assessed_anew_is_forgotten(
    ada: Person, bea: Person, college: Organisation
) -> None:
    achievement = make_achievement(college).achievement
    for person in (ada, bea):
        assess_anew(person=person, achievement=achievement, since=MONDAY, at=MONDAY)

    forget_evidence(Event(kind="person.erased", about_id=ada.pk, at=MONDAY))

    assert [ada.reassessments.count(), bea.reassessments.count()] == [0, 1]
