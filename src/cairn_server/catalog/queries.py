"""Reads of definitions: what is published, what a page of it shows, the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from json import dumps
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import BaseModel, ConfigDict, Field

from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.cards import shows_media
from cairn_server.catalog.models import (
    AchievementKind,
    AchievementTask,
    AchievementUnit,
    AchievementVersion,
    Alignment,
    ItemUse,
    ItemVersion,
    TaskVersion,
    UnitVersion,
)
from cairn_server.journal.paging import Page, page_of

LEARNED_HERE = Q(learning_seconds__gt=0)
MOST_TAGS = 24


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated property of a micro-credential; no values read "not stated"."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    id: UUID
    title: str
    seconds: int
    outcomes: tuple[str, ...]
    resources: Sequence[Mapping[str, str]] = ()  # as `catalog.resources` shows them


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: UUID
    title: str
    seconds: int
    promised_days: int
    instructions: str  # Markdown
    parts: list[dict[str, Any]]
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    skill_id: UUID
    name: str
    url: str
    framework: str
    attribution: str
    level: int  # 1 to 5


@dataclass(frozen=True, slots=True)
class AchievementPage:
    """Everything that the page of an achievement states about its newest published version."""

    id: UUID
    version: AchievementVersion
    organisation: Organisation
    facts: tuple[Fact, ...]
    units: tuple[UnitRow, ...]
    tasks: tuple[TaskRow, ...]
    alignments: tuple[AlignmentRow, ...]
    learning_seconds: int
    task_seconds: int

    @property
    def total_seconds(self) -> int:
        return self.learning_seconds + self.task_seconds

    @property
    def units_name_resources(self) -> bool:
        return any(unit.resources for unit in self.units)

    @property
    def is_micro_credential(self) -> bool:
        return self.version.kind == AchievementKind.MICRO_CREDENTIAL


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    id: UUID
    title: str
    summary: str
    kind: str
    is_micro_credential: bool
    organisation: str
    learning_seconds: int
    tags: tuple[str, ...]


class CatalogueFilter(BaseModel):
    """Which achievements are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    words: str = Field(default="", max_length=200)
    tag: str = Field(default="", max_length=80)
    minutes: int | None = Field(default=None, ge=1, le=10_000)
    issuer: UUID | None = None
    skill: UUID | None = Field(default=None, description="what it is about, by the skill's id")
    teaches: bool = Field(default=False, description="only what has units to learn")

    def condition(self) -> Q:
        wanted = Q()
        for word in self.words.split()[:8]:
            wanted &= (
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(competency__icontains=word)
                | _has_tag_like(word)
            )
        if self.tag:
            wanted &= Q(tag_text__contains=dumps(self.tag)) | Q(
                tag_text__contains=dumps(self.tag, ensure_ascii=False)
            )
        if self.minutes is not None:
            wanted &= Q(learning_seconds__lte=self.minutes * 60)
        if self.issuer is not None:
            wanted &= Q(achievement__organisation=self.issuer)
        if self.skill is not None:
            wanted &= Q(alignments__competency=self.skill)
        if self.teaches:
            wanted &= Q(learning_seconds__gt=0)
        return wanted


def _has_tag_like(word: str) -> Q:
    return Q(tag_text__icontains=dumps(word)[1:-1])


@dataclass(frozen=True, slots=True)
class CatalogueChoices:
    """What the catalogue can be narrowed by."""

    tags: tuple[str, ...]
    issuers: tuple[tuple[UUID, str], ...]


def newest_published() -> QuerySet[AchievementVersion]:
    """Return the newest published version of every achievement."""
    return _newest_published().all()


@cache  # a third of the time of a small query is putting it together
def _newest_published() -> QuerySet[AchievementVersion]:
    newer = AchievementVersion.objects.filter(
        achievement=OuterRef("achievement"),
        published_at__isnull=False,
        number__gt=OuterRef("number"),
    )
    return AchievementVersion.objects.filter(~Exists(newer), published_at__isnull=False)


def newest_achievement_version(achievement_id: UUID) -> AchievementVersion | None:
    found = newest_published().filter(achievement_id=achievement_id)
    return found.select_related("achievement__organisation").first()


@cache
def _in_published_achievement(unit: str) -> Exists:
    return Exists(
        AchievementUnit.objects.filter(unit=OuterRef(unit), version__published_at__isnull=False)
    )


def open_unit_versions() -> QuerySet[UnitVersion]:
    """Return published versions of the units that a published achievement names."""
    return UnitVersion.objects.filter(_in_published_achievement("unit"), published_at__isnull=False)


def newest_units(unit_ids: Iterable[UUID]) -> dict[UUID, UnitVersion]:
    """Return the newest published version of each open unit. One query."""
    versions = open_unit_versions().filter(unit__in=list(unit_ids)).order_by("number")
    return {version.unit_id: version for version in versions}


def open_item_versions() -> QuerySet[ItemVersion]:
    """Return published versions of practice items of the units that anybody may learn."""
    return ItemVersion.objects.filter(
        _in_published_achievement("item__unit"),
        published_at__isnull=False,
        item__use=ItemUse.PRACTICE,
    )


def newest_items(item_ids: Iterable[UUID]) -> dict[UUID, ItemVersion]:
    """Return the newest open version of each item that has one. One query."""
    versions = (
        open_item_versions()
        .filter(item__in=list(item_ids))
        .select_related("item")
        .order_by("number")
    )
    return {version.item_id: version for version in versions}


def seconds_of(item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return what answering each item takes in its newest open version. One query."""
    versions = open_item_versions().filter(item__in=list(item_ids)).order_by("number")
    return dict(versions.values_list("item", "seconds"))


def items_by_id(version_ids: Collection[UUID]) -> dict[UUID, ItemVersion]:
    """Return the open item versions with these ids. One query."""
    return open_item_versions().select_related("item").in_bulk(list(version_ids))


def unit_shows_media(unit_id: UUID, digest: str) -> bool:
    """Return whether a published version of the unit has a card with this picture or video."""
    versions = open_unit_versions().filter(unit_id=unit_id).values_list("cards", flat=True)
    return any(shows_media(cards, digest) for cards in versions)


def published_achievement(achievement_id: UUID) -> AchievementPage | None:
    """Return what the page of an achievement shows; None if nothing of it is published."""
    version = newest_achievement_version(achievement_id)
    if version is None:
        return None
    units = _units_of(version)
    tasks = _tasks_of(version)
    return AchievementPage(
        id=achievement_id,
        version=version,
        organisation=version.achievement.organisation,
        facts=facts_of(version),
        units=units,
        tasks=tasks,
        alignments=_alignments_of(version),
        learning_seconds=sum(unit.seconds for unit in units),
        task_seconds=sum(task.seconds for task in tasks),
    )


def facts_of(version: AchievementVersion) -> tuple[Fact, ...]:
    """Return what every micro-credential states, in the order in which all are compared."""
    hours, credit = version.workload_hours, version.credits_value
    level = f"{version.level_framework} {version.level_value}".strip()
    return (
        Fact(_("Learning outcomes"), tuple(version.learning_outcomes)),
        Fact(_("Workload"), () if hours is None else (_("%(n)g hours") % {"n": hours},)),
        Fact(_("Credits"), () if credit is None else (f"{credit:g} {version.credits_system}",)),
        Fact(pgettext("of a qualification", "Level"), _stated(level)),
        Fact(_("Type of assessment"), _stated(version.assessment_type)),
        Fact(_("Supervision and identity check"), _stated(version.supervision)),
        Fact(_("Form of participation"), _stated(version.participation)),
        Fact(_("Quality assurance"), _stated(version.quality_assurance)),
        Fact(_("Prerequisites"), _stated(version.prerequisites)),
        Fact(_("Stackability"), _stated(version.stackability)),
    )


def _stated(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _units_of(version: AchievementVersion) -> tuple[UnitRow, ...]:
    links = list(version.unit_links.values_list("unit_id", flat=True))
    newest = newest_units(links)
    found = [newest[unit_id] for unit_id in links if unit_id in newest]
    return tuple(
        UnitRow(one.unit_id, one.title, one.seconds, tuple(one.outcomes), one.resources)
        for one in found
    )


def newest_tasks(task_ids: Iterable[UUID]) -> dict[UUID, TaskVersion]:
    """Return the newest published version of each task, with its rubric. One query."""
    versions = (
        TaskVersion.objects.filter(task__in=list(task_ids), published_at__isnull=False)
        .select_related("rubric")
        .order_by("number")
    )
    return {version.task_id: version for version in versions}


def _tasks_of(version: AchievementVersion) -> tuple[TaskRow, ...]:
    links = AchievementTask.objects.filter(version=version).values_list("task_id", flat=True)
    newest = newest_tasks(links)
    return tuple(_task_row(newest[task_id]) for task_id in links if task_id in newest)


def _task_row(version: TaskVersion) -> TaskRow:
    return TaskRow(
        id=version.task_id,
        title=version.title,
        seconds=version.seconds,
        promised_days=version.promised_days,
        instructions=version.instructions,
        parts=version.parts,
        rubric=Rubric.from_json(version.rubric.content),
    )


def _alignments_of(version: AchievementVersion) -> tuple[AlignmentRow, ...]:
    rows = Alignment.objects.filter(version=version).select_related("competency__framework")
    return tuple(
        AlignmentRow(
            skill_id=row.competency_id,
            name=row.competency.name,
            url=row.competency.url,
            framework=row.competency.framework.name,
            attribution=row.competency.framework.attribution,
            level=row.level,
        )
        for row in rows.order_by("competency__name")
    )


def catalogue(
    wanted: CatalogueFilter, *, after: UUID | None = None, limit: int = 24
) -> Page[CatalogueRow]:
    """
    Return a page of what can be earned: what is learned here before what is only shown, each
    newest first. One query, two for a further page.
    """
    rows = _catalogued(wanted).select_related("achievement__organisation")
    return page_of(rows, _catalogue_row, after=after, limit=limit, first=LEARNED_HERE)


def _catalogued(wanted: CatalogueFilter) -> QuerySet[AchievementVersion]:
    tagged = newest_published().annotate(tag_text=Cast("tags", TextField()))
    return tagged.filter(wanted.condition())


def catalogued_seconds(wanted: CatalogueFilter) -> dict[UUID, int]:
    """Return what learning each achievement takes, in the order of `catalogue`. One query."""
    rows = _catalogued(wanted).values_list("achievement", "learning_seconds", "pk")
    first = sorted(rows, key=lambda row: (row[1] > 0, row[2]), reverse=True)
    return {achievement_id: seconds for achievement_id, seconds, _pk in first}


def catalogue_rows(achievement_ids: Sequence[UUID]) -> list[CatalogueRow]:
    """Return the rows of these achievements, in this order. One query."""
    rows = newest_published().filter(achievement__in=achievement_ids)
    found = {one.achievement_id: one for one in rows.select_related("achievement__organisation")}
    return [_catalogue_row(found[id]) for id in achievement_ids if id in found]


def _catalogue_row(version: AchievementVersion) -> CatalogueRow:
    return CatalogueRow(
        id=version.achievement_id,
        title=version.title,
        summary=version.summary,
        kind=version.get_kind_display(),
        is_micro_credential=version.kind == AchievementKind.MICRO_CREDENTIAL,
        organisation=version.achievement.organisation.name,
        learning_seconds=version.learning_seconds,
        tags=tuple(version.tags),
    )


def catalogue_choices() -> CatalogueChoices:
    """Return the most used tags and everybody who has published something. One query."""
    rows = newest_published().values_list(
        "tags", "achievement__organisation", "achievement__organisation__name"
    )
    counts: dict[str, int] = {}
    issuers: dict[UUID, str] = {}
    for tags, organisation_id, name in rows:
        issuers[organisation_id] = name
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1
    often = sorted(counts, key=lambda tag: (-counts[tag], tag))[:MOST_TAGS]
    by_name = sorted(issuers.items(), key=lambda pair: pair[1].casefold())
    return CatalogueChoices(tuple(sorted(often)), tuple(by_name))


def achievements_with(unit_id: UUID) -> list[AchievementVersion]:
    """Return the newest published versions that name the unit, the largest first. One query."""
    named = newest_published().filter(unit_links__unit=unit_id)
    return list(named.select_related("achievement").order_by("-learning_seconds", "created_at"))
