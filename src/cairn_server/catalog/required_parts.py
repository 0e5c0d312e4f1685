"""What the requirements of a draft's achievement name, for the studio to choose from."""

from __future__ import annotations

from cairn.errors import MalformedInput
from cairn.exchange.pack_draft import Parts, name_of
from cairn.pathways.requirement import inner_references, parse

FOLDERS = {
    "unit": "units",
    "task": "tasks",
    "quiz": "quizzes",
    "attendance": "gatherings",
    "credential": "achievements",
}


def required_parts(parts: Parts, id: str) -> list[tuple[str, str]]:
    """Return what is required by id and title; nothing while the requirements cannot be read."""
    try:
        tree = parse(parts.get(name_of("achievements", id), {}).get("requirements"))
    except MalformedInput:
        return []
    named = inner_references(tree)
    return [(one.id, _title(parts, FOLDERS[one.kind], one.id)) for one in named]


def _title(parts: Parts, folder: str, id: str) -> str:
    """Return what a part is called; its id until it has a title, or if it is elsewhere."""
    return str(parts.get(name_of(folder, id), {}).get("title") or id)
