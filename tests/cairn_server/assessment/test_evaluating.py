from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from cairn.errors import CairnError, EvaluationIncomplete
from cairn_server.accounts.models import Membership, Person, Role
from cairn_server.assessment import evaluating, evaluator_queries
from cairn_server.assessment.models import (
    Conflict,
    Evaluation,
    EvaluationDraft,
    Submission,
    SubmissionState,
)
from cairn_server.errors import (
    AlreadyClaimed,
    ConflictOfInterest,
    NotQualified,
    OwnWork,
    StaleDraft,
    SubmissionClosed,
)
from cairn_server.journal.models import Event
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET
from tests.moments import DAY, MONDAY


def decide(submission: Submission, evaluator: Person, **how: Any) -> Evaluation:
    said = {"ratings": ALL_MET, "comments": {}, "comment": "", "at": MONDAY + DAY} | how
    return evaluating.record_evaluation(submission=submission, evaluator=evaluator, **said)


def keep(submission: Submission, evaluator: Person, **how: Any) -> EvaluationDraft:
    said: dict[str, Any] = {"ratings": {"asks": "met"}, "comments": {}, "comment": ""}
    said |= {"sequence": 1, "at": MONDAY} | how
    return evaluating.save_draft(submission=submission, evaluator=evaluator, **said)


def nothing_happened(submission: Submission) -> bool:
    submission.refresh_from_db()
    events = Event.objects.filter(kind="submission.evaluated")
    waiting = submission.state == SubmissionState.SUBMITTED
    return waiting and not Evaluation.objects.exists() and not events.exists()


def test_work_is_met_when_every_criterion_is(handed_in: Submission, eve: Person) -> None:
    evaluation = decide(handed_in, eve)

    handed_in.refresh_from_db()
    assert (evaluation.met, handed_in.state) == (True, SubmissionState.MET)
    event = Event.objects.get(kind="submission.evaluated")
    assert (event.about_id, event.actor_id, event.data) == (handed_in.pk, eve.pk, {"met": True})


def test_one_criterion_below_its_level_is_not_yet(handed_in: Submission, eve: Person) -> None:
    evaluation = decide(
        handed_in, eve, ratings=ONE_UNMET, comments={"acts": " Say what you would change. "}
    )

    handed_in.refresh_from_db()
    assert (evaluation.met, handed_in.state) == (False, SubmissionState.NOT_YET)
    assert evaluation.comments == {"acts": "Say what you would change."}


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ({"ratings": {"asks": "met", "acts": "met"}}, "Safe to be wrong"),
        ({"ratings": ALL_MET | {"asks": "superb"}}, "superb"),
        ({"ratings": ALL_MET | {"style": "met"}}, "style"),
        ({"ratings": ONE_UNMET}, "The answers change the teaching"),
        ({"ratings": ONE_UNMET, "comments": {"acts": "  "}}, "The answers change the teaching"),
    ],
)
def test_an_incomplete_decision_is_refused_and_names_what_is_missing(
    handed_in: Submission, eve: Person, how: dict[str, Any], named: str
) -> None:
    with pytest.raises(EvaluationIncomplete, match=named):
        decide(handed_in, eve, **how)

    assert nothing_happened(handed_in)


def as_evaluator_of_own_work(submission: Submission, eve: Person) -> Person:
    Role.objects.create(membership=submission.person.memberships.get(), name="evaluator")
    return submission.person


def without_the_role(submission: Submission, eve: Person) -> Person:
    Role.objects.filter(membership__person=eve).delete()
    return eve


def after_leaving(submission: Submission, eve: Person) -> Person:
    Membership.objects.filter(person=eve).update(until=MONDAY)
    return eve


def before_joining(submission: Submission, eve: Person) -> Person:
    Membership.objects.filter(person=eve).update(since=MONDAY + 2 * DAY)
    return eve


def with_a_conflict(submission: Submission, eve: Person) -> Person:
    evaluating.declare_conflict(submission=submission, evaluator=eve, reason="Kin", at=MONDAY)
    return eve


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (as_evaluator_of_own_work, OwnWork),
        (without_the_role, NotQualified),
        (after_leaving, NotQualified),
        (before_joining, NotQualified),
        (with_a_conflict, ConflictOfInterest),
    ],
)
@pytest.mark.parametrize("act", [decide, keep])
def test_somebody_who_may_not_judge_can_neither_draft_nor_decide(
    handed_in: Submission, eve: Person, who: Any, error: type[CairnError], act: Any
) -> None:
    evaluator = who(handed_in, eve)

    with pytest.raises(error):
        act(handed_in, evaluator)

    assert nothing_happened(handed_in)
    assert not EvaluationDraft.objects.exists()


def test_an_evaluator_of_another_organisation_may_not_judge(
    handed_in: Submission, zoe: Person
) -> None:
    with pytest.raises(NotQualified):
        decide(handed_in, zoe)

    assert nothing_happened(handed_in)


def test_a_draft_cannot_be_judged(draft: Submission, eve: Person) -> None:
    with pytest.raises(SubmissionClosed):
        decide(draft, eve)


def test_the_same_decision_sent_twice_is_one(handed_in: Submission, eve: Person) -> None:
    assert decide(handed_in, eve) == decide(handed_in, eve, at=MONDAY + 2 * DAY)
    assert Event.objects.filter(kind="submission.evaluated").count() == 1


def test_the_second_of_two_evaluators_is_told(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    decide(handed_in, eve)

    with pytest.raises(SubmissionClosed, match="meanwhile"):
        decide(handed_in, max_, ratings=ONE_UNMET, comments={"acts": "No"})

    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.MET


@pytest.mark.django_db(transaction=True)
def test_two_evaluators_at_once_are_one_decision(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    together = Barrier(2)
    told: list[str] = []

    def judge(evaluator: Person) -> None:
        together.wait()
        try:
            decide(handed_in, evaluator)
            told.append("decided")
        except CairnError as error:
            told.append(error.code)
        finally:
            connection.close()

    both = [Thread(target=judge, args=[evaluator]) for evaluator in (eve, max_)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(told) == ["decided", "submission_closed"]
    assert Evaluation.objects.count() == 1
    assert Event.objects.filter(kind="submission.evaluated").count() == 1


def test_a_claim_keeps_others_away_for_two_hours(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    evaluating.claim(submission=handed_in, evaluator=eve, at=MONDAY)

    with pytest.raises(AlreadyClaimed):
        evaluating.claim(
            submission=handed_in, evaluator=max_, at=MONDAY + evaluator_queries.CLAIM_LASTS / 2
        )

    later = MONDAY + evaluator_queries.CLAIM_LASTS
    assert evaluating.claim(submission=handed_in, evaluator=max_, at=later).evaluator == max_


def test_a_draft_is_kept_and_gone_when_decided(handed_in: Submission, eve: Person) -> None:
    keep(handed_in, eve, comments={"asks": "Good"}, comment="So far")

    draft = EvaluationDraft.objects.get()
    assert (draft.ratings, draft.comments) == ({"asks": "met"}, {"asks": "Good"})
    decide(handed_in, eve)
    assert not EvaluationDraft.objects.exists()


def test_a_second_tab_does_not_overwrite_a_newer_draft(handed_in: Submission, eve: Person) -> None:
    keep(handed_in, eve)
    keep(handed_in, eve)

    with pytest.raises(StaleDraft):
        keep(handed_in, eve, ratings={"asks": "not-yet"})

    assert EvaluationDraft.objects.get().ratings == {"asks": "met"}


def test_a_conflict_leaves_the_work_to_others(
    handed_in: Submission, eve: Person, max_: Person
) -> None:
    keep(handed_in, eve)
    for _ in range(2):
        evaluating.declare_conflict(
            submission=handed_in, evaluator=eve, reason="We share an office", at=MONDAY
        )

    assert Conflict.objects.get().reason == "We share an office"
    assert evaluator_queries.queue(eve, MONDAY) == []
    assert [row.id for row in evaluator_queries.queue(max_, MONDAY)] == [handed_in.pk]
    assert Event.objects.filter(kind="conflict.declared").count() == 1


def test_looking_at_the_name_is_logged_once(handed_in: Submission, eve: Person) -> None:
    names = [evaluating.unblind(submission=handed_in, evaluator=eve, at=MONDAY) for _ in range(2)]

    assert names == ["Ada", "Ada"]
    event = Event.objects.get(kind="submission.unblinded")
    assert (event.actor_id, event.about_id) == (eve.pk, handed_in.pk)


def test_a_stranger_cannot_look_at_the_name(handed_in: Submission, zoe: Person) -> None:
    with pytest.raises(NotQualified):
        evaluating.unblind(submission=handed_in, evaluator=zoe, at=MONDAY)

    assert not Event.objects.filter(kind="submission.unblinded").exists()
