"""What a token may open: an area, to read or to write; the area follows from the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_ORGANISATION = re.compile(r"/api/v1/organisations/[0-9a-f-]{36}/([a-z0-9-]+)")
_OF_PERSON = re.compile(r"/api/v1/([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the API that is opened or not; in words for whoever makes a token."""

    name: str
    reading: _StrPromise
    writing: _StrPromise
    is_of_organisation: bool = False


AREAS = (
    Area(
        "learning",
        _("See what I learn: enrolments, answers, what is due, sessions"),
        _("Learn for me: answer, enrol, book sessions"),
    ),
    Area("evidence", _("See my evidence and quizzes"), _("Hand in evidence, take quizzes")),
    Area("evaluating", _("See the evaluation queue"), _("Evaluate evidence")),
    Area("credentials", _("See and download my credentials"), _("Change how they are shown")),
    Area("settings", _("See my settings and organisations"), _("Change my settings")),
    Area("members", _("See members and roles"), _("Add, change and bring in members"), True),
    Area("sessions", _("See sessions and rosters"), _("Schedule sessions, record who came"), True),
    Area(
        "awards",
        _("See awards and keys"),
        pgettext_lazy("of a token", "Award, revoke, manage keys"),
        True,
    ),
    Area(
        "workforce",
        _("See teams, skills and gaps"),
        _("Change teams, roles and assignments"),
        True,
    ),
    Area("content", _("See drafts and definitions"), _("Write definitions"), True),
)
SCOPES = tuple(f"{area.name}:{verb}" for area in AREAS for verb in ("read", "write"))

# the first word of an address, and the area that it belongs to
OWN = {
    "achievements": "learning",
    "learning": "learning",
    "enrolments": "learning",
    "goals": "learning",
    "sessions": "learning",
    "attendances": "learning",
    "quizzes": "evidence",
    "attempts": "evidence",
    "submissions": "evidence",
    "tasks": "evidence",
    "evaluations": "evaluating",
    "credentials": "credentials",
    "portfolio": "credentials",
    "outside-badges": "credentials",
    "record": "credentials",
    "own-skills": "credentials",
    "seen": "credentials",
    "settings": "settings",
    "progress": "settings",
    "organisations": "settings",
}
# open to anyone; a token with one of these scopes is shown what its maker may see besides
OPEN = {
    "skills": ("content:read", "workforce:read"),
    "occupations": ("content:read", "workforce:read"),
}
HOSTED = {
    "members": "members",
    "people": "members",
    "extra-time": "members",
    "sessions": "sessions",
    "awards": "awards",
    "keys": "awards",
    "issuer": "awards",
    "partnerships": "awards",
    "endorsements": "awards",
    "teams": "workforce",
    "board": "workforce",
    "gaps": "workforce",
    "roles": "workforce",
    "plans": "workforce",
    "assignments": "workforce",
    "nominations": "workforce",
    "recognition": "workforce",
    "drafts": "content",
    "frameworks": "content",
    "shared": "credentials",  # what a person shows it, so no token of the organisation's opens it
}


def scope_of(path: str, method: str) -> str | None:
    """Return the scope that opens a call; None where no token does."""
    hosted = _OF_ORGANISATION.match(path)
    own = None if hosted else _OF_PERSON.match(path)
    if hosted:
        area = HOSTED.get(hosted[1])
    else:
        area = OWN.get(own[1]) if own else None
    verb = "read" if method in SAFE_METHODS else "write"
    return None if area is None else f"{area}:{verb}"


def scopes_beside(path: str) -> tuple[str, ...]:
    """Return the scopes of which one shows more of what is open to anyone; empty for the rest."""
    own = _OF_PERSON.match(path)
    return OPEN.get(own[1], ()) if own else ()


def labels(*, of_organisation: bool) -> list[tuple[str, _StrPromise]]:
    """Return the scopes that a token may have, with their words; a person's may have all."""
    return [
        pair
        for area in AREAS
        if area.is_of_organisation or not of_organisation
        for pair in (
            (f"{area.name}:read", area.reading),
            (f"{area.name}:write", area.writing),
        )
    ]
