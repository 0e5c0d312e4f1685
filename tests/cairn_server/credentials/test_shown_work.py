from hashlib import sha256

from cairn_server.assessment.models import Artifact, Evaluation, Submission, SubmissionState
from cairn_server.credentials.shown_work import shown_tasks
from tests.cairn_server.credentials.conftest import REFLECTION
from tests.moments import DAY, MONDAY


def test_work_is_told_by_title_digest_rating_and_number_of_judges(ada, checking, judge, lesson):
    judge(ada, checking)

    [task] = shown_tasks(ada, [str(lesson.task_id)])
    [artifact] = task.artifacts

    assert (task.title, task.judges, task.met_at) == ("Lesson reflection", 1, MONDAY + DAY)
    assert task.ratings == {"asks": "met", "acts": "met"}
    assert (artifact.title, artifact.genre, artifact.words) == ("Reflection", "Text", 14)
    assert artifact.sha256 == sha256(REFLECTION.encode()).hexdigest()


def test_a_second_try_stands_on_the_first(ada, checking, judge, lesson, eve):
    first = judge(ada, checking, met=False)
    second = Submission.objects.create(
        person=ada, task=lesson.task, version=lesson, achievement_version=checking,
        previous=first, number=2, state=SubmissionState.MET, created_at=MONDAY + 2 * DAY,
        decided_at=MONDAY + 3 * DAY,
    )  # fmt: skip
    Evaluation.objects.create(
        submission=second, evaluator=eve, met=True, ratings={"acts": "met"},
        decided_at=MONDAY + 3 * DAY,
    )  # fmt: skip

    [task] = shown_tasks(ada, [str(lesson.task_id)])

    assert task.ratings == {"asks": "met", "acts": "met"}
    assert [one.title for one in task.artifacts] == ["Reflection"]
    assert task.met_at == MONDAY + 3 * DAY


def test_what_is_not_yet_met_shows_nothing(ada, checking, judge, lesson):
    judge(ada, checking, met=False)

    assert shown_tasks(ada, [str(lesson.task_id)]) == []


def test_another_persons_work_shows_nothing(ada, bea, checking, judge, lesson):
    judge(ada, checking)

    assert shown_tasks(bea, [str(lesson.task_id)]) == []


def test_an_empty_part_is_no_evidence(ada, checking, judge, lesson):
    judge(ada, checking)
    Artifact.objects.update(text="  ")

    assert shown_tasks(ada, [str(lesson.task_id)])[0].artifacts == ()
