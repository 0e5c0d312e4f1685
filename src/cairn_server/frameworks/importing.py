"""Bringing in a framework, or a newer version of one, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.frameworks import model as library
from cairn.frameworks.comparison import Comparison, compare
from cairn.frameworks.model import FrameworkContent, Problem
from cairn_server.accounts.models import Organisation, Person
from cairn_server.errors import FrameworkTaken
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
)
from cairn_server.frameworks.placing import place
from cairn_server.frameworks.stored_content import stored_content
from cairn_server.journal.recording import record

CHUNK = 500
LONGEST = {"uri": 500, "name": 300, "code": 120}  # characters that the tables hold


@dataclass(frozen=True, slots=True)
class FrameworkReport:
    """What an import of a framework did, or would do."""

    framework: CompetencyFramework
    comparison: Comparison
    problems: tuple[Problem, ...]

    @property
    def has_changed(self) -> bool:
        one = self.comparison
        return bool(one.added or one.changed or one.removed)

    def to_json(self) -> dict[str, Any]:
        """Return the counts, in all and by what was counted, and each thing not used."""
        one = self.comparison
        return {
            "created": one.added,
            "updated": one.changed,
            "unchanged": one.unchanged,
            "removed": one.removed,
            "parts": {
                name: {
                    "created": len(part.added),
                    "updated": len(part.changed),
                    "unchanged": part.unchanged,
                    "removed": len(part.removed),
                }
                for name, part in one.parts.items()
            },
            "errors": [asdict(problem) for problem in self.problems],
        }


@transaction.atomic
def import_framework(
    *,
    content: FrameworkContent,
    source: FrameworkSource,
    organisation: Organisation | None,
    actor: Person | None,
    at: datetime,
    dry_run: bool = False,
) -> FrameworkReport:
    """
    Let the framework of `content` be as `content` has it; the same again changes nothing.

    Competencies and occupations that are no longer listed are retired: what points at them still
    does. An address that belongs to another framework is refused, but a publisher's own data
    (`organisation` None) takes over what was merely named by alignments or written down by
    an organisation. What alignments named stays apart.

    Args:
        organisation: whose own framework it is; None shares it with everybody.
        dry_run: report what would happen, save nothing.

    Raises:
        FrameworkTaken: if the name is that of another publisher's framework.
    """
    framework = _framework(content, source, organisation, save=not dry_run)
    usable, refused = _usable(content, framework, is_shared=organisation is None)
    comparison = compare(stored_content(framework), usable)
    problems = (*content.problems, *refused)
    report = FrameworkReport(framework, comparison, problems)
    if dry_run or not (report.has_changed or _differs(framework, content)):
        return report
    place(framework, comparison, at=at)
    _describe(framework, content, at)
    counts = {name: report.to_json()[name] for name in ("created", "updated", "removed")}
    owner = organisation or framework
    record("framework.imported", owner=owner, actor=actor, about=framework, at=at, **counts)
    return report


def _framework(
    content: FrameworkContent,
    source: FrameworkSource,
    organisation: Organisation | None,
    *,
    save: bool,
) -> CompetencyFramework:
    """Return the framework of that name, locked; in a dry run one that may not be stored."""
    name = {"name": content.framework.title, "organisation": organisation}
    brought = CompetencyFramework.objects.exclude(source=FrameworkSource.NAMED)
    if save:
        brought.get_or_create(**name, defaults={"source": source})
    framework = brought.select_for_update().filter(**name).first()
    if framework is None:
        return CompetencyFramework(**name, source=source)
    if framework.source != source:
        raise FrameworkTaken(
            f"{framework.name} is published by somebody else; give yours another name"
        )
    return framework


def _differs(framework: CompetencyFramework, content: FrameworkContent) -> bool:
    told = content.framework
    stored = (framework.version, framework.attribution, framework.licence)
    return framework.imported_at is None or stored != (told.version, told.attribution, told.licence)


def _describe(framework: CompetencyFramework, content: FrameworkContent, at: datetime) -> None:
    told = content.framework
    framework.version = told.version
    framework.attribution = told.attribution
    framework.licence = told.licence
    framework.imported_at = at
    framework.save()


def _usable(
    content: FrameworkContent, framework: CompetencyFramework, *, is_shared: bool
) -> tuple[FrameworkContent, list[Problem]]:
    """Return what may be stored as part of `framework`, and why the rest may not."""
    taken = _taken(content, framework, is_shared=is_shared)
    problems: list[Problem] = []
    refused: set[str] = set()
    named: tuple[library.Competency | library.Occupation, ...]
    named = (*content.competencies, *content.occupations)
    for one in named:
        long = [name for name, most in LONGEST.items() if len(getattr(one, name)) > most]
        if long:
            problems.append(Problem(one.name[:80], "too_long", f"Shorten: {', '.join(long)}"))
            refused.add(one.uri)
        elif one.uri in taken:
            detail = f"{one.uri} belongs to {taken[one.uri]}; leave the address out to use your own"
            problems.append(Problem(one.name, "address_taken", detail))
            refused.add(one.uri)
    if not refused:
        return content, problems
    return replace(
        content,
        competencies=tuple(one for one in content.competencies if one.uri not in refused),
        occupations=tuple(one for one in content.occupations if one.uri not in refused),
        relations=tuple(
            one
            for one in content.relations
            if one.occupation not in refused and one.competency not in refused
        ),
    ), problems


def _taken(
    content: FrameworkContent, framework: CompetencyFramework, *, is_shared: bool
) -> dict[str, str]:
    """Return the addresses that another framework keeps, with its name."""
    taken: dict[str, str] = {}
    lists = ((Competency, content.competencies), (Occupation, content.occupations))
    for model, wanted in lists:
        for urls in _chunks([one.uri for one in wanted]):
            rows = model._default_manager.filter(url__in=urls).exclude(framework=framework.pk)
            taken |= {
                one.url: _name(one.framework, framework)
                for one in rows.select_related("framework").only("url", "framework")
                if not (is_shared and _yields(one.framework))
            }
    return taken


def _yields(framework: CompetencyFramework) -> bool:
    """Tell whether what stands in `framework` gives way to its publisher's own data."""
    return framework.source == FrameworkSource.NAMED or framework.organisation_id is not None


def _name(other: CompetencyFramework, asking: CompetencyFramework) -> str:
    """Return the name of another framework, as far as the one who asks may know it."""
    is_seen = other.organisation_id in (None, asking.organisation_id)
    return other.name if is_seen else "another framework"


def _chunks(urls: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(urls), CHUNK):
        yield urls[start : start + CHUNK]
