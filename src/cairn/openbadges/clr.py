"""
Comprehensive Learner Records: credentials of one learner in one, and how they hang together.

What is enclosed keeps its own proof and is verified by itself; the record adds that all of it
is about the same person, and how the achievements are related.

Source: 1EdTech, Comprehensive Learner Record Standard 2.0, "ClrCredential", "ClrSubject" and
"Association".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.errors import CairnError, MalformedCredential
from cairn.openbadges.envelope import OB_CONTEXT, VC_CONTEXT, Envelope, Statuses
from cairn.openbadges.parts import Achievement, Image, Profile, Recipient
from cairn.openbadges.v3 import check_achievement, identifiers
from cairn.openbadges.writing import absolute, as_document, present
from cairn.vc.achievement_shapes import WORDS
from cairn.vc.enclosed import MAX_ENCLOSED
from cairn.vc.enveloped import Enveloped, is_enveloped, token_in
from cairn.vc.jwt import credential_in
from cairn.vc.members import id_of, listed

CLR_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CONTEXTS = (VC_CONTEXT, CLR_CONTEXT, OB_CONTEXT)


@dataclass(frozen=True, slots=True)
class Association:
    """That the achievement `source_id` stands to the achievement `target_id` as `kind` says."""

    kind: str
    source_id: str
    target_id: str


def clr_credential(
    *,
    id: str,
    issuer: Profile,
    recipient: Recipient,
    name: str,
    credentials: Sequence[Mapping[str, Any]],
    valid_from: datetime,
    achievements: Sequence[Achievement] = (),
    associations: Sequence[Association] = (),
    is_partial: bool = True,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    status: Statuses | None = None,
    description: str | None = None,
    image: Image | None = None,
    refresh_url: str | None = None,
    endorsements: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """
    Return a ClrCredential without its proof; the same input gives the same document.

    Args:
        issuer: who says that all of it is about one person: the publisher of the record.
        credentials: at least one, each with its proof or in its envelope; they stay as they
            are.
        achievements: definitions that associations name and no credential holds.
        associations: between achievements of the record, by their ids.
        is_partial: whether the publisher knows of more than is in it.
        awarded: when the record was first made, if that was before `valid_from`.
        refresh_url: where a newer version of the record can be had.
        endorsements: EndorsementCredentials of the record itself, each signed.

    Raises:
        MalformedCredential: if a credential cannot be enclosed, stands there twice, an
            association names an achievement that the record lacks, or an endorsement is none.
    """
    _check(name, recipient, credentials, achievements)
    record = Envelope(
        id=id,
        issuer=issuer,
        name=name,
        description=description,
        image=image,
        valid_from=valid_from,
        valid_until=valid_until,
        awarded=awarded,
        status=status,
        refresh_url=refresh_url,
        endorsements=endorsements,
    ).around(
        _subject(recipient, credentials, achievements, associations),
        kind="ClrCredential",
        contexts=CONTEXTS,
    )
    return {**record, "partial": True} if is_partial else record


def _subject(
    recipient: Recipient,
    credentials: Sequence[Mapping[str, Any]],
    achievements: Sequence[Achievement],
    associations: Sequence[Association],
) -> dict[str, Any]:
    known = achievement_ids(credentials) | {achievement.id for achievement in achievements}
    return present(
        {
            "id": recipient.id and absolute(recipient.id, "the recipient"),
            "type": ["ClrSubject"],
            "identifier": identifiers(recipient),
            "achievement": [as_document(achievement) for achievement in achievements],
            "verifiableCredential": [dict(credential) for credential in credentials],
            "association": [_association(one, known) for one in associations],
        }
    )


def why_not_enclosed(credential: Mapping[str, Any]) -> str | None:
    """
    Return why `credential` cannot stand inside a record; None if it can.

    Its proof covers its own contexts, so these must be ones that may stand inside others: the
    contexts of version 2. A context of version 1 would give words of the record another meaning.
    The envelope of a JWT is an object of version 2 and so may stand there.
    """
    try:
        inside = opened(credential)
    except CairnError as error:
        return f"its envelope cannot be opened: {error}"
    if inside is credential and "proof" not in credential:
        return "it has no proof of its own"
    if listed(inside.get("@context"))[:1] != [VC_CONTEXT]:
        return "it is of an older version of the standard, which cannot stand inside a newer one"
    if "ClrCredential" in listed(inside.get("type")):
        return "it is a record itself"
    return None


def opened(credential: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return what a credential says: the credential in its envelope, or itself; nothing is believed.

    Raises:
        CredentialError: if the envelope is unsound.
    """
    if not is_enveloped(credential, Enveloped.CREDENTIAL):
        return credential
    return credential_in(token_in(credential, Enveloped.CREDENTIAL))


def achievement_ids(credentials: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the ids of the achievements that `credentials` are about."""
    subjects = [
        one
        for credential in credentials
        for one in listed(opened(credential).get("credentialSubject"))
    ]
    found = [id_of(one.get("achievement")) for one in subjects if isinstance(one, Mapping)]
    return {identifier for identifier in found if identifier is not None}


def _check(
    name: str,
    recipient: Recipient,
    credentials: Sequence[Mapping[str, Any]],
    achievements: Sequence[Achievement],
) -> None:
    _check_head(name, recipient)
    _check_enclosed(credentials)
    for achievement in achievements:
        check_achievement(achievement)


def _check_head(name: str, recipient: Recipient) -> None:
    if not name.strip():
        raise MalformedCredential("A record needs a name")
    if recipient.id is None and not recipient.identity:
        raise MalformedCredential("The recipient needs an id or an identity")


def _check_enclosed(credentials: Sequence[Mapping[str, Any]]) -> None:
    if not credentials:
        raise MalformedCredential("A record holds at least one credential")
    if len(credentials) > MAX_ENCLOSED:
        raise MalformedCredential(f"A record holds at most {MAX_ENCLOSED} credentials")
    seen: set[tuple[str | None, Any]] = set()
    for credential in credentials:
        why = why_not_enclosed(credential)
        inside = credential if why else opened(credential)
        named = inside.get("name") or str(inside.get("id"))[:200]
        if why is not None:
            raise MalformedCredential(f"{named!r} cannot be enclosed: {why}")
        key = id_of(inside.get("issuer")), inside.get("id")
        if key in seen:
            raise MalformedCredential(f"{named!r} stands twice in the record")
        seen.add(key)


def _association(one: Association, known: set[str]) -> dict[str, Any]:
    if one.kind not in WORDS["AssociationType"]:
        raise MalformedCredential(f"An association is no {one.kind!r}")
    for end in (one.source_id, one.target_id):
        if end not in known:
            raise MalformedCredential(f"An association names {end}, which the record lacks")
    return {
        "type": "Association",
        "associationType": one.kind,
        "sourceId": one.source_id,
        "targetId": one.target_id,
    }
