"""Linking a version of an achievement to what its requirements and alignments name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Max, Sum

from cairn.exchange.graph import find_cycle
from cairn.exchange.pack import PackAlignment
from cairn.pathways.requirement import Outside
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import (
    Achievement,
    AchievementGathering,
    AchievementKind,
    AchievementQuiz,
    AchievementTask,
    AchievementUnit,
    AchievementVersion,
    Alignment,
    Gathering,
    OutsidePart,
    Quiz,
    StackPart,
    Task,
    Unit,
    UnitVersion,
)
from cairn_server.frameworks.addresses import as_published
from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.models import Competency
from cairn_server.frameworks.queries import brought_in


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that requirements name, each kind in its order."""

    units: list[Unit]
    tasks: list[Task]
    quizzes: list[Quiz]
    gatherings: list[Gathering]
    parts: list[Achievement]
    outside: list[Outside] = field(default_factory=list)


def link(version: AchievementVersion, named: Named, alignments: Iterable[PackAlignment]) -> None:
    """Make the links of `version` these and no others."""
    for model in (AchievementUnit, AchievementTask, AchievementQuiz, AchievementGathering):
        model._default_manager.filter(version=version).delete()
    StackPart.objects.filter(version=version).delete()
    OutsidePart.objects.filter(version=version).delete()
    Alignment.objects.filter(version=version).delete()
    for n, unit in enumerate(named.units):
        AchievementUnit.objects.create(version=version, unit=unit, position=n)
    for n, task in enumerate(named.tasks):
        AchievementTask.objects.create(version=version, task=task, position=n)
    for n, quiz in enumerate(named.quizzes):
        AchievementQuiz.objects.create(version=version, quiz=quiz, position=n)
    for n, gathering in enumerate(named.gatherings):
        AchievementGathering.objects.create(version=version, gathering=gathering, position=n)
    for n, part in enumerate(named.parts):
        StackPart.objects.create(version=version, part=part, position=n)
    for n, other in enumerate(named.outside):
        OutsidePart.objects.create(
            version=version, issuer=other.issuer, achievement=other.achievement, position=n
        )
    _align(version, alignments)


def _align(version: AchievementVersion, alignments: Iterable[PackAlignment]) -> None:
    """Point to each competency once, as it is first named."""
    organisation = version.achievement.organisation
    named: dict[Competency, PackAlignment] = {}
    for one in alignments:
        named.setdefault(_competency(one, organisation), one)
    taken = brought_in({one.target_framework for one in named.values()})
    Alignment.objects.bulk_create(
        Alignment(
            version=version,
            competency=competency,
            level=one.level,
            stated_framework="" if one.target_framework in taken else one.target_framework[:200],
        )
        for competency, one in named.items()
    )


def linked(units: Iterable[Unit], alignments: Iterable[PackAlignment]) -> list[object]:
    """
    Return what the links say that no column of the version does, for its digest.

    What a framework says of a competency is not the version's: only that it is pointed to.
    """
    levels: dict[str, int] = {}
    for one in alignments:
        levels.setdefault(as_published(one.target_url), one.level)
    return [[str(unit.pk) for unit in units], sorted(map(list, levels.items()))]


def linked_of(version: AchievementVersion) -> list[object]:
    """Return the same of a version that is kept. Two queries."""
    units = version.unit_links.order_by("position").values_list("unit_id", flat=True)
    levels = version.alignments.values_list("competency__url", "level")
    published = [[as_published(url), level] for url, level in levels]
    return [[str(unit) for unit in units], sorted(published)]


def _competency(alignment: PackAlignment, organisation: Organisation) -> Competency:
    return keep_competency(
        url=alignment.target_url,
        name=alignment.target_name,
        organisation=organisation,
        code=alignment.target_code,
        description=alignment.target_description,
        target_type=alignment.target_type,
    )


def assessed_among(parts: Iterable[Achievement]) -> set[str]:
    """Return the ids, as texts, of those whose newest version is a micro-credential."""
    kinds = AchievementVersion.objects.filter(achievement__in=list(parts)).order_by("number")
    newest = dict(kinds.values_list("achievement_id", "kind"))
    return {str(id) for id, kind in newest.items() if kind == AchievementKind.MICRO_CREDENTIAL}


def seconds_of(named: Named) -> int:
    """Return the time of learning of all units named, also by the parts; each unit once."""
    units = {unit.pk for unit in named.units}
    parts = {part.pk for part in named.parts}
    seen: set[UUID] = set()
    while parts:
        seen |= parts
        newest = _newest_versions(parts)
        links = AchievementUnit.objects.filter(version__in=newest)
        units |= set(links.values_list("unit_id", flat=True))
        further = StackPart.objects.filter(version__in=newest)
        parts = set(further.values_list("part_id", flat=True)) - seen
    versions = UnitVersion.objects.filter(unit__in=units).annotate(
        newest=Max("unit__versions__number")
    )
    total = versions.filter(number=F("newest")).aggregate(total=Sum("seconds"))["total"]
    return total or 0


def _newest_versions(achievements: Iterable[UUID]) -> list[UUID]:
    rows = AchievementVersion.objects.filter(achievement__in=list(achievements))
    return list(dict(rows.order_by("number").values_list("achievement_id", "pk")).values())


def circle_in(organisation: Organisation) -> list[str]:
    """Return the keys of achievements that require one another, the first again at the end."""
    rows = AchievementVersion.objects.filter(achievement__organisation=organisation)
    newest = dict(rows.order_by("number").values_list("achievement__key", "pk"))
    parts: dict[UUID, list[str]] = {}
    links = StackPart.objects.filter(version__in=list(newest.values()))
    for version, key in links.values_list("version_id", "part__key"):
        parts.setdefault(version, []).append(key)
    return find_cycle({key: parts.get(version, []) for key, version in newest.items()})
