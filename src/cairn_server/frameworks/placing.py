"""Writing a comparison into the tables: added, changed, retired, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from cairn.frameworks import model as library
from cairn.frameworks.comparison import Comparison
from cairn.frameworks.words import name_key, search_text
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    Occupation,
    OccupationCompetency,
)
from cairn_server.journal.ids import new_id

BATCH = 2_000
CHUNK = 500
LONGEST_KEY = 300
NAMED = [
    "framework",
    "name",
    "code",
    "alternative_names",
    "description",
    "retired_at",
    "name_key",
    "search_text",
]

T = TypeVar("T")


def place(framework: CompetencyFramework, comparison: Comparison, *, at: datetime) -> None:
    """Make the tables as the newer side of `comparison` is, within the caller's transaction."""
    competencies, occupations = comparison.competencies, comparison.occupations
    _keep(
        Competency,
        (*competencies.added, *competencies.changed),
        lambda one: _competency(framework, one),
        known_by=["url"],
        columns=[*NAMED, "kind", "broader", "half_life_years"],
    )
    _keep(
        Occupation,
        (*occupations.added, *occupations.changed),
        lambda one: _occupation(framework, one),
        known_by=["url"],
        columns=NAMED,
    )
    _retire(Competency, [one.uri for one in competencies.removed], at)
    _retire(Occupation, [one.uri for one in occupations.removed], at)
    _place_relations(framework, comparison)


def _keep(
    table: type[Model],
    wanted: Iterable[T],
    row: Callable[[T], Model],
    *,
    known_by: Sequence[str],
    columns: Sequence[str],
) -> None:
    """Insert rows; one that is there already, by `known_by`, keeps its id and is updated."""
    rest = iter(wanted)
    while batch := [row(one) for one in islice(rest, BATCH)]:
        table._default_manager.bulk_create(
            batch, update_conflicts=True, unique_fields=known_by, update_fields=columns
        )


def _competency(framework: CompetencyFramework, one: library.Competency) -> Competency:
    return Competency(
        framework=framework,
        url=one.uri,
        name=one.name,
        kind=one.kind.value,
        code=one.code,
        alternative_names=list(one.alternative_names),
        description=one.description,
        broader=list(one.broader),
        half_life_years=one.half_life_years,
        name_key=name_key(one.name)[:LONGEST_KEY],
        search_text=search_text([one.name, *one.alternative_names]),
    )


def _occupation(framework: CompetencyFramework, one: library.Occupation) -> Occupation:
    return Occupation(
        framework=framework,
        url=one.uri,
        name=one.name,
        code=one.code,
        alternative_names=list(one.alternative_names),
        description=one.description,
        name_key=name_key(one.name)[:LONGEST_KEY],
        search_text=search_text([one.name, *one.alternative_names]),
    )


def _retire(table: type[Competency] | type[Occupation], urls: list[str], at: datetime) -> None:
    for start in range(0, len(urls), CHUNK):
        gone = table._default_manager.filter(url__in=urls[start : start + CHUNK])
        gone.update(retired_at=at)


def _place_relations(framework: CompetencyFramework, comparison: Comparison) -> None:
    relations = comparison.relations
    wanted = (*relations.added, *relations.changed)
    if not wanted and not relations.removed:
        return
    occupations = dict(Occupation.objects.filter(framework=framework).values_list("url", "pk"))
    competencies = dict(Competency.objects.filter(framework=framework).values_list("url", "pk"))
    _relate((occupations[one.occupation], competencies[one.competency], one) for one in wanted)
    gone: dict[UUID, list[UUID]] = {}
    for one in relations.removed:
        gone.setdefault(occupations[one.occupation], []).append(competencies[one.competency])
    for occupation, dropped in gone.items():
        needs = OccupationCompetency.objects.filter(occupation=occupation)
        needs.filter(competency__in=dropped).delete()


def _relate(wanted: Iterable[tuple[UUID, UUID, library.Relation]]) -> None:
    """
    Insert relations, or update them where the pair is there.

    As plain rows: a hundred thousand objects would take most of the time of an import.
    """
    table = connection.ops.quote_name(OccupationCompetency._meta.db_table)
    insert = (
        f"INSERT INTO {table}"  # noqa: S608  # the name of our own table
        " (id, occupation_id, competency_id, is_essential, importance, level)"
        " VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (occupation_id, competency_id) DO UPDATE SET"
        " is_essential = excluded.is_essential,"
        " importance = excluded.importance, level = excluded.level"
    )
    kept: Callable[[UUID], object]
    kept = (lambda id: id) if connection.features.has_native_uuid_field else (lambda id: id.hex)
    rest = iter(wanted)
    with connection.cursor() as cursor:
        while batch := list(islice(rest, BATCH)):
            cursor.executemany(
                insert,
                [
                    (kept(new_id()), kept(occupation), kept(competency), *_figures(one))
                    for occupation, competency, one in batch
                ],
            )


def _figures(one: library.Relation) -> tuple[bool, float | None, float | None]:
    return one.is_essential, one.importance, one.level
