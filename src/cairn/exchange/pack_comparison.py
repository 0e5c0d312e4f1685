"""What one state of a pack changes against another: part by part, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cairn.exchange.pack_draft import Part, questions_of

_ENTRIES = {"criteria": "id", "parts": "id", "blueprint": "criterion", "alignments": "target_url"}
"""Lists whose entries are told apart by a member, so that a change names the entry."""


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One member that differs; None where it was or is not stated. `place` is its path."""

    place: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PartChange:
    """
    One part of a pack, or one question, that differs.

    Args:
        name: of the part, such as `units/asking.md`.
        question: id of the question; empty for the part itself.
        title: what it is called, or the prompt.
        fields: what changed in it; empty if it was added or removed.
    """

    name: str
    question: str
    title: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...] = ()


def compare(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[PartChange]:
    """Return what `after` changes, in the order of its parts; what was removed comes last."""
    names = [*after, *(name for name in before if name not in after)]
    return [found for name in names for found in _part(name, before.get(name), after.get(name))]


def _part(name: str, before: Part | None, after: Part | None) -> Iterator[PartChange]:
    if name.startswith("questions/"):
        yield from _questions(name, before, after)
    elif (found := _change(name, "", before, after)) is not None:
        yield found


def _questions(name: str, before: Part | None, after: Part | None) -> Iterator[PartChange]:
    old = {str(one.get("id")): one for one in questions_of(before)}
    new = {str(one.get("id")): one for one in questions_of(after)}
    for id in [*new, *(id for id in old if id not in new)]:
        found = _change(name, id, old.get(id), new.get(id))
        if found is not None:
            yield found


def _change(name: str, question: str, before: Part | None, after: Part | None) -> PartChange | None:
    if before == after:
        return None
    shown = after if after is not None else before or {}
    title = str(shown.get("prompt" if question else "title", ""))
    if before is None:
        return PartChange(name, question, title, ChangeKind.ADDED)
    if after is None:
        return PartChange(name, question, title, ChangeKind.REMOVED)
    fields = tuple(_fields("", before, after))
    return PartChange(name, question, title, ChangeKind.CHANGED, fields)


def _fields(where: str, before: Part, after: Part) -> Iterator[FieldChange]:
    for member in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(member), after.get(member)
        if old == new:
            continue
        place = f"{where}{member}"
        keyed = _keyed(member, old), _keyed(member, new)
        if keyed[0] is None or keyed[1] is None:
            yield FieldChange(place, old, new)
            continue
        found = list(_entries(place, keyed[0], keyed[1]))
        yield from found or [FieldChange(place, list(keyed[0]), list(keyed[1]))]  # their order


def _keyed(member: str, value: Any) -> dict[str, Part] | None:
    """Return the entries of a list by what tells them apart; None if nothing does."""
    key = _ENTRIES.get(member)
    if key is None or not isinstance(value, list):
        return None
    if not all(isinstance(one, dict) and one.get(key) for one in value):
        return None
    entries = {str(one[key]): one for one in value}
    return entries if len(entries) == len(value) else None


def _entries(
    place: str, before: Mapping[str, Part], after: Mapping[str, Part]
) -> Iterator[FieldChange]:
    for id in [*after, *(id for id in before if id not in after)]:
        old, new = before.get(id), after.get(id)
        inside = f"{place}[{id}]"
        if old is None or new is None:
            yield FieldChange(inside, old, new)
        else:
            yield from _fields(f"{inside}.", old, new)
