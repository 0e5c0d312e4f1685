"""Recording a recall and bringing the memory of the item up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from cairn.errors import MalformedInput, ReviewIdReused
from cairn.psychometrics.questions import Question
from cairn.psychometrics.scoring import Outcome, rating_for, score
from cairn.scheduling import fsrs
from cairn.scheduling.memory import MemoryState, Rating
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import ItemVersion
from cairn_server.journal.recording import record
from cairn_server.learning import queries
from cairn_server.learning.models import Memory, Review

CLOCK_SKEW = timedelta(minutes=5)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(3000, 1, 1, tzinfo=UTC)
"""What a clock may tell, however wrong; beyond it no database and no time zone can follow."""


def record_review(
    *,
    person: Person,
    item: ItemVersion,
    review_id: UUID,
    rating: Rating | None = None,
    at: datetime,
    received_at: datetime | None = None,
    response: Mapping[str, object] | None = None,
    replaces: UUID | None = None,
) -> Memory:
    """
    Record that `person` recalled `item`; return the memory that follows.

    Reviews are a set, delivered late, twice and in any order; the memory is a pure function of it.

    Args:
        review_id: UUIDv7 made by the client; a repeat with the same content changes nothing.
        rating: how it went; beside a `response` it counts only where that was right.
        at: when the person answered.
        received_at: when that reached us, if a device told `at`; None if our own clock did.
        replaces: the review of the same item whose rating the learner changes by this one.

    Raises:
        ReviewIdReused: if `review_id` stands for another review. Nothing is saved.
        MalformedInput: if the response does not fit the question, neither is given, or no clock
            can tell `at`.
    """
    if not EARLIEST <= at <= LATEST:
        raise MalformedInput("No clock tells this time: send when it was answered")
    points, rating = judge(item, rating, response)
    review = Review(id=review_id, person=person, version=item, rating=rating, points=points)
    review.response, review.replaces, review.reviewed_at = response, replaces, at
    try:
        return _record(review, received_at)
    except IntegrityError:  # somebody took the id, or the place, in this very moment
        return _record(review, received_at)


@transaction.atomic
def _record(review: Review, received_at: datetime | None) -> Memory:
    person, item = review.person, review.version
    _lock(person)
    found = Memory.objects.select_for_update().filter(person=person, item=item.item).first()
    memory = found or Memory(person=person, item=item.item)
    others = queries.reviews_about(person, review.pk, review.replaces)
    if received_at is not None:
        at = review.claimed_at = review.claimed_at or review.reviewed_at
        review.reviewed_at = _believed(at, received_at, memory.reviewed_at, person, item)
    _refuse_to_replace(review, others)
    if _is_new(review, others):
        review.save(force_insert=True)
        _remember(memory, review, others, is_first=found is None)
    return memory


def _lock(person: Person) -> None:
    """
    Let one answer of a person be recorded at a time, and none while an award is considered.

    A database that locks no rows lets one write at a time anyway, and is not asked.
    """
    if connection.features.has_select_for_update:
        list(Person.objects.select_for_update(no_key=True).only("pk").filter(pk=person.pk))


def judge(
    item: ItemVersion, rating: Rating | None, response: Mapping[str, object] | None
) -> tuple[float | None, Rating]:
    """Return the points (None where self-rated) and the rating that counts."""
    if response is None:
        if rating is None:
            raise MalformedInput("Answer the question or rate your recall from 1 to 4")
        return None, rating
    result = score(Question.from_json(item.content), response)
    earned = rating_for(result)
    if result.outcome is Outcome.SELF_RATED:
        return None, earned
    if result.outcome is Outcome.RIGHT and rating in (Rating.HARD, Rating.EASY):
        earned = rating
    return result.points, earned


def _believed(
    at: datetime, received_at: datetime, last: datetime | None, person: Person, item: ItemVersion
) -> datetime:
    """Return when it was answered: what the device says, within what can be."""
    if last is None or at < last:
        at = max(at, queries.enrolled_at(person, item))
    return min(at, received_at + CLOCK_SKEW)


def _is_new(review: Review, others: Mapping[UUID, Review]) -> bool:
    taken = others.get(review.pk)
    if taken is not None and not _is_same(review, taken):
        raise ReviewIdReused(f"The id {review.pk} stands for another review")
    return taken is None


def _is_same(review: Review, taken: Review) -> bool:
    """
    Return whether both are one answer.

    One whose receipt was lost comes again with the time that the device tells; our own clock
    told the first.
    """
    names = ["person_id", "version_id", "rating", "response", "replaces"]
    if None not in (review.claimed_at, taken.claimed_at):
        names.append("claimed_at")
    return all(getattr(review, name) == getattr(taken, name) for name in names)


def _refuse_to_replace(review: Review, others: Mapping[UUID, Review]) -> None:
    """
    Refuse to replace what may not be replaced: another's review, another item's, or twice.

    The replaced review may still be on its way, so that a missing one is no error.
    """
    if review.replaces is None:
        return
    if review.replaces == review.pk:
        raise ReviewIdReused("A review cannot replace itself")
    replaced = others.get(review.replaces)
    about = (review.person_id, review.version_id)
    if replaced and (replaced.person_id, replaced.version_id) != about:
        raise ReviewIdReused(f"The id {review.replaces} stands for a review of something else")
    if any(one.replaces == review.replaces and one.pk != review.pk for one in others.values()):
        raise ReviewIdReused(f"The rating of {review.replaces} has been changed before")


def _remember(
    memory: Memory, review: Review, others: Mapping[UUID, Review], *, is_first: bool
) -> None:
    """Bring the memory up to date and tell it."""
    is_replaced = any(one.replaces == review.pk for one in others.values())
    is_plain = review.replaces is None and not is_replaced
    if is_plain and is_first:  # no memory, no review before this one
        memory.state = fsrs.replay([review.recall])
    else:
        memory.state = _state_after(memory.state, review, is_plain=is_plain)
    memory.save(force_insert=is_first, update_fields=None if is_first else MemoryState.__slots__)
    person, unit = review.person, str(review.version.item.unit_id)
    record(
        "review.recorded",
        owner=person,
        actor=person,
        about=review,
        at=review.reviewed_at,
        unit=unit,
    )


def _state_after(
    state: MemoryState | None, review: Review, *, is_plain: bool
) -> MemoryState | None:
    """
    Step on if the review is the newest, else replay all; both give the same state.

    Args:
        is_plain: whether it neither replaces another review nor is replaced by one.
    """
    if is_plain and state is not None and state.precedes(review.recall):
        return fsrs.next_state(state, review.recall)
    return fsrs.replay(queries.recalls(review.person, review.version.item))
