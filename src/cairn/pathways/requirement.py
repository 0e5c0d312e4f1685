"""
What an achievement requires: a tree of leaves joined by all of, any of, n of and points.

Leaves name what they require by opaque ids, so that the same tree serves a content pack (ids
of the pack) and a database (ids of rows). The JSON form is that of a content pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cairn.errors import MalformedInput

MAX_DEPTH = 16
MAX_LEAVES = 500
LONGEST_ADDRESS = 500
LONGEST_NAME = 200
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Units:
    """All these units learned and, if given, recalled: mean retrievability over their items."""

    units: tuple[str, ...]
    recall_at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """This evidence task judged met on its rubric. A performance."""

    task: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """This quiz passed at its cut score. A performance."""

    quiz: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Attendance of this event recorded."""

    attendance: str


@dataclass(frozen=True, slots=True)
class Credential:
    """A current credential of this achievement held."""

    credential: str


@dataclass(frozen=True, slots=True)
class Outside:
    """
    A current credential of another issuer held.

    Anybody can write the id of somebody else's achievement into a credential of their own, so
    the issuer is always named; without an achievement any credential of that issuer will do.

    Args:
        issuer, achievement: their ids, as credentials state them.
        name: what people call it.
    """

    issuer: str
    name: str
    achievement: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    all_of: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    any_of: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class NOf:
    n: int
    of: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class PointsEntry:
    points: float
    requirement: Requirement


@dataclass(frozen=True, slots=True)
class Points:
    """At least so many points; what has earned the points of one entry earns no others."""

    at_least: float
    of: tuple[PointsEntry, ...]


Leaf = Units | Task | Quiz | Attendance | Credential | Outside
Requirement = Leaf | AllOf | AnyOf | NOf | Points


class Reference(NamedTuple):
    """
    What a leaf names: `kind` is unit, task, quiz, attendance, credential or outside.

    What is outside is named by the id of its issuer and, after a space, of its achievement.
    """

    kind: str
    id: str


_SINGLE_LEAVES: dict[str, type[Task | Quiz | Attendance | Credential]] = {
    "task": Task,
    "quiz": Quiz,
    "attendance": Attendance,
    "credential": Credential,
}
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
_FORMS = ("all_of", "any_of", "n_of", "points", "units", *_SINGLE_LEAVES, "outside")


def parse(json: object) -> Requirement:
    """
    Return the requirement that `json` states, in the form of a content pack.

    Raises:
        MalformedInput: naming the place, if it is not of a known form, is empty, cannot be met
            by arithmetic (more points or more entries than there are), is nested more than 16
            deep or has more than 500 leaves.
    """
    requirement = _parse(json, "requirements", 1)
    if sum(1 for _ in leaves(requirement)) > MAX_LEAVES:
        raise MalformedInput(f"requirements: more than {MAX_LEAVES} leaves")
    return requirement


def _parse(json: object, where: str, depth: int) -> Requirement:
    if depth > MAX_DEPTH:
        raise MalformedInput(f"{where}: nested more than {MAX_DEPTH} deep")
    if not isinstance(json, Mapping):
        raise MalformedInput(f"{where}: must be a mapping with one of {', '.join(_FORMS)}")
    allowed = {"units", "recall_at_least"} if "units" in json else set(_FORMS)
    if set(json) - allowed or (len(json) != 1 and "units" not in json):
        raise MalformedInput(f"{where}: must have exactly one of {', '.join(_FORMS)}")
    if "units" in json:
        return _units(json, where)
    form, content = next(iter(json.items()))
    inside = f"{where}.{form}"
    if form in _SINGLE_LEAVES:
        return _SINGLE_LEAVES[form](_id(content, inside))
    if form == "outside":
        return _outside(content, inside)
    if form == "all_of":
        return AllOf(_many(content, inside, depth))
    if form == "any_of":
        return AnyOf(_many(content, inside, depth))
    return (_n_of if form == "n_of" else _points)(content, inside, depth)


def _units(json: Mapping[str, object], where: str) -> Units:
    ids = tuple(_id(one, f"{where}.units") for one in _list(json["units"], f"{where}.units"))
    if len(set(ids)) != len(ids):
        raise MalformedInput(f"{where}.units: names a unit twice")
    recall = json.get("recall_at_least")
    if recall is None:
        return Units(ids)
    number = _number(recall, f"{where}.recall_at_least")
    if number > 1:
        raise MalformedInput(f"{where}.recall_at_least: must be at most 1, like 0.8")
    return Units(ids, number)


def _outside(content: object, where: str) -> Outside:
    members = {"issuer", "name"}
    if isinstance(content, Mapping) and "achievement" in content:
        members |= {"achievement"}
    json = _exactly(content, where, *sorted(members))
    achievement = json.get("achievement")
    name = json["name"].strip() if isinstance(json["name"], str) else ""
    if not 0 < len(name) <= LONGEST_NAME:
        raise MalformedInput(f"{where}.name: must be a name of at most {LONGEST_NAME} characters")
    return Outside(
        _address(json["issuer"], f"{where}.issuer"),
        name,
        "" if achievement is None else _address(achievement, f"{where}.achievement"),
    )


def _address(content: object, where: str) -> str:
    text = content if isinstance(content, str) else ""
    is_one_word = len(text.split()) == 1 and text == text.strip()
    if not _ABSOLUTE.match(text) or not is_one_word or len(text) > LONGEST_ADDRESS:
        raise MalformedInput(f"{where}: must be an address like https://… or did:web:…")
    return text


def _many(content: object, where: str, depth: int) -> tuple[Requirement, ...]:
    parts = enumerate(_list(content, where))
    return tuple(_parse(part, f"{where}[{number}]", depth + 1) for number, part in parts)


def _n_of(content: object, where: str, depth: int) -> NOf:
    json = _exactly(content, where, "n", "of")
    of = _many(json["of"], f"{where}.of", depth)
    n = json["n"]
    if type(n) is not int or not 1 <= n <= len(of):
        raise MalformedInput(f"{where}.n: must be a whole number from 1 to {len(of)}")
    return NOf(n, of)


def _points(content: object, where: str, depth: int) -> Points:
    json = _exactly(content, where, "at_least", "of")
    entries = []
    for number, part in enumerate(_list(json["of"], f"{where}.of")):
        inside = f"{where}.of[{number}]"
        entry = _exactly(part, inside, "points", "requirement")
        requirement = _parse(entry["requirement"], f"{inside}.requirement", depth + 1)
        entries.append(PointsEntry(_number(entry["points"], f"{inside}.points"), requirement))
    at_least = _number(json["at_least"], f"{where}.at_least")
    if at_least > sum(entry.points for entry in entries):
        raise MalformedInput(f"{where}.at_least: the entries together give fewer points")
    return Points(at_least, tuple(entries))


def _list(content: object, where: str) -> Sequence[object]:
    if not isinstance(content, list | tuple) or not content:
        raise MalformedInput(f"{where}: must be a list with at least one entry")
    return content


def _exactly(content: object, where: str, *names: str) -> Mapping[str, Any]:
    if not isinstance(content, Mapping) or set(content) != set(names):
        raise MalformedInput(f"{where}: must have exactly {' and '.join(names)}")
    return content


def _id(content: object, where: str) -> str:
    if not isinstance(content, str) or not content:
        raise MalformedInput(f"{where}: must be an id")
    return content


def _number(content: object, where: str) -> float:
    if isinstance(content, bool) or not isinstance(content, int | float):
        raise MalformedInput(f"{where}: must be a number")
    if not 0 < content < 1e6:
        raise MalformedInput(f"{where}: must be above 0 and below a million")
    return content


def to_json(requirement: Requirement) -> dict[str, Any]:
    """Return what `parse` reads as the same requirement."""
    match requirement:
        case Units(units, None):
            return {"units": list(units)}
        case Units(units, recall):
            return {"units": list(units), "recall_at_least": recall}
        case AllOf(parts):
            return {"all_of": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any_of": [to_json(part) for part in parts]}
        case NOf(n, parts):
            return {"n_of": {"n": n, "of": [to_json(part) for part in parts]}}
        case Outside(issuer, name, achievement):
            more = {"achievement": achievement} if achievement else {}
            return {"outside": {"issuer": issuer, "name": name, **more}}
        case Points(at_least, entries):
            of = [{"points": e.points, "requirement": to_json(e.requirement)} for e in entries]
            return {"points": {"at_least": at_least, "of": of}}
        case _:
            [reference] = references(requirement)
            return {reference.kind: reference.id}


def leaves(requirement: Requirement) -> Iterator[Leaf]:
    """Yield the leaves from left to right."""
    match requirement:
        case AllOf(parts) | AnyOf(parts) | NOf(_, parts):
            for part in parts:
                yield from leaves(part)
        case Points(_, entries):
            for entry in entries:
                yield from leaves(entry.requirement)
        case _:
            yield requirement


def references(requirement: Requirement) -> list[Reference]:
    """Return what the leaves name, each once, in the order of the tree."""
    found: dict[Reference, None] = {}
    for leaf in leaves(requirement):
        found.update(dict.fromkeys(_of_leaf(leaf)))
    return list(found)


def _of_leaf(leaf: Leaf) -> list[Reference]:
    match leaf:
        case Units(units):
            return [Reference("unit", unit) for unit in units]
        case Task(id):
            return [Reference("task", id)]
        case Quiz(id):
            return [Reference("quiz", id)]
        case Attendance(id):
            return [Reference("attendance", id)]
        case Credential(id):
            return [Reference("credential", id)]
        case Outside(issuer, _, achievement):
            return [Reference(OUTSIDE, f"{issuer} {achievement}".strip())]


def outside_in(requirement: Requirement) -> list[Outside]:
    """Return the credentials of other issuers that are named, each once."""
    found: dict[Reference, Outside] = {}
    for leaf in leaves(requirement):
        if isinstance(leaf, Outside):
            found.setdefault(_of_leaf(leaf)[0], leaf)
    return list(found.values())


def inner_references(requirement: Requirement) -> list[Reference]:
    """Return what the leaves name of the same pack or database: all but what is outside."""
    return [one for one in references(requirement) if one.kind != OUTSIDE]


def map_references(
    requirement: Requirement, mapping: Mapping[Reference, str] | Mapping[str, str]
) -> Requirement:
    """
    Return the same requirement with other ids, as when a pack's ids become a database's.

    What is outside keeps its ids.

    Args:
        mapping: from `Reference(kind, id)` or, where ids are unique among all kinds, from the
            id alone, to the new id.

    Raises:
        KeyError: if the mapping lacks a reference.
    """
    match requirement:
        case AllOf(parts):
            return AllOf(tuple(map_references(part, mapping) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(map_references(part, mapping) for part in parts))
        case NOf(n, parts):
            return NOf(n, tuple(map_references(part, mapping) for part in parts))
        case Points(at_least, entries):
            mapped = (map_references(entry.requirement, mapping) for entry in entries)
            pairs = zip(entries, mapped, strict=True)
            return Points(at_least, tuple(PointsEntry(e.points, new) for e, new in pairs))
        case Units():
            new_ids = tuple(_mapped(one, mapping) for one in _of_leaf(requirement))
            return replace(requirement, units=new_ids)
        case Outside():
            return requirement
        case _:
            [reference] = _of_leaf(requirement)
            return type(requirement)(_mapped(reference, mapping))


def _mapped(reference: Reference, mapping: Mapping[Any, str]) -> str:
    if reference in mapping:
        return mapping[reference]
    return mapping[reference.id]
