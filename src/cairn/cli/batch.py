"""
What the credentials of one run of `cairn issue` have in common, and one of them from its line.

Runs in several processes at once, so everything in a `Batch` can be sent to another one; what
cannot (keys that sign) is made there by `Issuing`.
"""

from __future__ import annotations

import json
import os
import secrets
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cairn.cli.arguments import moment
from cairn.errors import CairnError, MalformedInput

if TYPE_CHECKING:
    from cairn.openbadges.parts import Achievement, Evidence, Profile, Recipient
    from cairn.openbadges.v3 import Definition

READ_COLUMNS = frozenset(
    {"email", "name", "evidence_url", "narrative", "valid_until", "license_number"}
)


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
        status_url: of the list that will tell which are revoked; None for none.
        cryptosuite: by which JSON is signed; None for the usual one of the key.
    """

    achievement: Achievement
    issuer: Profile
    jwk: Mapping[str, Any]
    method: str
    at: datetime
    folder: Path
    form: Form = Form.JSON
    status_url: str | None = None
    cryptosuite: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `position` is its place in the status list, None without one."""

    number: int
    cells: Mapping[str, str]
    position: int | None = None

    @property
    def email(self) -> str:
        return self.cells["email"].strip().lower()


class Issuing:
    """Issues the lines of a batch, one after the other."""

    def __init__(self, batch: Batch) -> None:
        from cairn.openbadges.v3 import Definition

        self._batch = batch
        self._definition = Definition.of(batch.achievement)
        self._write = (
            _json_writer(batch, self._definition) if batch.form is Form.JSON else _jwt_writer(batch)
        )

    def outcome(self, line: Line) -> dict[str, Any]:
        """Issue to one recipient; return what the report says, the reason if it was refused."""
        outcome: dict[str, Any] = {"line": line.number, "email": line.email, "outcome": "refused"}
        try:
            return outcome | self._issued(line)
        except (CairnError, ArgumentTypeError) as error:
            return outcome | {"detail": str(error)}

    def _issued(self, line: Line) -> dict[str, Any]:
        document = self._document(line)
        text = self._write(document)
        suffix = "json" if self._batch.form is Form.JSON else "jwt"
        name = f"{document['id'].removeprefix('urn:uuid:')}.{suffix}"
        # a name that nobody has yet needs no file beside it; the report says which are whole
        _write_new(f"{self._batch.folder}/{name}", text.encode() + b"\n")
        issued = {"outcome": "issued", "file": name, "credential_id": document["id"]}
        return issued if line.position is None else issued | {"status_index": line.position}

    def _document(self, line: Line) -> dict[str, Any]:
        from cairn.openbadges.v3 import Activity, achievement_credential
        from cairn.vc.status_list import status_entry

        batch, cells, status = self._batch, line.cells, None
        if batch.status_url is not None and line.position is not None:
            status = status_entry(list_url=batch.status_url, index=line.position)
        until = cells.get("valid_until", "").strip()
        return achievement_credential(
            id=uuid4().urn,
            issuer=batch.issuer,
            recipient=_recipient(cells, line.email),
            achievement=self._definition,
            evidence=_evidence(cells),
            activity=Activity(license_number=cells.get("license_number", "").strip() or None),
            valid_from=batch.at,
            valid_until=moment(until) if until else None,
            status=status,
        )


def _write_new(path: str, data: bytes) -> None:
    """Write a file that was not there before; as plainly as it goes, for there are many."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(file, data) != len(data):
            raise OSError(f"{path} was not written to its end: the disk may be full")
    finally:
        os.close(file)


def _json_writer(batch: Batch, definition: Definition) -> Callable[[Mapping[str, Any]], str]:
    """Return how a credential is signed, checked and written as JSON."""
    from cairn.vc.data_integrity import secure, suites_for, verify_proof
    from cairn.vc.ec_keys import signing_key
    from cairn.vc.shape_cache import ShapeCache

    key, shapes = signing_key(batch.jwk), ShapeCache()
    public, text_of = key.public, _json_text(definition)
    suite = batch.cryptosuite or suites_for(public.kind)[0]

    def write(document: Mapping[str, Any]) -> str:
        signed = secure(
            document,
            sign=key.sign,
            verification_method=batch.method,
            created=batch.at,
            cryptosuite=suite,
            kind=public.kind,
            shapes=shapes,
        )
        verify_proof(signed, signed["proof"][0], public_key=public, shapes=shapes)
        return text_of(signed)

    return write


def _json_text(definition: Definition) -> Callable[[dict[str, Any]], str]:
    """Return how a credential with this achievement is written; of that the text is known."""
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    achievement, place = dumps(definition.document), secrets.token_hex(16)

    def text_of(signed: dict[str, Any]) -> str:
        subject = {**signed["credentialSubject"], "achievement": place}
        head, tail = dumps({**signed, "credentialSubject": subject}).split(f'"{place}"')
        return f"{head}{achievement}{tail}"

    return text_of


def _jwt_writer(batch: Batch) -> Callable[[Mapping[str, Any]], str]:
    """Return how a credential is signed, checked and written as a compact JWT."""
    from cairn.vc.data_integrity import document_digest
    from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt

    key = JwtKey.from_jwk(batch.jwk)
    profile = JwtProfile.OB3 if batch.form is Form.JWT else JwtProfile.VC_JWT

    def write(document: Mapping[str, Any]) -> str:
        document_digest(document)  # a word that no context defines means nothing to a reader
        return as_jwt(document, key=key, key_id=batch.method, profile=profile)

    return write


def _recipient(cells: Mapping[str, str], email: str) -> Recipient:
    from cairn.openbadges.identity import hashed_identity
    from cairn.openbadges.parts import Recipient

    local, at, domain = email.rpartition("@")
    if not (local and at and domain) or " " in email:
        raise MalformedInput(f"{email!r} is not an e-mail address")
    return Recipient(
        id=uuid4().urn,
        identity=hashed_identity(email, secrets.token_urlsafe(16)),
        name=cells.get("name", "").strip() or None,
    )


def _evidence(cells: Mapping[str, str]) -> list[Evidence]:
    from cairn.openbadges.parts import Evidence

    address = cells.get("evidence_url", "").strip() or None
    narrative = cells.get("narrative", "").strip() or None
    return [Evidence(id=address, narrative=narrative)] if address or narrative else []
