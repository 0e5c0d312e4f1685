"""Reads of frameworks: skills and occupations found by words, what an occupation needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Model, Q, QuerySet, Value, When

from cairn.frameworks.words import words_of
from cairn_server.accounts.models import Person
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
    OccupationCompetency,
)
from cairn_server.journal.paging import Page, page_of

MOST_WORDS = 8
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5  # of alignments and work roles
HIGHEST_RATED_LEVEL = 7  # of O*NET
USUAL_LEVEL, OPTIONAL_LEVEL = 3, 2  # where nobody has rated it

M = TypeVar("M", Competency, Occupation)


@dataclass(frozen=True, slots=True)
class SkillRow:
    id: UUID
    url: str
    name: str
    kind: str  # a value of CompetencyKind
    kind_label: str
    code: str
    description: str
    framework_id: UUID
    framework: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class OccupationRow:
    id: UUID
    url: str
    name: str
    code: str
    description: str
    framework: str


@dataclass(frozen=True, slots=True)
class Need:
    """A competency that an occupation needs; importance 1 to 5 and level 0 to 7 where rated."""

    competency: Competency
    is_essential: bool
    importance: float | None
    level: float | None

    @property
    def suggested_level(self) -> int:
        """Return the level from 1 to 5 that a work role may ask for."""
        if self.level is None:
            return USUAL_LEVEL if self.is_essential else OPTIONAL_LEVEL
        share = self.level / HIGHEST_RATED_LEVEL
        return round(LOWEST_LEVEL + share * (HIGHEST_LEVEL - LOWEST_LEVEL))


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    id: UUID
    name: str
    version: str
    source_label: str
    attribution: str
    licence: str
    imported_at: datetime | None
    is_own: bool
    competencies: int


def visible_frameworks(
    person: Person | None, within: UUID | None = None
) -> QuerySet[CompetencyFramework]:
    """
    Return the shared frameworks and those of the organisations that `person` belongs to.

    Args:
        within: the one organisation that counts; None for all of them.
    """
    shared = Q(organisation=None)
    if person is None:
        return CompetencyFramework.objects.filter(shared)
    own = Q(organisation__memberships__person=person, organisation__memberships__until=None)
    if within is not None:
        own &= Q(organisation=within)
    return CompetencyFramework.objects.filter(shared | own).distinct()


def brought_in(names: Iterable[str]) -> frozenset[str]:
    """Return those of `names` that a publisher's framework has, in whichever letters. One query."""
    wanted = set(names)
    shared = CompetencyFramework.objects.filter(organisation=None)
    rows = shared.exclude(source=FrameworkSource.NAMED).values_list("name", flat=True)
    known = {name.casefold() for name in rows}
    return frozenset(name for name in wanted if name.strip().casefold() in known)


def search(
    text: str,
    *,
    limit: int = 20,
    framework: UUID | None = None,
    kind: str = "",
    seen_by: Person | None = None,
    within: UUID | None = None,
    after: UUID | None = None,
) -> Page[SkillRow]:
    """
    Return the skills that have every word of `text` in one of their names, the nearest first.

    A word stands for all that begin with it. Without words, all are listed by name. Retired ones
    are not found.

    Args:
        kind: a value of CompetencyKind; empty for all.
        seen_by: whose organisations' own frameworks are searched beside the shared ones.
        within: of these organisations the only one that counts; None for all.
        after: the last id of the page before.
    """
    seen = visible_frameworks(seen_by, within)
    rows = Competency.objects.filter(framework__in=seen.values("pk"))
    if framework is not None:
        rows = rows.filter(framework=framework)
    if kind:
        rows = rows.filter(kind=kind)
    found = _found(rows.select_related("framework"), text, after, limit)
    return Page([skill_row(one) for one in found.items], found.next_cursor)


def search_occupations(
    text: str,
    *,
    limit: int = 20,
    seen_by: Person | None = None,
    within: UUID | None = None,
    after: UUID | None = None,
) -> Page[OccupationRow]:
    """Return the occupations that have every word of `text` in one of their names."""
    seen = visible_frameworks(seen_by, within)
    rows = Occupation.objects.filter(framework__in=seen.values("pk"))
    found = _found(rows.select_related("framework"), text, after, limit)
    return Page([occupation_row(one) for one in found.items], found.next_cursor)


def _found(rows: QuerySet[M], text: str, after: UUID | None, limit: int) -> Page[M]:
    words = words_of(text.replace("\0", " "))[:MOST_WORDS]
    ranked = rows.model._default_manager.annotate(rank=_rank(words))
    rows = rows.filter(retired_at=None).annotate(rank=_rank(words))
    for word in words:
        rows = rows.filter(_has_word(word))
    if after is not None and (last := ranked.filter(pk=after).first()) is not None:
        name_after = Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, pk__gt=last.pk)
        rank = last.rank
        rows = rows.filter(Q(rank__gt=rank) | Q(rank=rank) & name_after)
    nearest = ["rank"] if words else []  # without words, an index has the order
    found: list[M] = list(rows.order_by(*nearest, "name_key", "pk")[: limit + 1])
    return Page(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def _has_word(word: str) -> Q:
    if len(word) == 1:  # C, R: nobody means all words with that letter
        return Q(search_text__contains=f" {word} ") | Q(search_text__endswith=f" {word}")
    return Q(search_text__contains=f" {word}")


def _rank(words: list[str]) -> Case | Value:
    """Return how near a name is: it is the words, begins with them, has them; else another has."""
    if not words:
        return Value(0, output_field=IntegerField())
    key = " ".join(words)
    return Case(
        When(name_key=key, then=Value(0)),
        When(name_key__startswith=key, then=Value(1)),
        When(name_key__contains=f" {key}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def skill_row(one: Competency) -> SkillRow:
    """Return what a list shows of a competency that was loaded with its framework."""
    return SkillRow(
        id=one.pk,
        url=one.url,
        name=one.name,
        kind=one.kind,
        kind_label=one.get_kind_display(),
        code=one.code,
        description=one.description,
        framework_id=one.framework_id,
        framework=one.framework.name,
        is_retired=one.retired_at is not None,
    )


def occupation_row(one: Occupation) -> OccupationRow:
    return OccupationRow(
        id=one.pk,
        url=one.url,
        name=one.name,
        code=one.code,
        description=one.description,
        framework=one.framework.name,
    )


def occupation_needs(occupation_id: UUID) -> list[Need]:
    """Return what an occupation needs: the essential first, then the most important. One query."""
    rows = (
        OccupationCompetency.objects.filter(occupation=occupation_id, competency__retired_at=None)
        .select_related("competency__framework")
        .order_by("competency__name_key")
    )
    needs = [Need(one.competency, one.is_essential, one.importance, one.level) for one in rows]
    return sorted(needs, key=lambda one: (not one.is_essential, -(one.importance or 0)))


def occupations_needing(
    competency: Competency, *, limit: int = 50
) -> list[tuple[OccupationRow, bool]]:
    """Return the occupations that need a competency, and whether it is essential. One query."""
    rows = (
        OccupationCompetency.objects.filter(competency=competency, occupation__retired_at=None)
        .select_related("occupation__framework")
        .order_by("-is_essential", "occupation__name_key")
    )
    return [(occupation_row(one.occupation), one.is_essential) for one in rows[:limit]]


def needing_page(
    competency: Competency, *, after: UUID | None, limit: int
) -> Page[OccupationCompetency]:
    """Return a page of the occupations that need a competency, the essential first."""
    rows = OccupationCompetency.objects.filter(
        competency=competency,
        occupation__retired_at=None,
        occupation__framework__organisation=competency.framework.organisation_id,
    ).select_related("occupation__framework")
    return page_of(rows, lambda one: one, after=after, limit=limit, first=Q(is_essential=True))


def frameworks(seen_by: Person | None = None) -> list[FrameworkRow]:
    """Return the frameworks that somebody may search, with how many current skills each has."""
    rows = visible_frameworks(seen_by).order_by("name")
    counts = _current_competencies(rows)
    return [_framework_row(one, counts.get(one.pk, 0)) for one in rows]


def frameworks_of(organisation: Model) -> list[FrameworkRow]:
    """Return the frameworks of an organisation's own."""
    rows = CompetencyFramework.objects.filter(organisation=organisation.pk).order_by("name")
    counts = _current_competencies(rows)
    return [_framework_row(one, counts.get(one.pk, 0)) for one in rows]


def _current_competencies(rows: QuerySet[CompetencyFramework]) -> dict[UUID, int]:
    current = Competency.objects.filter(framework__in=rows.order_by().values("pk"), retired_at=None)
    return dict(current.values_list("framework").annotate(Count("pk")).order_by())


def _framework_row(one: CompetencyFramework, competencies: int) -> FrameworkRow:
    return FrameworkRow(
        id=one.pk,
        name=one.name,
        version=one.version,
        source_label=one.get_source_display(),
        attribution=one.attribution,
        licence=one.licence,
        imported_at=one.imported_at,
        is_own=one.organisation_id is not None,
        competencies=competencies,
    )
