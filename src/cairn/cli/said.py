"""
What a credential of any kind says of itself, in members that are the same for all of them.

`cairn inspect --json` prints them under these names; docs/command.md says what each means.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """What kind of document it is."""

    ACHIEVEMENT_CREDENTIAL = "achievement_credential"
    ENDORSEMENT = "endorsement"
    LEARNER_RECORD = "learner_record"
    STATUS_LIST = "status_list"
    CREDENTIAL = "credential"
    PRESENTATION = "presentation"
    ASSERTION = "assertion"
    ACHIEVEMENT = "achievement"
    PROFILE = "profile"
    ADDRESS = "address"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who issued it, or who shows it."""

    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """By what somebody is told; `hashed` where only its hash is stated, None if it is not said."""

    type: str | None = None
    value: str | None = None
    hashed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom it was issued, as it is stated."""

    id: str | None = None
    name: str | None = None
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The achievement that it is about."""

    id: str | None = None
    name: str | None = None
    type: str | None = None
    version: str | None = None
    description: str | None = None
    criteria: str | None = None
    alignments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Securing:
    """
    What shall show that it is genuine.

    Args:
        type: `DataIntegrityProof` or another type of proof, `JWT`, or `hosted`.
        algorithm: the cryptosuite, or the `alg` of a JWT.
        key: the verification method, the `kid` of a JWT, or the key of a signed assertion.
        address: where a hosted badge is published.
    """

    type: str | None = None
    algorithm: str | None = None
    key: str | None = None
    created: str | None = None
    purpose: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where is to be found whether it is revoked or suspended, or that it says so itself."""

    type: str | None = None
    purpose: str | None = None
    index: str | None = None
    list: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a status list holds: how many places, and at how many of them a bit is set."""

    purpose: str | None = None
    places: int | None = None
    set: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    What a document says, of which nothing was checked.

    Args:
        standard: and its version, such as `Open Badges 3.0`, as far as it can be told.
        type: the types that it names.
        assessor: who assessed it for the issuer, where that is said.
        about: the id of what an endorsement endorses; `comment` is how.
        in_envelope: whether a JSON object only carries it as a JWT.
        refresh: addresses at which a newer version is to be had.
        inside: the credentials in it, as deep as the verifier looks.
        inside_count: how many there are.
        problem: why it, or a part of it, could not be read.
    """

    kind: Form
    standard: str | None = None
    id: str | None = None
    type: tuple[str, ...] = ()
    name: str | None = None
    issuer: Party | None = None
    holder: Party | None = None
    recipient: Recipient | None = None
    assessor: Party | None = None
    about: str | None = None
    comment: str | None = None
    achievements: tuple[Award, ...] = ()
    results: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
    awarded: str | None = None
    secured_by: tuple[Securing, ...] = ()
    in_envelope: bool = False
    status: tuple[Status, ...] = ()
    listed: Listed | None = None
    refresh: tuple[str, ...] = ()
    inside: tuple[Said, ...] = ()
    inside_count: int = 0
    problem: str | None = None


def to_json(value: Any) -> Any:
    """Return `value` as JSON, every member there: null where nothing is said."""
    if is_dataclass(value):
        return {one.name: to_json(getattr(value, one.name)) for one in fields(value)}
    return [to_json(one) for one in value] if isinstance(value, tuple) else value
