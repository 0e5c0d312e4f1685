"""
The parts of an Open Badges 3.0 credential, typed.

Names are those of the standard in snake case, lists in the plural; `cairn.openbadges.v3` writes
them as the standard does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar


def member(key: str) -> Any:
    """Return a list field that is written under another, singular name."""
    return field(default=(), metadata={"key": key})


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by its address; `caption` is what is said where it cannot be seen."""

    TYPE: ClassVar[str] = "Image"

    id: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry:
    """What somebody else calls an issuer or an achievement."""

    TYPE: ClassVar[str] = "IdentifierEntry"

    identifier: str
    identifier_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates:
    """A place, in degrees of WGS 84."""

    TYPE: ClassVar[str] = "GeoCoordinates"

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an organisation is to be found; `address_country_code` as in ISO 3166-1 alpha-2."""

    TYPE: ClassVar[tuple[str, ...]] = ("Address",)

    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    An issuer, a creator or a source. `id` is a DID or an address.

    `endorsements` are EndorsementCredentials of it, each signed by whoever endorses it.
    """

    TYPE: ClassVar[tuple[str, ...]] = ("Profile",)

    id: str
    name: str | None = None
    url: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    official: str | None = None
    image: Image | None = None
    address: Address | None = None
    parent_org: Profile | None = None
    endorsements: tuple[Mapping[str, Any], ...] = member("endorsement")
    other_identifiers: tuple[IdentifierEntry, ...] = member("otherIdentifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The achievement, a result or a level against a competency of a framework."""

    TYPE: ClassVar[tuple[str, ...]] = ("Alignment",)

    target_name: str
    target_url: str
    target_type: str | None = None
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What has to be done to earn an achievement: told, or to be found at `id`, or both."""

    TYPE: ClassVar[None] = None

    narrative: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLevel:
    """One level of a rubric criterion; `level` its rank and `points` its worth, as text."""

    TYPE: ClassVar[tuple[str, ...]] = ("RubricCriterionLevel",)

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignments: tuple[Alignment, ...] = member("alignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """A result that the achievement may carry. Values are text, as the standard has it."""

    TYPE: ClassVar[tuple[str, ...]] = ("ResultDescription",)

    id: str
    name: str
    result_type: str
    required_level: str | None = None
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None
    allowed_values: tuple[str, ...] = member("allowedValue")
    levels: tuple[RubricLevel, ...] = member("rubricCriterionLevel")
    alignments: tuple[Alignment, ...] = member("alignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another achievement: another language, another version, a part of the same stack."""

    TYPE: ClassVar[tuple[str, ...]] = ("Related",)

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """
    What was earned, in one version. `achievement_type` is a word of the standard or `ext:…`.

    `endorsements` are EndorsementCredentials of it, each signed by whoever endorses it.
    """

    TYPE: ClassVar[tuple[str, ...]] = ("Achievement",)

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str | None = None
    creator: Profile | None = None
    credits_available: float | None = None
    field_of_study: str | None = None
    human_code: str | None = None
    image: Image | None = None
    in_language: str | None = None
    specialization: str | None = None
    version: str | None = None
    tags: tuple[str, ...] = member("tag")
    alignments: tuple[Alignment, ...] = member("alignment")
    result_descriptions: tuple[ResultDescription, ...] = member("resultDescription")
    related: tuple[Related, ...] = member("related")
    endorsements: tuple[Mapping[str, Any], ...] = member("endorsement")
    other_identifiers: tuple[IdentifierEntry, ...] = member("otherIdentifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one learner reached of one result description."""

    TYPE: ClassVar[tuple[str, ...]] = ("Result",)

    result_description: str | None = None
    value: str | None = None
    achieved_level: str | None = None
    status: str | None = None
    alignments: tuple[Alignment, ...] = member("alignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What the award rests on, by address, by narrative, or by both.

    `digest_multibase` is the multibase multihash of the artifact's bytes; it binds evidence
    that nobody may fetch.
    """

    TYPE: ClassVar[tuple[str, ...]] = ("Evidence",)

    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None
    digest_multibase: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """
    Who earned it: a random `urn:uuid:` and a salted identity; the name only if they chose so.

    `identity` is an IdentityObject as `cairn.openbadges.identity.hashed_identity` gives it.
    """

    id: str | None = None
    identity: Mapping[str, Any] | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """
    When, as what and for how many credits the achievement was earned.

    `source` is who assessed it in the name of the issuer; `image` is made for this one learner.
    """

    started: datetime | None = None
    ended: datetime | None = None
    credits_earned: float | None = None
    license_number: str | None = None
    role: str | None = None
    term: str | None = None
    narrative: str | None = None
    source: Profile | None = None
    image: Image | None = None
