"""What a newer version of a framework adds, removes and changes, by address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cairn.frameworks.model import Competency, FrameworkContent, Occupation, Relation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """
    The difference between two lists of one kind.

    Args:
        changed: as they are in the newer one.
        unchanged: how many are in both and alike.
    """

    added: tuple[T, ...]
    removed: tuple[T, ...]
    changed: tuple[T, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between two versions of a framework."""

    competencies: Changes[Competency]
    occupations: Changes[Occupation]
    relations: Changes[Relation]

    @property
    def added(self) -> int:
        return sum(len(one.added) for one in self.parts.values())

    @property
    def removed(self) -> int:
        return sum(len(one.removed) for one in self.parts.values())

    @property
    def changed(self) -> int:
        return sum(len(one.changed) for one in self.parts.values())

    @property
    def unchanged(self) -> int:
        return sum(one.unchanged for one in self.parts.values())

    @property
    def parts(self) -> dict[str, Changes[Competency] | Changes[Occupation] | Changes[Relation]]:
        return {
            "competencies": self.competencies,
            "occupations": self.occupations,
            "relations": self.relations,
        }


def compare(old: FrameworkContent, new: FrameworkContent) -> Comparison:
    """
    Return what `new` adds to `old`, removes from it and changes in it.

    What `new` does not claim to list is not removed: a release whose ratings of knowledge were
    not downloaded says nothing about the ratings of knowledge.
    """
    kinds = {one.uri: one.kind for one in (*old.competencies, *new.competencies)}
    return Comparison(
        competencies=_changes(
            old.competencies,
            new.competencies,
            key=lambda one: one.uri,
            is_listed=lambda one: one.kind in new.listed_kinds,
        ),
        occupations=_changes(
            old.occupations,
            new.occupations,
            key=lambda one: one.uri,
            is_listed=lambda _: new.lists_occupations,
        ),
        relations=_changes(
            old.relations,
            new.relations,
            key=lambda one: (one.occupation, one.competency),
            is_listed=lambda one: kinds.get(one.competency) in new.related_kinds,
        ),
    )


def _changes(
    old: Iterable[T],
    new: Iterable[T],
    *,
    key: Callable[[T], object],
    is_listed: Callable[[T], bool],
) -> Changes[T]:
    before = {key(one): one for one in old}
    added: list[T] = []
    changed: list[T] = []
    unchanged = 0
    for one in new:
        known = before.pop(key(one), None)
        if known is None:
            added.append(one)
        elif known == one:
            unchanged += 1
        else:
            changed.append(one)
    removed = tuple(one for one in before.values() if is_listed(one))
    return Changes(tuple(added), removed, tuple(changed), unchanged)
