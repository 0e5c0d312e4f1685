"""What a new micro-credential begins as: the parts that it needs, in an order to fill them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.exchange.pack_draft import Part, Parts, manifest

UNIT, TASK, RUBRIC = "first-steps", "show-it", "how-it-is-judged"
LICENCE = "CC-BY-4.0"
NEW_UNIT_MINUTES = 5


def first_parts(key: str, title: str, *, language: str, publisher: str) -> Parts:
    """Return the parts of a new draft: one achievement that asks for one unit and one task."""
    return {
        "pack.yaml": manifest(
            id=key, title=title, language=language, licence=LICENCE, publisher=publisher
        ),
        f"achievements/{key}.md": {
            "title": title,
            "kind": "micro-credential",
            "half_life_years": 5,
            "requirements": {"all_of": [{"units": [UNIT]}, {"task": TASK}]},
            "body": "",
        },
        f"units/{UNIT}.md": {"title": _("First steps"), **new_unit()},
        f"tasks/{TASK}.md": {"title": _("Show that you can do it"), **new_task(RUBRIC)},
        f"rubrics/{RUBRIC}.yaml": {"title": _("How it is judged"), "criteria": []},
    }


def new_unit() -> Part:
    return {"minutes": NEW_UNIT_MINUTES, "body": ""}


def new_task(rubric: str) -> Part:
    return {
        "minutes": 60,
        "promised_days": 3,
        "rubric": rubric,
        "parts": [{"id": "reflection", "title": _("What you did, and why"), "kind": "text"}],
        "body": "",
    }


def new_criterion(id: str, title: str) -> Part:
    """Return a criterion with the two levels that every one needs."""
    return {
        "id": id,
        "title": title,
        "description": "",
        "met_at": "met",
        "levels": [
            {"id": "not-yet", "title": _("Not yet"), "description": "", "points": 0},
            {"id": "met", "title": _("Met"), "description": "", "points": 1},
        ],
    }
