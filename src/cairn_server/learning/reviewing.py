"""Recording a recall and bringing the memory of the item up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

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


@transaction.atomic
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

    Phones deliver late, twice and in any order: reviews are a set, and the memory is a pure
    function of the sorted set, decided in `cairn.scheduling.fsrs`.

    Args:
        review_id: UUIDv7 made by the client; a repeat with the same content changes nothing.
        rating: how it went. With a `response` it may be left out, and counts only where the
            response was right: the learner may find a right answer hard or easy.
        at: when the person answered.
        received_at: when that reached us, if a device told `at`; None if our own clock did.
        response: what was answered, as `cairn.psychometrics.scoring` wants it.
        replaces: the review of the same item whose rating the learner changes by this one.

    Raises:
        ReviewIdReused: if `review_id` stands for another review. Nothing is saved.
        MalformedInput: if the response does not fit the question, or neither it nor a rating
            is given.
    """
    points, rating = judge(item, rating, response)
    memory, _ = Memory.objects.select_for_update().get_or_create(person=person, item=item.item)
    others = queries.reviews_about(person, review_id, replaces)
    content: dict[str, object] = {
        "person_id": person.pk,
        "version_id": item.pk,
        "rating": rating,
        "response": response,
        "replaces": replaces,
    }
    claimed_at = None if received_at is None else at
    if received_at is not None:
        at = _believed(at, received_at, memory.reviewed_at, person=person, item=item)
    if replaces is not None:
        _free_the_place(content, others, review_id, replaces)
    review = Review(id=review_id, person=person, version=item, points=points)
    for name, value in {**content, "reviewed_at": at, "claimed_at": claimed_at}.items():
        setattr(review, name, value)
    review, is_new = _keep(review, others)
    # An answer whose receipt was lost comes again, then with the time that the device tells.
    if None not in (review.claimed_at, claimed_at):
        content["claimed_at"] = claimed_at
    if any(getattr(review, name) != value for name, value in content.items()):
        raise ReviewIdReused(f"The id {review_id} stands for another review")
    if is_new:
        is_plain = replaces is None and all(one.replaces != review_id for one in others.values())
        memory.state = _state_after(memory.state, review, is_plain=is_plain)
        memory.save(update_fields=MemoryState.__slots__)
        unit = str(item.item.unit_id)
        record("review.recorded", owner=person, actor=person, about=review, at=at, unit=unit)
    return memory


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
    at: datetime,
    received_at: datetime,
    last: datetime | None,
    *,
    person: Person,
    item: ItemVersion,
) -> datetime:
    """Return when it was answered: what the device says, within what can be."""
    if last is None or at < last:
        at = max(at, queries.enrolled_at(person, item))
    return min(at, received_at + CLOCK_SKEW)


def _keep(review: Review, others: Mapping[UUID, Review]) -> tuple[Review, bool]:
    """Keep `review` unless its id is taken; return what stands under the id, and if it is new."""
    if review.pk in others:
        return others[review.pk], False
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:  # somebody took the id, or the place, in this very moment
        taken = Review.objects.filter(pk=review.pk).first()
        if taken is None:
            raise ReviewIdReused(f"The rating of {review.replaces} was changed before") from None
        return taken, False
    return review, True


def _free_the_place(
    content: Mapping[str, object], others: Mapping[UUID, Review], review_id: UUID, replaces: UUID
) -> None:
    """
    Refuse to replace what may not be replaced: another's review, another item's, or twice.

    The replaced review may still be on its way, so that a missing one is no error.
    """
    if replaces == review_id:
        raise ReviewIdReused("A review cannot replace itself")
    replaced = others.get(replaces)
    if replaced and (replaced.person_id, replaced.version_id) != (
        content["person_id"],
        content["version_id"],
    ):
        raise ReviewIdReused(f"The id {replaces} stands for a review of something else")
    if any(one.replaces == replaces and one.pk != review_id for one in others.values()):
        raise ReviewIdReused(f"The rating of {replaces} has been changed before")


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
