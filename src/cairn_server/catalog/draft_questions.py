"""Questions among the parts of a draft, each with the card that shows it."""

from __future__ import annotations

from cairn.exchange.pack_draft import Part, Parts, ids_of, name_of, questions_of
from cairn.exchange.slugs import Slugs

FENCE = "\n---\n"


def find_question(parts: Parts, unit: str, id: str) -> Part | None:
    asked = questions_of(parts.get(name_of("questions", unit)))
    return next((one for one in asked if str(one.get("id")) == id), None)


def place_of(unit: str, id: str) -> str:
    """Return the name under which the saves of a question are numbered."""
    return f"{name_of('questions', unit)} {id}"


def put_question(parts: Parts, unit: str, question: Part) -> None:
    """Put a question in place of the one with its id; a practice question gets its card."""
    name = name_of("questions", unit)
    asked = questions_of(parts.get(name))
    ids = [one.get("id") for one in asked]
    if question["id"] in ids:
        asked[ids.index(question["id"])] = question
    else:
        asked.append(question)
    parts[name] = {"questions": asked}
    _show(parts, unit, question["id"], shown=question.get("use") != "assessment")


def take_question(parts: Parts, unit: str, id: str) -> None:
    """Remove a question and the card that shows it."""
    name = name_of("questions", unit)
    asked = [one for one in questions_of(parts.get(name)) if str(one.get("id")) != id]
    if asked:
        parts[name] = {"questions": asked}
    else:
        parts.pop(name, None)
    _show(parts, unit, id, shown=False)


def free_question_id(parts: Parts, prompt: str) -> str:
    """Return an id that no question of the draft has: they are unique in the whole pack."""
    slugs = Slugs()
    for unit in ids_of(parts, "questions"):
        for one in questions_of(parts[name_of("questions", unit)]):
            slugs.new(str(one.get("id")), "question")
    return slugs.new(" ".join(prompt.split()[:6]), "question")


def _show(parts: Parts, unit: str, id: str, *, shown: bool) -> None:
    part = parts.get(name_of("units", unit))
    if part is None:
        return
    body = str(part.get("body", ""))
    cards = body.split(FENCE)
    is_shown = any(card.strip() == f"?: {id}" for card in cards)
    if shown and not is_shown:
        part["body"] = f"{body}{FENCE if body.strip() else ''}?: {id}"
    if not shown and is_shown:
        part["body"] = FENCE.join(card for card in cards if card.strip() != f"?: {id}")
