"""
What was found true of one document of an edition, and so is true of all of them.

All checks of the document alone - that it can be read, its contexts, the data model - look at its
members, types, numbers and at texts. Documents of one edition have all this in common but the
texts in the holes; and of those the model asks little: that an id is a URL, a moment a moment.
So once a document went through every check without a remark, the next one needs only that
asked of its few texts. A hole in a place that is not listed here has every check made each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cairn.errors import MalformedCredential
from cairn.vc.achievement_model import result_violations
from cairn.vc.edition import Edition
from cairn.vc.jsonld_place import Path
from cairn.vc.model import Violation, is_url, status_violations, validity_violations
from cairn.vc.moments import read_moment

MAX_PROOF_MEMBERS = 16

TextRule = Callable[[str], bool]
DocumentRule = Callable[[Mapping[str, Any]], Iterator[Violation]]


def _any_text(text: str) -> bool:
    return True


def _is_moment(text: str) -> bool:
    try:
        read_moment(text)
    except MalformedCredential:
        return False
    return True


_SUBJECT, _STATUS = "credentialSubject", "credentialStatus"
_TEXT_RULES: Mapping[tuple[str, ...], TextRule] = MappingProxyType(
    {
        ("id",): is_url,
        ("name",): _any_text,
        ("description",): _any_text,
        ("validFrom",): _is_moment,
        ("validUntil",): _is_moment,
        ("awardedDate",): _is_moment,
        (_SUBJECT, "id"): is_url,
        (_SUBJECT, "identifier", "identityHash"): _any_text,
        (_SUBJECT, "identifier", "salt"): _any_text,
        (_SUBJECT, "licenseNumber"): _any_text,
        (_SUBJECT, "narrative"): _any_text,
        (_SUBJECT, "activityStartDate"): _is_moment,
        (_SUBJECT, "activityEndDate"): _is_moment,
        (_SUBJECT, "result", "value"): _any_text,
        (_SUBJECT, "result", "achievedLevel"): is_url,
        (_SUBJECT, "encodedList"): _any_text,
        ("evidence", "id"): is_url,
        ("evidence", "name"): _any_text,
        ("evidence", "description"): _any_text,
        ("evidence", "narrative"): _any_text,
        ("evidence", "digestMultibase"): _any_text,
        (_STATUS, "id"): is_url,
        (_STATUS, "statusListIndex"): _any_text,
    }
)
"""What the model asks of the text in a place; positions in lists are left out of it."""


def _results(document: Mapping[str, Any]) -> Iterator[Violation]:
    subject = document[_SUBJECT]
    for one in subject if isinstance(subject, list) else [subject]:
        yield from result_violations(one)


_DOCUMENT_RULES: Mapping[tuple[str, ...], DocumentRule] = MappingProxyType(
    {
        ("validFrom",): validity_violations,
        ("validUntil",): validity_violations,
        (_SUBJECT, "result", "achievedLevel"): _results,
        (_STATUS, "id"): status_violations,
        (_STATUS, "statusListIndex"): status_violations,
    }
)
"""Where the model asks more of a text than it can tell by itself."""


@dataclass(frozen=True, slots=True)
class Conformity:
    """
    What is left to ask of a document of an edition of which one kept to everything.

    Attributes:
        texts: asked of the text in each hole.
        documents: asked of the document.
        is_plain: whether no other credential is inside.
    """

    texts: tuple[TextRule, ...]
    documents: tuple[DocumentRule, ...]
    is_plain: bool

    def holds(self, document: Mapping[str, Any], texts: Sequence[str]) -> bool:
        """
        Return whether every check of the document alone would pass without a remark.

        False stands for "make them". `document` is of the edition, with a proof beside.
        """
        for rule, text in zip(self.texts, texts, strict=True):
            if not rule(text):
                return False
        return _has_plain_proof(document.get("proof")) and not any(
            violation for rule in self.documents for violation in rule(document)
        )


def conformity_of(edition: Edition, *, is_plain: bool) -> Conformity | None:
    """
    Return what is left to ask of documents of an edition; None if that is not known.

    One of them went through every check of the document alone without a remark.
    """
    names = [_names(place) for place in edition.stencil.places]
    if not _TEXT_RULES.keys() >= set(names):
        return None
    rules = dict.fromkeys(_DOCUMENT_RULES[name] for name in names if name in _DOCUMENT_RULES)
    return Conformity(tuple(_TEXT_RULES[name] for name in names), tuple(rules), is_plain)


def _has_plain_proof(proof: Any) -> bool:
    """Return whether there is one proof, which has one type and nothing but short names in it."""
    if type(proof) is list and len(proof) == 1:
        proof = proof[0]
    if type(proof) is not dict or len(proof) > MAX_PROOF_MEMBERS or "type" not in proof:
        return False
    texts = [*proof, *proof.values()]
    return set(map(type, texts)) == {str} and "".join(texts).isascii()


def _names(place: Path) -> tuple[str, ...]:
    """Return the names of the members on the way to a place."""
    names: list[str] = []
    while place:
        place, step = place
        if isinstance(step, str):
            names.append(step)
    return tuple(reversed(names))
