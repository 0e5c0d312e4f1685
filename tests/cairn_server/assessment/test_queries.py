from __future__ import annotations

from typing import Any

from cairn_server.accounts.models import Person
from cairn_server.assessment import queries
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import begin_again, submit
from tests.cairn_server.assessment.conftest import ONE_UNMET
from tests.moments import DAY, MONDAY


def decided(submission: Submission, evaluator: Person, ratings: dict[str, str]) -> Submission:
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings=ratings,
        comments={"acts": "Say what you would change."},
        comment="Warmly",
        at=MONDAY + DAY,
    )
    submission.refresh_from_db()
    return submission


def test_feedback_names_each_criterion_with_its_level_and_comment(
    handed_in: Submission, eve: Person
) -> None:
    feedback = queries.feedback(decided(handed_in, eve, ONE_UNMET))

    assert feedback is not None
    assert [(one.criterion.id, one.level.id, one.is_met) for one in feedback.criteria] == [
        ("asks", "met", True),
        ("acts", "not-yet", False),
        ("cares", "met", True),
    ]
    assert [one.comment for one in feedback.unmet] == ["Say what you would change."]
    assert feedback.comment == "Warmly"


def test_what_was_met_before_is_marked_as_carried(handed_in: Submission, eve: Person) -> None:
    second = begin_again(previous=decided(handed_in, eve, ONE_UNMET), at=MONDAY)
    submit(submission=second, at=MONDAY)

    feedback = queries.feedback(decided(second, eve, {"acts": "met"}))

    assert feedback is not None
    assert feedback.is_met
    assert [one.criterion.id for one in feedback.criteria if one.is_carried] == ["asks", "cares"]


def test_there_is_no_feedback_before_a_decision(handed_in: Submission) -> None:
    assert queries.feedback(handed_in) is None


def test_only_the_newest_try_is_listed(ada: Person, handed_in: Submission, eve: Person) -> None:
    second = begin_again(previous=decided(handed_in, eve, ONE_UNMET), at=MONDAY)

    assert queries.my_submissions(ada) == [second]


def test_the_parts_of_a_work_take_a_fixed_number_of_queries(
    handed_in: Submission, django_assert_num_queries: Any
) -> None:
    handed_in = Submission.objects.select_related("version__rubric").get()

    with django_assert_num_queries(1):  # its artifacts with their files
        parts = queries.work_parts(handed_in)

    assert [one.state.words for one in parts] == [3, 2, 0]
