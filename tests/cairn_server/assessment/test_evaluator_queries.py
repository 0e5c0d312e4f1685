from __future__ import annotations

from typing import Any

import pytest

from cairn_server.accounts.models import Organisation, Person, Role
from cairn_server.assessment import evaluator_queries
from cairn_server.assessment.evaluating import claim, record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import begin_again, save_text, submit
from cairn_server.catalog.models import Task
from tests.cairn_server.assessment.conftest import ONE_UNMET, hand_in, make_task
from tests.making import join
from tests.moments import DAY, MONDAY


def waiting(evaluator: Person) -> list[object]:
    return [row.id for row in evaluator_queries.queue(evaluator, MONDAY)]


def test_the_work_promised_first_stands_first(
    college: Organisation, task: Task, ada: Person, bea: Person, eve: Person
) -> None:
    first, second = hand_in(ada, task), hand_in(bea, task)
    Submission.objects.filter(pk=first.pk).update(promised_at=MONDAY + 9 * DAY)

    assert waiting(eve) == [second.pk, first.pk]


def test_what_waits_is_counted_for_who_may_judge_it(
    handed_in: Submission, ada: Person, eve: Person
) -> None:
    assert evaluator_queries.waiting_count(eve, MONDAY) == 1
    assert evaluator_queries.waiting_count(ada, MONDAY) == 0


def test_a_row_tells_what_it_is_and_not_whose(handed_in: Submission, eve: Person) -> None:
    (row,) = evaluator_queries.queue(eve, MONDAY + 4 * DAY)

    assert (row.title, row.is_late, row.is_mine) == ("One check in a lesson", True, False)
    assert "Ada" not in repr(row)


def test_nobody_is_offered_their_own_work(handed_in: Submission, ada: Person) -> None:
    Role.objects.create(membership=ada.memberships.get(), name="evaluator")

    assert waiting(ada) == []


def test_work_of_another_organisation_is_not_offered(
    handed_in: Submission, eve: Person, zoe: Person
) -> None:
    assert (waiting(eve), waiting(zoe)) == ([handed_in.pk], [])


def test_a_learner_is_offered_nothing(handed_in: Submission, bea: Person) -> None:
    assert waiting(bea) == []


def test_a_draft_does_not_wait(draft: Submission, eve: Person) -> None:
    assert waiting(eve) == []


def test_work_that_another_is_at_comes_back_when_left(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    claim(submission=handed_in, evaluator=max_, at=MONDAY)

    assert waiting(eve) == []
    assert evaluator_queries.queue(max_, MONDAY)[0].is_mine
    later = MONDAY + evaluator_queries.CLAIM_LASTS
    assert len(evaluator_queries.queue(eve, later)) == 1


@pytest.mark.parametrize("works", [1, 30])
def test_the_queue_takes_as_many_queries_for_one_work_as_for_thirty(
    college: Organisation, eve: Person, works: int, django_assert_num_queries: Any
) -> None:
    task = make_task(college)
    for number in range(works):
        hand_in(join(f"Learner{number}", college), task)

    with django_assert_num_queries(2):  # where the evaluator judges, works
        rows = evaluator_queries.queue(eve, MONDAY)

    assert len(rows) == works


def test_the_queue_goes_on_after_work_that_was_judged_meanwhile(
    college: Organisation, eve: Person
) -> None:
    task = make_task(college)
    for number in range(4):
        hand_in(join(f"Learner{number}", college), task)
    rows = evaluator_queries.queue(eve, MONDAY)
    Submission.objects.filter(pk__in=[row.id for row in rows[:2]]).update(state="met")

    after = evaluator_queries.queue(eve, MONDAY, after=rows[1].place, limit=1)
    second_page = evaluator_queries.queue(eve, MONDAY, offset=1, limit=1)

    assert (after, second_page) == ([rows[2]], [rows[3]])


def test_a_second_try_shows_what_was_said_and_what_changed(
    handed_in: Submission, eve: Person
) -> None:
    record_evaluation(
        submission=handed_in,
        evaluator=eve,
        ratings=ONE_UNMET,
        comments={"acts": "Say what you would change."},
        comment="",
        at=MONDAY,
    )
    handed_in.refresh_from_db()
    second = begin_again(previous=handed_in, at=MONDAY)
    save_text(submission=second, part="reflection", text="It went better", sequence=1, at=MONDAY)
    submit(submission=second, at=MONDAY)

    work = evaluator_queries.work(second, eve, MONDAY)

    assert [one.is_changed for one in work.evidence] == [False, True, False]
    pieces = [(one.kind, one.text.strip()) for one in work.evidence[1].pieces]
    assert pieces == [("same", "It went"), ("added", "better")]
    assert [one.is_open for one in work.criteria] == [False, True, False]
    (open_one,) = work.open_criteria
    assert open_one.before is not None
    assert open_one.before.comment == "Say what you would change."
    assert (work.open_count, work.unmet_count, work.name) == (1, 0, "")
