"""Going through the cards of a unit, and finishing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.catalog import cards
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.journal.recording import record
from cairn_server.learning import queries
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.models import Memory, UnitProgress
from cairn_server.learning.reviewing import record_review


@transaction.atomic
def pass_card(
    *, person: Person, unit: UnitVersion, cards_passed: int, at: datetime
) -> UnitProgress:
    """
    Note that `person` has passed the first `cards_passed` cards of `unit`.

    Progress never goes back: an older tab or a late delivery changes nothing. The unit is
    finished once all cards are passed and each of its questions was answered at least once;
    it is then told once, as `unit.finished`.

    Args:
        cards_passed: 0 to the number of cards; more is taken as all of them.
    """
    progress, is_new = UnitProgress.objects.select_for_update().get_or_create(
        person=person, unit=unit.unit, defaults={"version": unit, "started_at": at}
    )
    if is_new:
        _set_out(person, unit, at)
    cards_passed = min(max(cards_passed, 0), len(unit.cards))
    if progress.version_id != unit.pk and progress.finished_at is None:
        progress.version, progress.card = unit, 0
    progress.card = max(progress.card, cards_passed)
    _finish(progress, person, unit, at)
    progress.save()
    return progress


@transaction.atomic
def answer_in_unit(
    *, person: Person, unit: UnitVersion, item: ItemVersion, at: datetime, **answer: Any
) -> Memory:
    """
    Record an answer that was given to a card of `unit`, and pass that card.

    Args:
        answer: what `record_review` takes beside.
    """
    memory = record_review(person=person, item=item, at=at, **answer)
    card = cards.place_of(unit.cards, item.pk)
    if card is not None:
        passed_at = answer.get("received_at") or at
        pass_card(person=person, unit=unit, cards_passed=card + 1, at=passed_at)
    return memory


@transaction.atomic
def deliver_review(*, person: Person, item: ItemVersion, at: datetime, **answer: Any) -> Memory:
    """
    Record an answer that a device delivers, and finish its unit if that was the last one open.

    Args:
        answer: what `record_review` takes beside.
    """
    memory = record_review(person=person, item=item, at=at, **answer)
    _finish_if_through(person=person, unit_id=item.item.unit_id, at=answer.get("received_at") or at)
    return memory


def _set_out(person: Person, unit: UnitVersion, at: datetime) -> None:
    """Whoever begins a unit is on the way to what it counts for, if on none of those ways yet."""
    achievements = [one.achievement for one in catalog.achievements_with(unit.unit_id)]
    if achievements and not queries.is_enrolled(person, achievements):
        enrol(person=person, achievement=achievements[0], at=at)


def _finish_if_through(*, person: Person, unit_id: UUID, at: datetime) -> None:
    """Finish the unit if its cards were passed and the last open question is answered now."""
    progress = (
        UnitProgress.objects.select_for_update(of=("self",))
        .select_related("version")
        .filter(person=person, unit=unit_id, finished_at=None)
        .first()
    )
    if progress is not None:
        _finish(progress, person, progress.version, at)
        progress.save()


def _finish(progress: UnitProgress, person: Person, unit: UnitVersion, at: datetime) -> None:
    if progress.finished_at is not None or progress.card < len(unit.cards):
        return
    if queries.open_questions(person, unit):
        return
    progress.finished_at = at
    about = str(unit.unit_id)
    record("unit.finished", owner=person, actor=person, about=progress, at=at, unit=about)
