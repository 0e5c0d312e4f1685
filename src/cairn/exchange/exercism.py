"""
The concepts of an Exercism track as units of a content pack.

A track is a folder with `config.json` and, for each concept, `concepts/<slug>/about.md`,
`introduction.md` and `links.json`. What comes before what follows from the prerequisites of the
exercises that teach a concept. Questions are not made up: the texts hold none. Whoever has gone
through all of them has earned a participation badge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from math import ceil
from pathlib import Path

from cairn.errors import InputError, MalformedInput
from cairn.exchange.graph import find_cycle
from cairn.exchange.lesson_text import cards_of, html_of, in_parts, minutes_of
from cairn.exchange.pack import (
    Attribution,
    Card,
    CardKind,
    Finding,
    Pack,
    PackUnit,
    Resource,
    Severity,
)
from cairn.exchange.participation import participation_badge
from cairn.psychometrics.members import Members
from cairn.reading import read_json

MAX_MINUTES = 10
FEWEST_WORDS = 25
"""Texts shorter than this are placeholders of the track's authors."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class ExercismResult:
    """The pack that a track gives, and what of the track is not in it."""

    pack: Pack
    findings: tuple[Finding, ...]

    @property
    def units(self) -> tuple[PackUnit, ...]:
        return self.pack.units


@dataclass(frozen=True, slots=True)
class _Concept:
    slug: str
    name: str
    after: tuple[str, ...]


def read_exercism(folder: Path) -> ExercismResult:
    """
    Return the concepts of the track in `folder` as units.

    Raises:
        MalformedInput: if the folder is no track: there is no sound `config.json`.
        InputTooLarge: if a file is larger than 1 MiB.
    """
    findings: list[Finding] = []
    config = _json(folder / "config.json")
    if not isinstance(config, Mapping):
        raise MalformedInput("config.json: must be a mapping with concepts and exercises")
    concepts = _without_cycles(_concepts(config, findings), findings)
    lessons = {one.slug: _parts(folder, one.slug, findings) for one in concepts}
    units: list[PackUnit] = []
    for concept in _in_order(_with_texts(concepts, lessons)):
        resources = _resources(folder, concept.slug, findings)
        units += _units(concept, lessons, resources, first_order=len(units) + 1)
    return ExercismResult(_pack(config, tuple(sorted(units, key=lambda u: u.id))), tuple(findings))


def _pack(config: Mapping[str, object], units: tuple[PackUnit, ...]) -> Pack:
    language = config.get("language")
    slug = config.get("slug")
    if not isinstance(language, str) or not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise MalformedInput("config.json: language and slug must name the track")
    blurb = config.get("blurb")
    address = f"https://github.com/exercism/{slug}"
    name = f"Exercism, {language} track: texts of the concepts, by its contributors"
    return Pack(
        id=f"exercism-{slug}",
        title=f"{language}, concept by concept",
        language="en",
        licence="MIT",
        publisher="Exercism",
        version="1.0",
        summary=blurb if isinstance(blurb, str) else "",
        attributions=(Attribution(name, "MIT", address),),
        achievements=participation_badge(
            pack_id=f"exercism-{slug}",
            title=f"{language} concepts",
            units=units,
            about=f"The texts are those of the [{language} track of Exercism]({address}), by its "
            "contributors, under the MIT licence.",
        ),
        units=units,
    )


def _concepts(config: Mapping[str, object], findings: list[Finding]) -> list[_Concept]:
    """Return the concepts in the order in which exercises teach them, then all others."""
    listed = config.get("concepts")
    if not isinstance(listed, list) or not listed:
        raise MalformedInput("config.json: concepts must be a list with at least one entry")
    names: dict[str, str] = {}
    for number, entry in enumerate(listed):
        members = Members(entry, f"concepts[{number}]", ["uuid", "slug", "name"])
        if not _SLUG.fullmatch(members.text("slug")):
            raise MalformedInput(f"concepts[{number}].slug: must be lower-case words joined by -")
        names[members.text("slug")] = members.text("name")
    after = _prerequisites(config, names, findings)
    in_order = dict.fromkeys([*(slug for slug in after if slug in names), *names])
    return [_Concept(slug, names[slug], tuple(after.get(slug, ()))) for slug in in_order]


def _prerequisites(
    config: Mapping[str, object], names: Mapping[str, str], findings: list[Finding]
) -> dict[str, dict[str, None]]:
    """Return for each concept what the exercises that teach it ask for first."""
    after: dict[str, dict[str, None]] = {}
    exercises = config.get("exercises")
    taught = exercises.get("concept") if isinstance(exercises, Mapping) else None
    for exercise in taught if isinstance(taught, list) else []:
        if not isinstance(exercise, Mapping) or exercise.get("status") == "deprecated":
            continue
        before = [one for one in _texts(exercise.get("prerequisites")) if one in names]
        for unknown in set(_texts(exercise.get("prerequisites"))) - set(before):
            where = f"config.json exercise {exercise.get('slug')}"
            findings.append(Finding(where, "unknown_concept", f"asks for {unknown}"))
        for slug in _texts(exercise.get("concepts")):
            after.setdefault(slug, {}).update(dict.fromkeys(one for one in before if one != slug))
    return after


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _without_cycles(concepts: list[_Concept], findings: list[Finding]) -> list[_Concept]:
    """Report each circle of prerequisites and open it at its first concept."""
    known = {one.slug: one for one in concepts}
    while cycle := find_cycle({slug: one.after for slug, one in known.items()}):
        detail = f"concepts ask for one another in a circle: {' -> '.join(cycle)}"
        findings.append(Finding("config.json", "cycle", detail))
        first, second = cycle[0], cycle[1]
        kept = tuple(slug for slug in known[first].after if slug != second)
        known[first] = replace(known[first], after=kept)
    return list(known.values())


def _with_texts(concepts: list[_Concept], lessons: Mapping[str, list[list[str]]]) -> list[_Concept]:
    """Leave out concepts without a text; what came before them comes before their successors."""
    after = {one.slug: one.after for one in concepts}
    kept = []
    for concept in concepts:
        found: dict[str, None] = {}
        ahead, seen = list(reversed(concept.after)), set(concept.after)
        while ahead:
            slug = ahead.pop()
            if lessons[slug]:
                found[slug] = None
                continue
            new = [one for one in after[slug] if one not in seen]
            seen.update(new)
            ahead += reversed(new)
        if lessons[concept.slug]:
            kept.append(replace(concept, after=tuple(found)))
    return kept


def _in_order(concepts: list[_Concept]) -> list[_Concept]:
    """Return what comes first first, otherwise in the order given. There are no circles."""
    place = {one.slug: number for number, one in enumerate(concepts)}
    waiting = {one.slug: len(one.after) for one in concepts}
    leads_to: dict[str, list[str]] = {}
    for one in concepts:
        for before in one.after:
            leads_to.setdefault(before, []).append(one.slug)
    ready = [place[slug] for slug, count in waiting.items() if not count]
    ordered = []
    while ready:
        ordered.append(concepts[heappop(ready)])
        for slug in leads_to.get(ordered[-1].slug, ()):
            waiting[slug] -= 1
            if not waiting[slug]:
                heappush(ready, place[slug])
    return ordered


def _parts(folder: Path, slug: str, findings: list[Finding]) -> list[list[str]]:
    """Return the cards of a concept in parts of at most ten minutes; none if it has no text."""
    where = f"concepts/{slug}"
    for name in ("about.md", "introduction.md"):
        try:
            text = _text(folder / "concepts" / slug / name)
        except MalformedInput:
            continue
        if len(text.split()) >= FEWEST_WORDS:
            if elements := html_of(text):
                detail = f"HTML is not taken over, its words are: {', '.join(elements)}"
                findings.append(Finding(f"{where}/{name}", "layout_lost", detail, Severity.WARNING))
            return in_parts(cards_of(text), minutes=MAX_MINUTES)
    detail = "has no text yet: neither about.md nor introduction.md says anything"
    findings.append(Finding(where, "no_text", detail, Severity.WARNING))
    return []


def _units(
    concept: _Concept,
    lessons: Mapping[str, list[list[str]]],
    resources: tuple[Resource, ...],
    *,
    first_order: int,
) -> list[PackUnit]:
    parts = lessons[concept.slug]
    after = tuple(_part_id(slug, len(lessons[slug]), lessons) for slug in concept.after)
    units = []
    for number, cards in enumerate(parts, start=1):
        id = _part_id(concept.slug, number, lessons)
        title = concept.name if len(parts) == 1 else f"{concept.name}, part {number}"
        units.append(
            PackUnit(
                id=id,
                title=title,
                minutes=min(max(ceil(minutes_of(cards)), 1), MAX_MINUTES),
                cards=tuple(Card(CardKind.TEXT, text=card) for card in cards),
                after=after,
                order=first_order + number - 1,
                resources=resources if number == len(parts) else (),
            )
        )
        after = (id,)
    return units


def _part_id(slug: str, number: int, lessons: Mapping[str, list[list[str]]]) -> str:
    return slug if len(lessons[slug]) == 1 else f"{slug}-part-{number}"


def _resources(folder: Path, slug: str, findings: list[Finding]) -> tuple[Resource, ...]:
    where = f"concepts/{slug}/links.json"
    try:
        links = _json(folder / where)
        entries = Members({"links": links}, "links.json", ["links"]).entries("links")
        found = [Members(*entry, ["url", "description", "icon_url"]) for entry in entries]
        return tuple(Resource(one.text("description"), one.text("url")) for one in found)
    except InputError as error:
        findings.append(Finding(where, error.code, str(error), Severity.WARNING))
        return ()


def _json(path: Path) -> object:
    value: object = read_json(_text(path), max_members=100_000)
    return value


def _text(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file():
            raise MalformedInput(f"there is no file {path.name} in {path.parent.name}")
        if path.stat().st_size > _MAX_FILE:
            raise MalformedInput(f"{path.name} is larger than 1 MiB")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInput(f"{path.name} is not UTF-8") from error
    except OSError as error:
        raise MalformedInput(f"{path.name} cannot be read: {error.strerror}") from error
