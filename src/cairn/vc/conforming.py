"""
What was found true of one document of an edition, and so is true of all of them.

All checks of the document alone - that it can be read, its contexts, the data model - look at its
members, types, numbers and at texts. Documents of one edition have all this in common but the
texts in the holes; and of those the model asks little: that an id is a URL, a moment a moment.
So once a document went through every check without a remark, the next one needs only that
asked of its few texts; much else that is said of it was found out with the first. A hole in a
place that is not listed here has every check made each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from cairn.errors import MalformedCredential
from cairn.vc.achievement_model import levels_of, result_descriptions
from cairn.vc.checks_evidence import evidence
from cairn.vc.checks_schema import schemas
from cairn.vc.edition import Edition
from cairn.vc.enclosed import enclosed_in
from cairn.vc.jsonld_place import Path
from cairn.vc.model import is_decimal, is_url, validity_violations
from cairn.vc.moments import read_moment
from cairn.vc.report import Check
from cairn.vc.summary import Named, named_in
from cairn.vc.tracing import IriReading

MAX_PROOF_MEMBERS = 16

TextRule = Callable[[str], bool]


class Place(NamedTuple):
    """
    Where a text stands in a document.

    Attributes:
        member: its name.
        within: the object that it is a member of.
        subject: the object among the subjects of the credential that this is in, if it is.
    """

    member: str
    within: Mapping[str, Any]
    subject: Mapping[str, Any]


def _is_moment(text: str) -> bool:
    try:
        read_moment(text)
    except MalformedCredential:
        return False
    return True


def _anything(place: Place) -> None:
    """The model asks nothing of a text in this place."""


def _an_id(place: Place) -> TextRule:
    return _is_url


def _is_url(text: str) -> bool:
    """Return `is_url` of a text that was read as an IRI, which most often says it already."""
    return (text.isascii() and text[-1:] != ":") or is_url(text)


def _a_moment(place: Place) -> TextRule:
    return _is_moment


def _a_level(place: Place) -> TextRule:
    """It must be a level of its result description, if its result names one."""
    achievement, named = place.subject.get("achievement"), place.within.get("resultDescription")
    if not isinstance(achievement, Mapping) or not isinstance(named, str):
        return is_url
    levels = levels_of(result_descriptions(achievement).get(named, {}))
    return frozenset(filter(is_url, levels)).__contains__


def _an_entry(place: Place) -> TextRule:
    """The id of a status entry must not be the address of its list."""
    address = place.within.get("statusListCredential")
    return lambda text: text != address and _is_url(text)


def _an_index(place: Place) -> TextRule:
    return is_decimal


_SUBJECT, _STATUS = "credentialSubject", "credentialStatus"
_TEXT_RULES: Mapping[tuple[str, ...], Callable[[Place], TextRule | None]] = MappingProxyType(
    {
        ("id",): _an_id,
        ("name",): _anything,
        ("description",): _anything,
        ("validFrom",): _a_moment,
        ("validUntil",): _a_moment,
        ("awardedDate",): _a_moment,
        (_SUBJECT, "id"): _an_id,
        (_SUBJECT, "identifier", "identityHash"): _anything,
        (_SUBJECT, "identifier", "salt"): _anything,
        (_SUBJECT, "licenseNumber"): _anything,
        (_SUBJECT, "narrative"): _anything,
        (_SUBJECT, "activityStartDate"): _a_moment,
        (_SUBJECT, "activityEndDate"): _a_moment,
        (_SUBJECT, "result", "value"): _anything,
        (_SUBJECT, "result", "achievedLevel"): _a_level,
        (_SUBJECT, "encodedList"): _anything,
        ("evidence", "id"): _an_id,
        ("evidence", "name"): _anything,
        ("evidence", "description"): _anything,
        ("evidence", "narrative"): _anything,
        ("evidence", "digestMultibase"): _anything,
        (_STATUS, "id"): _an_entry,
        (_STATUS, "statusListIndex"): _an_index,
    }
)
"""What the model asks of the text in a place; positions in lists are left out of it."""

_PERIOD = ("validFrom", "validUntil")
_BOUND = frozenset({("evidence", "id"), ("evidence", "digestMultibase")})
"""Texts that decide which file has to be handed in."""


@dataclass(frozen=True, slots=True)
class Conformity:
    """
    What is left to ask of a document of an edition of which one kept to everything.

    Attributes:
        rules: asked of the text in a hole, by the number of the hole.
        has_period: whether the first and the last moment of validity are asked together.
        evidence: what is said of the files that are bound, where none is handed in; None if a
            text in a hole decides about it.
        schemas: what is said of the schemas that are named; None if none is.
        named: by whom the document is, and for what.
        is_plain: whether no other credential is inside.
    """

    rules: tuple[tuple[int, TextRule], ...]
    has_period: bool
    evidence: Check | None
    schemas: Check | None
    named: Named
    is_plain: bool

    def holds(self, document: Mapping[str, Any], texts: Sequence[str]) -> bool:
        """
        Return whether every check of the document alone would pass without a remark.

        False stands for "make them". `document` is of the edition, with a proof beside, and
        its texts became terms.
        """
        for number, rule in self.rules:
            if not rule(texts[number]):
                return False
        if self.has_period and any(validity_violations(document)):
            return False
        return _has_plain_proof(document.get("proof"))


def conformity_of(edition: Edition, document: Mapping[str, Any]) -> Conformity | None:
    """
    Return what is left to ask of documents of an edition; None if that is not known.

    Args:
        document: one of them, which went through every check of a document alone without a
            remark.
    """
    like, rules, holes = edition.stencil.like, [], set()
    is_bound = False
    for number, path in enumerate(edition.stencil.places):
        names, place = _names(path), _place(like, path)
        is_read = names[-1] != "id" or isinstance(edition.readings[number], IriReading)
        if place is None or names not in _TEXT_RULES or not is_read:
            return None
        holes.add(place.member)
        is_bound = is_bound or names in _BOUND
        rule = _TEXT_RULES[names](place)
        if rule is not None:
            rules.append((number, rule))
    return Conformity(
        rules=tuple(rules),
        has_period=like.keys() >= set(_PERIOD) and not holes.isdisjoint(_PERIOD),
        evidence=None if is_bound else evidence(document, resources={}),
        schemas=schemas(document, Check.passed("model")),
        named=named_in(document),
        is_plain=next(enclosed_in(document), None) is None,
    )


def _has_plain_proof(proof: Any) -> bool:
    """Return whether there is one proof, which has one type and nothing but short names in it."""
    if type(proof) is list and len(proof) == 1:
        proof = proof[0]
    if type(proof) is not dict or len(proof) > MAX_PROOF_MEMBERS or "type" not in proof:
        return False
    texts = [*proof, *proof.values()]
    return set(map(type, texts)) == {str} and "".join(texts).isascii()


def _names(path: Path) -> tuple[str, ...]:
    """Return the names of the members on the way to a place."""
    return tuple(step for step in _steps(path) if isinstance(step, str))


def _place(document: Any, path: Path) -> Place | None:
    """Return the place to which a path leads in a document; None if it is one in a list."""
    *steps, member = _steps(path)
    within, subject = document, {}
    for number, step in enumerate(steps):
        within = within[step]
        is_of_document = number == 0 or (number == 1 and isinstance(step, int))
        if steps[0] == _SUBJECT and is_of_document:
            subject = within
    return Place(member, within, subject) if isinstance(member, str) else None


def _steps(path: Path) -> list[str | int]:
    """Return the names and positions on the way to a place."""
    steps: list[str | int] = []
    while path:
        path, step = path
        steps.append(step)
    return steps[::-1]
