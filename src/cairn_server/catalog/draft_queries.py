"""Reads of drafts: those one may work on, what is published beside them, what is wrong in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cairn.exchange.pack import Finding
from cairn.exchange.pack_draft import read_draft
from cairn_server.accounts.models import Organisation, Person, RoleName
from cairn_server.accounts.queries import last_held
from cairn_server.catalog.models import Achievement, Draft, QuizVersion, Unit
from cairn_server.catalog.queries import newest_published
from cairn_server.journal.paging import Page, page_of

AUTHORS = (RoleName.AUTHOR, RoleName.OWNER)
MOST_DRAFTS = 100
MOST_PUBLISHED = 200


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: UUID
    title: str
    organisation: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A published achievement that can be opened as a draft."""

    id: UUID
    title: str
    kind: str
    organisation: str
    number: int
    published_at: datetime | None


def written_by(person: Person) -> list[Organisation]:
    """Return the organisations that `person` writes for, by name. One query."""
    mine = Organisation.objects.filter(
        memberships__person=person,
        memberships__until=None,
        memberships__roles__name__in=AUTHORS,
    )
    return list(mine.distinct().order_by("name"))


def writes_for(person: Person, organisation_id: UUID) -> bool:
    """Return whether `person` may read every draft and pool of an organisation. One query."""
    memberships = person.memberships.filter(organisation=organisation_id, until=None)
    return memberships.filter(roles__name__in=AUTHORS).exists()


def has_read_answers(person: Person, version: QuizVersion) -> bool:
    """
    Return whether `person` may read the answers of a quiz, or could while they wrote there.

    They could if any question of its pool was there before they gave that up, or became part of
    it from a draft that was. At most four queries.
    """
    organisation_id = version.quiz.organisation_id
    if writes_for(person, organisation_id):
        return True
    until = last_held(person, organisation_id, AUTHORS)
    if until is None:
        return False
    drafts = Draft.objects.filter(
        organisation=organisation_id, created_at__lte=until, published_at=OuterRef("published_at")
    )
    was_there = Q(created_at__lte=until) | Q(published_at__lte=until) | Exists(drafts)
    return version.pool.filter(was_there).exists()


def drafts_of(organisations: Iterable[Organisation]) -> list[DraftRow]:
    """Return the open drafts, the last touched first. One query."""
    rows = (
        Draft.objects.filter(organisation__in=list(organisations), published_at=None)
        .defer("content", "sequences")
        .select_related("organisation")
        .order_by("-updated_at")[:MOST_DRAFTS]
    )
    return [_row(one) for one in rows]


def open_drafts(
    organisation: Organisation, *, after: UUID | None = None, limit: int = 50
) -> Page[DraftRow]:
    """Return a page of the open drafts of an organisation, the last begun first. One query."""
    rows = Draft.objects.filter(organisation=organisation, published_at=None)
    rows = rows.defer("content", "sequences").select_related("organisation")
    return page_of(rows, _row, after=after, limit=limit)


def _row(one: Draft) -> DraftRow:
    return DraftRow(one.pk, one.title, one.organisation.name, one.updated_at)


def published_by(organisations: Iterable[Organisation]) -> list[PublishedRow]:
    """Return the newest published version of each achievement, by title. One query."""
    rows = (
        newest_published()
        .filter(achievement__organisation__in=list(organisations))
        .select_related("achievement__organisation")
        .order_by("title")[:MOST_PUBLISHED]
    )
    return [
        PublishedRow(
            one.achievement_id,
            one.title,
            one.get_kind_display(),
            one.achievement.organisation.name,
            one.number,
            one.published_at,
        )
        for one in rows
    ]


def draft_for(person: Person, draft_id: UUID) -> Draft | None:
    """Return a draft of an organisation that `person` writes for; None otherwise. One query."""
    mine = Q(
        organisation__memberships__person=person,
        organisation__memberships__until=None,
        organisation__memberships__roles__name__in=AUTHORS,
    )
    return Draft.objects.filter(mine, pk=draft_id).select_related("organisation").first()


def achievement_for(person: Person, achievement_id: UUID) -> Achievement | None:
    """Return an achievement of an organisation that `person` writes for; None otherwise."""
    return (
        Achievement.objects.filter(pk=achievement_id, organisation__in=written_by(person))
        .select_related("organisation")
        .first()
    )


def media_names(draft: Draft) -> list[str]:
    return list(draft.media.order_by("name").values_list("name", flat=True))


def findings_of(draft: Draft) -> list[Finding]:
    """Return what `cairn pack check` would say of the draft. One query."""
    return read_draft(draft.content, media_names(draft))[1]


def keys_taken(organisation: Organisation) -> set[str]:
    """Return the ids that a new pack must not have. Three queries."""
    achievements = Achievement.objects.filter(organisation=organisation)
    units = Unit.objects.filter(organisation=organisation)
    drafts = Draft.objects.filter(organisation=organisation)
    return {
        *achievements.values_list("key", flat=True),
        *(key.partition("/")[0] for key in units.values_list("key", flat=True)),
        *drafts.values_list("key", flat=True),
    }
