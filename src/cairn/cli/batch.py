"""
What the credentials of one run of `cairn issue` have in common, and one of them from its line.

Runs in several processes at once, so everything in a `Batch` can be sent to another one; what
cannot (keys that sign) is made there by `Issuing`.
"""

from __future__ import annotations

import json
import os
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cairn.cli.recipients import Kind, Line, Texts, texts_reader
from cairn.cli.results import results_reader
from cairn.errors import CairnError, FetchError, MalformedCredential

if TYPE_CHECKING:
    from cairn.openbadges.parts import Achievement, Profile
    from cairn.vc.series import Series

BEFORE_A_SERIES = 24
"""So many credentials with the same columns are written one by one: about what a series costs."""

MOST_SERIES = 400
"""So many are kept: results can be combined in more ways than there are lines."""

PUBLIC_MEMBERS = frozenset({"kty", "crv", "x", "y", "n", "e"})
"""Of a JWK, those that everybody may see."""

DocumentOf = Callable[[Texts], dict[str, Any]]
Given = TypeVar("Given")
Made = TypeVar("Made")


class Form(StrEnum):
    """How a credential is written; the JWTs follow Open Badges 3.0 or the W3C."""

    JSON = "json"
    JWT = "jwt"
    VC_JWT = "vc+jwt"


@dataclass(frozen=True, slots=True)
class Batch:
    """
    What the credentials of one run have in common.

    Args:
        jwk: the private key.
        method: the verification method, or the address of a bare JWK.
        status_url, suspension_url: of the lists that will tell which are revoked, and which are
            suspended; None for none.
        cryptosuite: by which JSON is signed; None for the usual one of the key.
        source: who assessed them in the name of the issuer, where that is somebody else.
    """

    achievement: Achievement
    issuer: Profile
    jwk: Mapping[str, Any]
    method: str
    at: datetime
    folder: Path
    form: Form = Form.JSON
    status_url: str | None = None
    suspension_url: str | None = None
    cryptosuite: str | None = None
    source: Profile | None = None

    @property
    def lists(self) -> dict[str, str]:
        """The addresses of its status lists by their purpose."""
        urls = {"revocation": self.status_url, "suspension": self.suspension_url}
        return {purpose: url for purpose, url in urls.items() if url is not None}


class Issuing:
    """Issues lines of a batch."""

    def __init__(self, batch: Batch) -> None:
        document_of = document_writer(batch)
        self._batch = batch
        results_of = results_reader(batch.achievement)
        self._texts_of = texts_reader(batch.status_url, batch.suspension_url, results_of)
        self._written = (
            JsonWriter(batch, document_of).written
            if batch.form is Form.JSON
            else _jwt_writer(batch, document_of)
        )

    def outcomes(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """
        Issue to some recipients; return what the report says, the reason where one was refused.

        One step for all after the other: a processor is quicker at what it did a moment ago.
        """
        texts = [_tried(self._texts_of, line) for line in lines]
        data = [one if isinstance(one, Refused) else _tried(self._written, one) for one in texts]
        return list(map(self._outcome, lines, texts, data))

    def _outcome(self, line: Line, texts: Texts | Refused, data: bytes | Refused) -> dict[str, Any]:
        outcome: dict[str, Any] = {"line": line.number, "email": line.email}
        if isinstance(texts, Refused) or isinstance(data, Refused):
            return outcome | {"outcome": "refused", "detail": str(data)}
        suffix = "json" if self._batch.form is Form.JSON else "jwt"
        name = f"{texts.id.removeprefix('urn:uuid:')}.{suffix}"
        # a name that nobody has yet needs no file beside it; the report says which are whole
        _write_new(f"{self._batch.folder}/{name}", data + b"\n")
        outcome |= {"outcome": "issued", "file": name, "credential_id": texts.id}
        return outcome if line.position is None else outcome | {"status_index": line.position}

    def specimen(self) -> bytes:
        """Return a credential for nobody, written to no file; CairnError if none can be made."""
        place = 0 if self._batch.lists else None
        nobody = Line(0, {"email": "nobody@cairn.invalid"}, place)
        return self._written(self._texts_of(nobody))


def try_out(batch: Batch) -> None:
    """
    Return if what the credentials of a batch have in common is sound, whoever they are for.

    One is made and verified, as if its key, its list and its issuer were published already.

    Raises:
        CairnError: if none can be made.
        MalformedCredential: if our own verifier would refuse each of them.
    """
    from cairn.openbadges.reading import find_credential
    from cairn.openbadges.verifying import verify_found
    from cairn.vc.did import VerificationMethod
    from cairn.vc.jwt_signing import JwtKey
    from cairn.vc.report import CheckOutcome
    from cairn.vc.trust import TrustList

    found = find_credential(Issuing(batch).specimen())
    public = {name: value for name, value in batch.jwk.items() if name in PUBLIC_MEMBERS}
    key, uses = JwtKey.from_jwk(batch.jwk).public, frozenset({"assertionMethod"})

    def fetch(url: str) -> bytes:
        if url == batch.method:
            return json.dumps(public).encode()
        raise FetchError(f"{url} is not asked before anything is issued")

    def method(name: str) -> VerificationMethod:
        return VerificationMethod(name, name.partition("#")[0], key, uses)

    report = verify_found(found, fetch=fetch, keys=method, trust=TrustList.empty(), at=batch.at)
    for check in report.checks:
        if check.outcome is CheckOutcome.FAILED:
            raise MalformedCredential(f"What would be issued would not verify: {check.detail}")


class Refused(str):
    """Why something was not issued."""

    __slots__ = ()


def _tried(act: Callable[[Given], Made], given: Given) -> Made | Refused:
    try:
        return act(given)
    except (CairnError, ArgumentTypeError) as error:
        return Refused(error)


def _write_new(path: str, data: bytes) -> None:
    """Write a file that was not there before; as plainly as it goes, for there are many."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(file, data) != len(data):
            raise OSError(f"{path} was not written to its end: the disk may be full")
    finally:
        os.close(file)


def document_writer(batch: Batch) -> DocumentOf:
    """Return how a credential with the texts of one recipient is written, before it is signed."""
    from cairn.openbadges.identity import hashed_identity
    from cairn.openbadges.parts import Evidence, Recipient
    from cairn.openbadges.v3 import Activity, Definition, achievement_credential
    from cairn.vc.moments import read_moment
    from cairn.vc.status_list import status_entry

    definition = Definition.of(batch.achievement)
    identity = hashed_identity("", "")
    entries = [
        status_entry(list_url=url, index=0, purpose=purpose) for purpose, url in batch.lists.items()
    ]

    def document_of(texts: Texts) -> dict[str, Any]:
        evidence = Evidence(id=texts.evidence_url, narrative=texts.narrative)
        of_suspension = {"id": texts.suspension_id, "statusListIndex": texts.suspension_index}
        of_revocation = {"id": texts.status_id, "statusListIndex": texts.status_index}
        places = [one for one in (of_revocation, of_suspension) if one["id"]]
        salted = {"identityHash": texts.identity_hash, "salt": texts.salt}
        return achievement_credential(
            id=texts.id,
            issuer=batch.issuer,
            recipient=Recipient(id=texts.holder, identity=identity | salted, name=texts.name),
            achievement=definition,
            results=texts.results,
            evidence=[evidence] if texts.evidence_url or texts.narrative else [],
            activity=Activity(license_number=texts.license_number, source=batch.source),
            valid_from=batch.at,
            valid_until=read_moment(texts.valid_until) if texts.valid_until else None,
            status=[entry | place for entry, place in zip(entries, places, strict=True)] or None,
        )

    return document_of


def _jwt_writer(batch: Batch, document_of: DocumentOf) -> Callable[[Texts], bytes]:
    """Return how a credential is signed, checked and written as a compact JWT."""
    from cairn.vc.data_integrity import document_digest
    from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt

    key = JwtKey.from_jwk(batch.jwk)
    profile = JwtProfile.OB3 if batch.form is Form.JWT else JwtProfile.VC_JWT

    def written(texts: Texts) -> bytes:
        document = document_of(texts)
        document_digest(document)  # a word that no context defines means nothing to a reader
        return as_jwt(document, key=key, key_id=batch.method, profile=profile).encode()

    return written


class JsonWriter:
    """
    Signs, checks and writes credentials as JSON.

    The first ones with the same columns and results each by itself, all further ones as a series,
    which must give the same bytes for the last of the first ones.

    Attributes:
        series: those that were made; None for a kind of which there is none.
    """

    def __init__(self, batch: Batch, document_of: DocumentOf) -> None:
        from cairn.openbadges.writing import timestamp
        from cairn.vc.data_integrity import SIGNING_SUITES, suites_for
        from cairn.vc.ec_keys import signing_key
        from cairn.vc.shape_cache import ShapeCache

        self._batch = batch
        self._document_of = document_of
        self._key = signing_key(batch.jwk)
        self._public = self._key.public
        self._suite = batch.cryptosuite or suites_for(self._public.kind)[0]
        self._shapes = ShapeCache()
        self._begins = timestamp(batch.at)
        self._is_serial = self._suite == SIGNING_SUITES[0]
        self.series: dict[Kind, Series | None] = {}
        self._written: Counter[Kind] = Counter()

    def written(self, texts: Texts) -> bytes:
        """Return the signed credential; CairnError if it cannot be one."""
        kind = texts.kind
        series = self.series.get(kind)
        if series is not None and (texts.valid_until or self._begins) >= self._begins:
            data = series.issue(texts.own, sign=self._key.sign, public_key=self._public)
            if data is not None:
                return data
        data = self._by_itself(texts)
        self._written[kind] += 1
        is_next = self._written[kind] == BEFORE_A_SERIES and len(self.series) < MOST_SERIES
        if self._is_serial and is_next:
            self.series[kind] = self._series_of(texts, data)
        return data

    def _by_itself(self, texts: Texts) -> bytes:
        from cairn.vc.data_integrity import secure, verify_proof
        from cairn.vc.series import compact_json

        signed = secure(
            self._document_of(texts),
            sign=self._key.sign,
            verification_method=self._batch.method,
            created=self._batch.at,
            cryptosuite=self._suite,
            kind=self._public.kind,
            shapes=self._shapes,
        )
        verify_proof(signed, signed["proof"][0], public_key=self._public, shapes=self._shapes)
        return compact_json(signed).encode()

    def _series_of(self, texts: Texts, written: bytes) -> Series | None:
        """Return the series of credentials with the same columns; None if there is none."""
        from cairn.vc.series import Series

        marks = texts.marks()
        series = Series.of(
            self._document_of(marks),
            marks.own,
            verification_method=self._batch.method,
            created=self._batch.at,
        )
        if series is None:
            return None
        again = series.issue(texts.own, sign=self._key.sign, public_key=self._public)
        return series if again == written else None
