"""
Credentials inside a credential: endorsements, and what a learning record holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.vc.members import id_of, listed, types_of
from cairn.vc.report import Check

MAX_ENCLOSED = 200
"""Most credentials inside one that are verified; each may ask for a key and a list."""

DEEPEST = 2
"""How deep: a credential in a learning record, and an endorsement in that credential."""

_ENDORSEMENT = "EndorsementCredential"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """
    One credential inside another.

    Args:
        credential: an object, or the text of a JWT.
        about: the ids of what an endorsement at this place may be about; None where the
            place is not one of endorsements.
    """

    credential: Mapping[str, Any] | str
    about: frozenset[str] | None = None


def enclosed_in(document: Mapping[str, Any]) -> Iterator[Enclosed]:
    """
    Yield the credentials directly inside `document`.

    They are the endorsements of the credential, its issuer, its achievement and the other
    profiles in it, and the credentials in the subject of a learning record (CLR 2.0). What those
    enclose in their turn is not among them.
    """
    issuer, subjects = document.get("issuer"), listed(document.get("credentialSubject"))
    achievements = [
        achievement
        for subject in subjects
        if isinstance(subject, Mapping)
        for achievement in listed(subject.get("achievement"))
    ]
    yield from _endorsements(document, [document, issuer, *subjects, *achievements])
    yield from _endorsements(issuer, [issuer])
    for subject in subjects:
        yield from map(Enclosed, _credentials(subject, "verifiableCredential"))
    for achievement in achievements:
        yield from _endorsements(achievement, [achievement])
    others = [(issuer, "parentOrg"), *((one, "creator") for one in achievements)]
    others += [(subject, "source") for subject in subjects]
    for within, member in others:
        if isinstance(within, Mapping):
            for profile in listed(within.get(member)):
                yield from _endorsements(profile, [profile])


def endorses(credential: Mapping[str, Any], about: frozenset[str] | None) -> Check | None:
    """
    Return whether an endorsement is about that in which it stands; None where none is wanted.

    A sound endorsement of something else, or a sound credential that endorses nothing, put where
    it does not belong, would lend its weight to what nobody endorsed.
    """
    if about is None:
        return None
    if _ENDORSEMENT not in types_of(credential):
        text = "it is no endorsement, and stands where one should"
        return Check.failed("endorses", "endorses_another", text)
    named = [id_of(subject) for subject in listed(credential.get("credentialSubject"))]
    other = next((one for one in named if one not in about), None)
    if named and other is None:
        return Check.passed("endorses")
    text = f"it endorses {other or 'nothing'}, which is not what it stands in"
    return Check.failed("endorses", "endorses_another", text)


def _endorsements(node: Any, about: list[Any]) -> Iterator[Enclosed]:
    ids = frozenset(one for one in map(id_of, about) if one is not None)
    for member in ("endorsement", "endorsementJwt"):
        for credential in _credentials(node, member):
            yield Enclosed(credential, ids)


def _credentials(node: Any, member: str) -> Iterator[Mapping[str, Any] | str]:
    kind = str if member == "endorsementJwt" else Mapping
    if isinstance(node, Mapping):
        for entry in listed(node.get(member)):
            if isinstance(entry, kind):
                yield entry
