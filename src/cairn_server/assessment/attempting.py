"""Taking a quiz: begun, answered as one goes, handed in or out of time, scored here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from cairn.errors import MalformedInput
from cairn.psychometrics.attempts import Asked, attempt_result
from cairn.psychometrics.blueprint import Exposure, areas_of, draw
from cairn.psychometrics.questions import Question
from cairn_server.accounts.models import Person
from cairn_server.assessment import quiz_queries
from cairn_server.assessment.asked_questions import answer_to_store, order_of
from cairn_server.assessment.models import Attempt, Response
from cairn_server.assessment.prolonging import seconds_allowed
from cairn_server.assessment.quiz_queries import GRACE, QuizStanding, is_running
from cairn_server.assessment.rounds import attempts_of_round
from cairn_server.catalog.draft_queries import has_read_answers
from cairn_server.catalog.models import AchievementVersion, ItemVersion, QuizVersion
from cairn_server.errors import AccountNeeded, AttemptOver, AttemptRefused, StaleAnswer
from cairn_server.journal.ids import new_id
from cairn_server.journal.recording import record

MOST_CHANGES = 2_000
"""How often the answer to one question may change: a bound on what one attempt can store."""


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """
    What became of an answer.

    Args:
        counts: False if a newer one from another tab or device is there already.
        sequence: the number of the answer that counts.
    """

    counts: bool
    sequence: int
    saved_at: datetime


def begin_attempt(
    *,
    person: Person,
    version: QuizVersion,
    achievement_version: AchievementVersion,
    at: datetime,
) -> Attempt:
    """
    Return the attempt that `person` is at; draw a new one if none is under way.

    Raises:
        AccountNeeded: for a guest.
        AttemptRefused: if the quiz is passed, no attempt is left, or the wait is not over; and
            for whoever writes for the organisation of the quiz, or did when its questions were
            there: they could read its answers.
        PoolTooSmall: if the pool cannot fill the blueprint.
    """
    if person.is_guest:
        raise AccountNeeded(gettext("Sign up first: an attempt needs somebody it belongs to"))
    close_overdue(at, person=person)
    exposure = quiz_queries.exposure(version)
    with transaction.atomic():
        made = quiz_queries.attempts_of(person, version.quiz_id)
        standing = quiz_queries.standing(version, attempts_of_round(made), at=at)
        if standing.open_attempt is not None:
            return next(one for one in made if one.pk == standing.open_attempt)
        _refuse(standing)
        _refuse_author(person, version)
        return _begin(person, version, achievement_version, made=made, exposure=exposure, at=at)


def _refuse(standing: QuizStanding) -> None:
    if standing.is_passed:
        raise AttemptRefused(
            gettext(
                "You have passed this already; there is nothing to repeat. If what it counted for"
                " was revoked, its issuer can award it anew"
            )
        )
    if standing.attempts_left == 0:
        raise AttemptRefused(gettext("You have used all the attempts that there are"))
    if standing.next_at is not None:
        when = date_format(localtime(standing.next_at), "j F, H:i")
        raise AttemptRefused(gettext("The next attempt may begin at %s") % when)


def _refuse_author(person: Person, version: QuizVersion) -> None:
    if has_read_answers(person, version):
        told = gettext(
            "You write for %(name)s, or did, so you could read the answers of this quiz, and an"
            " attempt of yours would show nothing. Ask an issuer there to award you this for other"
            " evidence"
        )
        raise AttemptRefused(told % {"name": version.quiz.organisation.name})


def _begin(
    person: Person,
    version: QuizVersion,
    achievement_version: AchievementVersion,
    *,
    made: list[Attempt],
    exposure: Exposure,
    at: datetime,
) -> Attempt:
    id = new_id()
    attempt, is_new = Attempt.objects.get_or_create(  # at once with another: the same attempt
        person=person,
        quiz=version.quiz,
        number=len(made) + 1,
        defaults={
            "id": id,
            "version": version,
            "achievement_version": achievement_version,
            "drawn": _draw(version, made, exposure, id),
            "started_at": at,
            "deadline_at": at + timedelta(seconds=seconds_allowed(version, person)),
        },
    )
    if is_new:
        record("attempt.begun", owner=person, actor=person, about=attempt, at=at)
    return attempt


def _draw(
    version: QuizVersion, made: list[Attempt], exposure: Exposure, attempt_id: UUID
) -> list[dict[str, Any]]:
    """Draw what the attempt with this id asks; nobody can tell it before, not even from others."""
    seed = salted_hmac("cairn.assessment.attempt", str(attempt_id), algorithm="sha256").hexdigest()
    pool = quiz_queries.pool_of(version)
    seen = quiz_queries.times_drawn(made)
    drawn = draw(
        areas_of(version.blueprint),
        {str(id): row.criterion for id, row in pool.items()},
        seed=seed,
        seen={str(id): times for id, times in seen.items()},
        exposure=exposure,
    )
    return [
        {
            "item": str(asked.pk),
            "criterion": one.criterion,
            "options": order_of(Question.from_json(asked.content), seed),
        }
        for one in drawn
        for asked in [pool[UUID(one.id)].item_version]
    ]


def save_answer(
    *,
    attempt: Attempt,
    number: int,
    version: ItemVersion,
    answer: Mapping[str, Any] | None,
    sequence: int,
    at: datetime,
) -> SavedAnswer:
    """
    Save the answer to a question of an attempt; the same again changes nothing.

    Every answer is kept. The one with the greatest sequence counts, in whatever order they come.

    Args:
        number: place of the question in the attempt, from 1; `version` is its question.
        answer: in the form in which it is sent; None takes the answer back.
        sequence: one more than the number that this copy was loaded or last saved under.

    Raises:
        MalformedInput: if the answer does not fit the question.
        StaleAnswer: if another tab or device used the number for another answer.
        AttemptOver: if the attempt is handed in or its time is up; then it is closed.
    """
    if not 1 <= sequence <= MOST_CHANGES:
        raise MalformedInput(gettext("sequence: must be a whole number from 1 to 2000"))
    stored = None if answer is None else answer_to_store(attempt.drawn[number - 1], version, answer)
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if is_running(locked, at):
            return _save(locked, version, stored, sequence, at)
    if locked.ended_at is not None and locked.ended_at < locked.deadline_at:
        raise AttemptOver(gettext("You have handed this in; nothing more can be saved"))
    close_if_over(attempt=attempt, at=at)
    raise AttemptOver(gettext("The time is up. What you had saved before counts"))


def _save(
    attempt: Attempt,
    version: ItemVersion,
    answer: dict[str, Any] | None,
    sequence: int,
    at: datetime,
) -> SavedAnswer:
    newest = quiz_queries.newest_response(attempt, version.pk)
    if newest is not None and newest.answer == answer:
        return SavedAnswer(True, newest.sequence, newest.saved_at)
    if newest is None or sequence > newest.sequence:
        newest = _keep(attempt, version, answer, sequence, at)
        return SavedAnswer(True, newest.sequence, at)
    same = Response.objects.filter(attempt=attempt, item_version=version, sequence=sequence).first()
    if same is not None and same.answer != answer:
        raise StaleAnswer(
            gettext("Another tab or device saved a newer answer; that one counts"),
            sequence=newest.sequence,
        )
    if same is None:
        _keep(attempt, version, answer, sequence, at)
    return SavedAnswer(False, newest.sequence, newest.saved_at)


def _keep(
    attempt: Attempt,
    version: ItemVersion,
    answer: dict[str, Any] | None,
    sequence: int,
    at: datetime,
) -> Response:
    return Response.objects.create(
        attempt=attempt, item_version=version, sequence=sequence, answer=answer, saved_at=at
    )


@transaction.atomic
def hand_in(*, attempt: Attempt, at: datetime) -> Attempt:
    """End an attempt and score what is saved; a repeat changes nothing."""
    locked = _locked(attempt)
    return locked if locked.ended_at else _end(locked, actor=locked.person, at=at)


def close_if_over(*, attempt: Attempt, at: datetime) -> Attempt:
    """End an attempt whose time is up, scored on what is saved; one under way stays as it is."""
    if attempt.ended_at is not None or is_running(attempt, at):
        return attempt  # looking takes no lock
    with transaction.atomic():
        locked = _locked(attempt)
        return locked if locked.ended_at else _end(locked, actor=None, at=at)


def close_overdue(at: datetime, *, person: Person | None = None) -> int:
    """End every attempt whose time is up, of `person` alone if one is given; return how many."""
    overdue = Attempt.objects.filter(ended_at=None, deadline_at__lt=at - GRACE)
    if person is not None:
        overdue = overdue.filter(person=person)
    for attempt in overdue:
        close_if_over(attempt=attempt, at=at)
    return len(overdue)


def _end(attempt: Attempt, *, actor: Person | None, at: datetime) -> Attempt:
    versions = quiz_queries.asked_versions(attempt)
    responses = quiz_queries.newest_responses(attempt)
    asked = [
        Asked(Question.from_json(versions[id].content), row["criterion"], _answer(responses, id))
        for row in attempt.drawn
        for id in [UUID(row["item"])]
    ]
    result = attempt_result(asked, cut_score=attempt.version.cut_score)
    attempt.ended_at = min(at, attempt.deadline_at)
    attempt.score, attempt.passed = result.score, result.passed
    attempt.areas = dict(result.areas)
    attempt.save(update_fields=["ended_at", "score", "passed", "areas"])
    record(
        "attempt.ended",
        owner=attempt.person,
        actor=actor,
        about=attempt,
        at=at,
        passed=result.passed,
    )
    return attempt


def _answer(responses: Mapping[UUID, Response], version_id: UUID) -> Any:
    response = responses.get(version_id)
    return response.answer if response else None


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",))
    return rows.select_related("person", "version", "achievement_version").get(pk=attempt.pk)
