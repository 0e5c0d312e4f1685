"""What an achievement requires, in words: the tree as a nested list that a page can draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Attendance,
    Credential,
    NOf,
    Outside,
    Points,
    Quiz,
    Requirement,
    Task,
    Units,
)

MOST_NAMED = 8  # units in one line; the page lists all of them below


@dataclass(frozen=True, slots=True)
class Wording:
    """One line, and the lines under it; a leaf has none."""

    text: str
    parts: tuple[Wording, ...] = ()


def in_words(requirement: Requirement, names: Mapping[str, str]) -> Wording:
    """Return `requirement` as nested lines; `names` maps ids to titles."""
    match requirement:
        case AllOf(parts):
            return Wording(_("All of these"), _each(parts, names))
        case AnyOf(parts):
            return Wording(_("One of these"), _each(parts, names))
        case NOf(n, parts):
            return Wording(_("%(n)s of these") % {"n": n}, _each(parts, names))
        case Points(at_least, entries):
            lines = tuple(_pointed(e.points, e.requirement, names) for e in entries)
            return Wording(_("At least %(n)g points from these") % {"n": at_least}, lines)
        case _:
            return Wording(_leaf(requirement, names))


def _each(parts: Sequence[Requirement], names: Mapping[str, str]) -> tuple[Wording, ...]:
    return tuple(in_words(part, names) for part in parts)


def _pointed(points: float, part: Requirement, names: Mapping[str, str]) -> Wording:
    inner = in_words(part, names)
    text = _("%(text)s: %(n)g points") % {"text": inner.text, "n": points}
    return Wording(text, inner.parts)


def _leaf(leaf: Requirement, names: Mapping[str, str]) -> str:
    match leaf:
        case Units(units, recall):
            return _learned([names.get(unit, unit) for unit in units], recall)
        case Task(id):
            return _("Show it: %(name)s, judged on its rubric") % {"name": names.get(id, id)}
        case Quiz(id):
            return _("Pass the quiz %(name)s") % {"name": names.get(id, id)}
        case Attendance(id):
            return _("Attend %(name)s") % {"name": names.get(id, id)}
        case Credential(id):
            return _("Hold the credential %(name)s") % {"name": names.get(id, id)}
        case Outside(issuer, name):
            return _("Hold %(name)s, issued by %(issuer)s") % {
                "name": name,
                "issuer": domain_of(issuer),
            }
    raise TypeError(f"{type(leaf).__name__} is not a leaf")


def domain_of(issuer: str) -> str:
    """Return the domain that an issuer's id names, which is harder to feign than a name."""
    if issuer.startswith("did:web:"):
        return unquote(issuer.removeprefix("did:web:").partition(":")[0])
    return urlsplit(issuer).hostname or issuer


def _learned(titles: Sequence[str], recall: float | None) -> str:
    text = _units_in_words(titles)
    if recall is None:
        return text
    return _("%(text)s; recall of at least %(recall).0f %%") % {
        "text": text,
        "recall": recall * 100,
    }


def _units_in_words(titles: Sequence[str]) -> str:
    """Return a line that names the units, or counts them where a line cannot hold them."""
    if len(titles) > MOST_NAMED:
        return _("Learn all %(n)s units") % {"n": len(titles)}
    return ngettext("Learn %(titles)s", "Learn %(n)s units: %(titles)s", len(titles)) % {
        "n": len(titles),
        "titles": ", ".join(titles),
    }
