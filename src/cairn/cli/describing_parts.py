"""Reading parts that all versions of badges and credentials have, whatever stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cairn.cli.said import Award, Party
from cairn.vc.members import id_of, listed, text_of


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Return those of the values of a member that are objects."""
    return [one for one in listed(value) if isinstance(one, Mapping)]


def first_text(document: Mapping[str, Any], *members: str) -> str | None:
    """Return the text of the first of `members` that has one."""
    return next((text for one in members if (text := text_of(document.get(one)))), None)


def party(value: Any) -> Party | None:
    """Return who is named, by an id or by an object; None if nobody is."""
    identifier = id_of(value)
    name = text_of(value.get("name")) if isinstance(value, Mapping) else None
    return Party(id=identifier, name=name) if identifier or name else None


def award(achievement: Any) -> Award:
    """Return an achievement of version 3, a badge class of one before, or the address of one."""
    if not isinstance(achievement, Mapping):
        return Award(id=text_of(achievement))
    criteria = next(iter(listed(achievement.get("criteria"))), None)
    told = criteria if isinstance(criteria, Mapping) else {"id": criteria}
    targets = [text_of(one.get("targetName")) for one in objects(achievement.get("alignment"))]
    return Award(
        id=text_of(achievement.get("id")),
        name=text_of(achievement.get("name")),
        type=text_of(achievement.get("achievementType")),
        version=text_of(achievement.get("version")),
        description=text_of(achievement.get("description")),
        criteria=first_text(told, "narrative", "id"),
        alignments=tuple(filter(None, targets)),
    )


def named(value: Any) -> str:
    """Return the name and the address of something, or what is told of it."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else ""
    name, address = text_of(value.get("name")), text_of(value.get("id"))
    both = f"{name} <{address}>" if name and address else name or address
    return both or text_of(value.get("narrative")) or ""
