"""
A learner's record: credentials of one person in one signed file, in the words of CLR 2.0.

The publisher is an organisation that awarded the person something: it says that all of it is
about the same person, which the credentials, each under a random id of its own, do not say.
Each keeps its own proof and its own status, so the record need not be revocable.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cairn.errors import InputTooLarge, MalformedCredential
from cairn.openbadges.clr import Association, clr_credential, opened
from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.parts import Recipient
from cairn.vc.data_integrity import secure
from cairn.vc.report import Outcome
from cairn_server.accounts.models import Person
from cairn_server.credentials import verifying
from cairn_server.credentials.addresses import credential_id_in
from cairn_server.credentials.awarding import recipient_of
from cairn_server.credentials.composing import issuer_profile
from cairn_server.credentials.jwt_signing import jwt_of
from cairn_server.credentials.keeping_keys import signer, signing_key
from cairn_server.credentials.models import (
    AwardEventKind,
    Credential,
    Issuer,
    KeyState,
)
from cairn_server.credentials.shown_claims import CREDENTIAL
from cairn_server.errors import IssuingStopped, RecordRefused, UnsoundCredential


def publishers_for(person: Person) -> list[Issuer]:
    """Return who may publish a record of `person`: whoever awarded them something. One query."""
    issuers = Issuer.objects.filter(
        organisation__awards__person=person, succeeded_at=None, keys__state=KeyState.ACTIVE
    )
    return list(
        issuers.exclude(did="").select_related("organisation", "logo").order_by("pk").distinct()
    )


@transaction.atomic
def make_record(
    *,
    person: Person,
    publisher: Issuer,
    credentials: Sequence[Mapping[str, Any]],
    name: str,
    at: datetime,
) -> dict[str, Any]:
    """
    Return the signed record of `person`; nothing of it is kept.

    Args:
        publisher: one of `publishers_for(person)`.
        credentials: signed documents; that they are the person's is seen to by the caller.

    Raises:
        IssuingStopped: if issuing is switched off.
        RecordRefused: if a record of these cannot be made, with the reason.
    """
    if not settings.CAIRN_ISSUING:
        raise IssuingStopped("Issuing is stopped; a record can be made when it resumes")
    at = at.replace(microsecond=0)
    unsigned = _drawn_up(person, publisher, credentials, name, at)
    key = signing_key(publisher)
    record = secure(
        unsigned, sign=signer().signing(key.ref), verification_method=key.method_id, created=at
    )
    report = verifying.report_on(record, at=at, ask=verifying.nobody)
    if report.outcome is not Outcome.VALID:
        raise RecordRefused(f"The record would not verify, so choose fewer: {report.sentence}")
    return record


@transaction.atomic
def make_record_jwt(
    *,
    person: Person,
    publisher: Issuer,
    credentials: Sequence[Mapping[str, Any]],
    name: str,
    at: datetime,
) -> str:
    """
    Return the record of `person` as a token; nothing of it is kept.

    Args:
        publisher, credentials: as in `make_record`.

    Raises:
        IssuingStopped: if issuing is switched off.
        RecordRefused: if a record of these cannot be made, with the reason.
    """
    at = at.replace(microsecond=0)
    unsigned = _drawn_up(person, publisher, credentials, name, at)
    try:
        return jwt_of(unsigned, key=signing_key(publisher), at=at)
    except (InputTooLarge, MalformedCredential, UnsoundCredential) as error:
        raise RecordRefused(f"It makes no token, so choose fewer, or JSON: {error}") from error


def _drawn_up(
    person: Person,
    publisher: Issuer,
    credentials: Sequence[Mapping[str, Any]],
    name: str,
    at: datetime,
) -> dict[str, Any]:
    """Return the record before it is signed."""
    try:
        return clr_credential(
            id=UUID(bytes=secrets.token_bytes(16), version=4).urn,
            issuer=issuer_profile(publisher),
            recipient=_recipient(person, publisher),
            name=name,
            credentials=credentials,
            associations=associations_in(credentials),
            is_partial=_is_partial(person, publisher, credentials),
            valid_from=at,
        )
    except MalformedCredential as error:
        raise RecordRefused(str(error)) from error


def associations_in(credentials: Sequence[Mapping[str, Any]]) -> list[Association]:
    """Return how the achievements hang together: a part that a stack names as its evidence."""
    said = [opened(one) for one in credentials]
    achievements = {one.get("id"): _achievement(one) for one in said}
    return [
        Association("isPartOf", achievements[part], achievements[one.get("id")])
        for one in said
        for part in _parts(one)
        if part in achievements
    ]


def _parts(credential: Mapping[str, Any]) -> list[str]:
    return [
        evidence["id"]
        for evidence in credential.get("evidence", [])
        if evidence.get("genre") == CREDENTIAL and "id" in evidence
    ]


def _achievement(credential: Mapping[str, Any]) -> str:
    return str(credential["credentialSubject"]["achievement"]["id"])


def _recipient(person: Person, publisher: Issuer) -> Recipient:
    named = recipient_of(person, publisher)
    return Recipient(
        id=f"urn:uuid:{named.subject}",
        identity=hashed_identity(named.email, named.salt) if named.email else None,
        name=named.name or None,
    )


def _is_partial(
    person: Person, publisher: Issuer, credentials: Sequence[Mapping[str, Any]]
) -> bool:
    """Return whether the publisher awarded the person more that stands and is not in it."""
    enclosed = {credential_id_in(str(one.get("id", ""))) for one in credentials}
    known = Credential.objects.filter(
        award__person=person, award__organisation=publisher.organisation_id
    )
    standing = known.exclude(award__events__kind=AwardEventKind.REVOKE).exclude(document="")
    return not enclosed.issuperset(standing.values_list("pk", flat=True))
