from __future__ import annotations

import pytest

from cairn_server.accounts.models import Role
from cairn_server.assessment.evaluating import claim
from cairn_server.assessment.evaluator_queries import queue
from cairn_server.assessment.models import Submission
from cairn_server.assessment.nominating import decline, hand_in_for
from cairn_server.assessment.submitting import begin_submission, withdraw
from cairn_server.errors import ConflictOfInterest, NominationRefused, SubmissionClosed
from cairn_server.journal.models import Event
from tests.making import join
from tests.making_awards import make_achievement
from tests.moments import MONDAY


@pytest.fixture
def nominator(college):
    return join("Nils", college, "evaluator")


@pytest.fixture
def handed_in(college, ada, nominator) -> Submission:
    achievement, task = make_achievement(college)
    return hand_in_for(
        person=ada,
        nominator=nominator,
        task=task.task,
        achievement_version=achievement,
        texts={"text": "She mended it.", "unknown": "x"},
        at=MONDAY,
    )


def test_neither_nominator_nor_nominee_judges_it(handed_in, ada, nominator, eve, college):
    Role.objects.create(membership=ada.memberships.get(), name="evaluator")

    assert [row.id for row in queue(eve, MONDAY)] == [handed_in.pk]
    assert queue(nominator, MONDAY) == queue(ada, MONDAY) == []
    with pytest.raises(ConflictOfInterest):
        claim(submission=handed_in, evaluator=nominator, at=MONDAY)


def test_the_nominee_may_not_take_it_back_to_rewrite_it(handed_in):
    with pytest.raises(SubmissionClosed, match="decline"):
        withdraw(submission=handed_in, at=MONDAY)

    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"


def test_declining_deletes_it_and_a_repeat_changes_nothing(handed_in, eve):
    claim(submission=handed_in, evaluator=eve, at=MONDAY)

    for _ in range(2):
        decline(submission=handed_in, at=MONDAY)

    assert not Submission.objects.exists()
    assert Event.objects.filter(kind="submission.declined").count() == 1


def test_ones_own_work_is_not_declined(college, ada):
    achievement, task = make_achievement(college)
    own = begin_submission(person=ada, task=task.task, achievement_version=achievement, at=MONDAY)

    with pytest.raises(SubmissionClosed):
        decline(submission=own, at=MONDAY)

    assert Submission.objects.get() == own


def test_nobody_writes_over_work_that_is_under_way(college, ada, nominator):
    achievement, task = make_achievement(college)
    begin_submission(person=ada, task=task.task, achievement_version=achievement, at=MONDAY)

    with pytest.raises(NominationRefused):
        hand_in_for(
            person=ada,
            nominator=nominator,
            task=task.task,
            achievement_version=achievement,
            texts={"text": "Mine"},
            at=MONDAY,
        )

    assert Submission.objects.get().state == "draft"
