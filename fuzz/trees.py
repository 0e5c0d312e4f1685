"""JSON values as trees: their leaves and members, and copies with one of them changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cairn.vc.members import listed

Path = tuple[Any, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the path and value of each text, number, boolean and null outside contexts."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "@context":
                yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    else:
        yield path, value


def members(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each member of an object, contexts left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in items:
        if step == "@context":
            continue
        if isinstance(value, dict):
            yield (*path, step)
        if isinstance(item, dict | list):
            yield from members(item, (*path, step))


def with_leaf(value: Any, path: Path, leaf: Any) -> Any:
    """Return a copy of `value` with `leaf` at `path`."""
    if not path:
        return leaf
    step, *rest = path
    if isinstance(value, list):
        return [
            with_leaf(item, tuple(rest), leaf) if number == step else item
            for number, item in enumerate(value)
        ]
    return {
        name: with_leaf(item, tuple(rest), leaf) if name == step else item
        for name, item in value.items()
    }


def with_name(value: Any, path: Path, name: str) -> Any:
    """Return a copy of `value` whose member at `path` is called `name`."""
    step, *rest = path
    if rest and isinstance(value, list):
        return [
            with_name(item, tuple(rest), name) if number == step else item
            for number, item in enumerate(value)
        ]
    if rest:
        return {
            key: with_name(item, tuple(rest), name) if key == step else item
            for key, item in value.items()
        }
    return {name if key == step else key: item for key, item in value.items()}


def turned(value: Any) -> Any:
    """Return a copy of `value` with the members of all objects in the other order."""
    if isinstance(value, dict):
        return {name: turned(item) for name, item in reversed(value.items())}
    return [turned(item) for item in value] if isinstance(value, list) else value


def another(leaf: Any) -> Any:
    """Return a leaf that stands nowhere else and is of the same type, if there are others."""
    if isinstance(leaf, str):
        return leaf + "~x"
    return "~x" if leaf is None or isinstance(leaf, bool) else 424_242.5


def objects(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the path of each object, contexts left out."""
    if isinstance(value, dict):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in items:
        if step != "@context" and isinstance(item, dict | list):
            yield from objects(item, (*path, step))


def namesakes(value: Any) -> list[tuple[Path, Path]]:
    """Return each two objects of one id, by their paths."""
    by_id: dict[str, list[Path]] = {}
    for path, held in objects(value):
        if isinstance(held.get("id"), str):
            by_id.setdefault(held["id"], []).append(path)
    return [
        (one, other) for paths in by_id.values() for one in paths for other in paths if one != other
    ]


def moved(value: Any, name: str, *, source: Path, target: Path) -> Any:
    """Return a copy of `value` with a member moved, and the types of its object copied along."""
    copied = json.loads(json.dumps(value))
    here, there = _at(copied, source), _at(copied, target)
    # of anything: names, or what was put in the place of one, which may hold `there` itself
    own, more = listed(there.get("type")), json.loads(json.dumps(listed(here.get("type"))))
    there["type"] = [*own, *(one for one in more if one not in own)]
    there[name] = here.pop(name)
    return copied


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
