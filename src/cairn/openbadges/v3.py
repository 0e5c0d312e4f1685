"""
Building an Open Badges 3.0 credential: typed parts in, one unsigned document out.

Source: 1EdTech, Open Badges Specification 3.0, "AchievementCredential" and what it uses.

Every member that is written is defined by the two pinned contexts and by the strict 1EdTech
schema, so that what a reader sees is what a signature covers. Lists stay lists; what is not
known is left out, never null and never empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.parts import (
    Achievement,
    Activity,
    Alignment,
    Criteria,
    Evidence,
    IdentifierEntry,
    Image,
    Profile,
    Recipient,
    Related,
    Result,
    ResultDescription,
    RubricLevel,
)
from cairn.openbadges.vocabulary import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    IDENTIFIER_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
)

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


__all__ = [
    "CONTEXTS",
    "EXTENSIONS_CONTEXT",
    "Achievement",
    "Activity",
    "Alignment",
    "Criteria",
    "Evidence",
    "IdentifierEntry",
    "Image",
    "Profile",
    "Recipient",
    "Related",
    "Result",
    "ResultDescription",
    "RubricLevel",
    "achievement_credential",
    "as_document",
    "check_achievement",
    "identifiers",
    "member_name",
    "timestamp",
]


def achievement_credential(
    *,
    id: str,
    issuer: Profile,
    recipient: Recipient,
    achievement: Achievement,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    activity: Activity | None = None,
    status: Mapping[str, Any] | None = None,
    name: str | None = None,
    description: str | None = None,
    image: Image | None = None,
) -> dict[str, Any]:
    """
    Return an OpenBadgeCredential without its proof; the same input gives the same document.

    `id` is absolute, of 128 random bits, so that it tells nothing. `valid_from` also tells a
    newer version from an older one; `awarded` is when it was first awarded, if that was before.
    `results` point at result descriptions and levels of `achievement`. `status` is what
    `cairn.vc.status_list.status_entry` gives. Without a `name` it has that of the achievement.

    Raises MalformedCredential if a part breaks a rule of Open Badges 3.0.
    """
    _check_award(achievement, results, evidence)
    return present(
        {
            **_head(id, name or achievement.name, description, image),
            "issuer": as_document(issuer),
            **_times(valid_from, valid_until, awarded),
            "credentialSubject": _subject(recipient, achievement, results, activity),
            "evidence": [as_document(item) for item in evidence],
            "credentialStatus": status and dict(status),
        }
    )


def as_document(part: Any) -> Any:
    """Return `part` as JSON: camelCase names, types as the standard has them, nothing empty."""
    if isinstance(part, tuple):
        return [as_document(item) for item in part]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    kind = getattr(part, "TYPE", None)
    document: dict[str, Any] = {"type": list(kind) if isinstance(kind, tuple) else kind}
    for its in fields(part):
        document[member_name(its.name, its.metadata)] = as_document(getattr(part, its.name))
    if document.get("id") is not None:
        document = {"id": _absolute(document["id"], type(part).__name__), **document}
    return present(document)


def member_name(name: str, metadata: Mapping[str, Any]) -> str:
    """Return the name of a field in JSON: `credits_available` is `creditsAvailable`."""
    first, *rest = name.split("_")
    return str(metadata.get("key") or first + "".join(word.capitalize() for word in rest))


def present(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return `document` without members that say nothing: null, empty lists and texts."""
    return {key: value for key, value in document.items() if value not in (None, [], {}, "")}


def timestamp(at: datetime) -> str:
    """Return `at` as an XSD dateTimeStamp in UTC with whole seconds."""
    if at.tzinfo is None:
        raise MalformedCredential(f"{at} has no time zone, and a credential needs one")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_achievement(achievement: Achievement) -> None:
    """Raise MalformedCredential if a word is not of the standard or the criteria are missing."""
    if not (achievement.criteria.narrative or achievement.criteria.id):
        raise MalformedCredential(f"The criteria of {achievement.name!r} say nothing")
    _check_word(achievement.achievement_type, ACHIEVEMENT_TYPES, "achievementType")
    for alignment in achievement.alignments:
        _check_word(alignment.target_type, ALIGNMENT_TARGET_TYPES, "targetType")
    for entry in achievement.other_identifiers:
        _check_word(entry.identifier_type, IDENTIFIER_TYPES, "identifierType")
    for description in achievement.result_descriptions:
        _check_word(description.result_type, RESULT_TYPES, "resultType")
        levels = {level.id for level in description.levels}
        if description.required_level is not None and description.required_level not in levels:
            raise MalformedCredential(f"{description.name!r} requires a level that it has not")


def _head(id: str, name: str, description: str | None, image: Image | None) -> dict[str, Any]:
    return {
        "@context": list(CONTEXTS),
        "id": _absolute(id, "the credential"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "description": description,
        "image": image and as_document(image),
    }


def _times(
    valid_from: datetime, valid_until: datetime | None, awarded: datetime | None
) -> dict[str, Any]:
    times = {
        "validFrom": timestamp(valid_from),
        "validUntil": valid_until and timestamp(valid_until),
        "awardedDate": awarded and timestamp(awarded),
    }
    if valid_until is not None and timestamp(valid_until) < timestamp(valid_from):
        raise MalformedCredential(f"It would end on {valid_until}, before it begins")
    return times


def _check_award(
    achievement: Achievement, results: Sequence[Result], evidence: Sequence[Evidence]
) -> None:
    check_achievement(achievement)
    _check_results(results, achievement.result_descriptions)
    for item in evidence:
        if item.id is None and item.narrative is None:
            raise MalformedCredential("Evidence needs an address or a narrative")


def _check_word(word: str | None, known: frozenset[str], where: str) -> None:
    if word is not None and word not in known and not word.startswith("ext:"):
        raise MalformedCredential(f"{where} has no {word!r}; a word of your own begins with ext:")


def _check_results(results: Sequence[Result], described: Sequence[ResultDescription]) -> None:
    by_id = {description.id: description for description in described}
    for result in results:
        if result.status is not None and result.status not in RESULT_STATUSES:
            raise MalformedCredential(f"A result has no status {result.status!r}")
        if result.result_description is None:
            continue
        description = by_id.get(result.result_description)
        if description is None:
            raise MalformedCredential(
                f"A result points at {result.result_description}, which the achievement lacks"
            )
        levels = {level.id for level in description.levels}
        if result.achieved_level is not None and result.achieved_level not in levels:
            raise MalformedCredential(f"{description.name!r} has no level {result.achieved_level}")
        if description.result_type == "Status" and result.status is None:
            raise MalformedCredential(f"The result of {description.name!r} needs a status")


def _subject(
    recipient: Recipient,
    achievement: Achievement,
    results: Sequence[Result],
    activity: Activity | None,
) -> dict[str, Any]:
    if recipient.id is None and not recipient.identity:
        raise MalformedCredential("The recipient needs an id or an identity")
    done = activity or Activity()
    return present(
        {
            "id": recipient.id and _absolute(recipient.id, "the recipient"),
            "type": ["AchievementSubject"],
            "identifier": identifiers(recipient),
            "achievement": as_document(achievement),
            "result": [as_document(result) for result in results],
            "activityStartDate": done.started and timestamp(done.started),
            "activityEndDate": done.ended and timestamp(done.ended),
            "creditsEarned": done.credits_earned,
            "licenseNumber": done.license_number,
            "role": done.role,
            "term": done.term,
            "narrative": done.narrative,
        }
    )


def identifiers(recipient: Recipient) -> list[dict[str, Any]]:
    """Return how the subject of a credential identifies its recipient, beside the id."""
    found = [dict(recipient.identity)] if recipient.identity else []
    if recipient.name:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": recipient.name,
                "identityType": "name",
            }
        )
    return found


def _absolute(address: str, what: str) -> str:
    scheme, colon, rest = address.partition(":")
    if not (colon and rest and scheme.isascii() and scheme[:1].isalpha() and " " not in address):
        raise MalformedCredential(f"The id of {what}, {address!r}, is not an absolute address")
    return address
