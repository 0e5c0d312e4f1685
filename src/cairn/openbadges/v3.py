"""
Open Badges 3.0: writing an AchievementCredential, so that any conforming reader accepts it.

Source: 1EdTech, Open Badges Specification 3.0, "AchievementCredential" and what it uses.

Every member that is written is defined by the pinned contexts and by the strict 1EdTech
schema, so that what a reader sees is what a signature covers. Lists stay lists; what is not
known is left out, never null and never empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.envelope import (
    EXTENSIONS_CONTEXT,
    OB_CONTEXT,
    VC_CONTEXT,
    Envelope,
    Statuses,
    endorsing,
)
from cairn.openbadges.parts import (
    Achievement,
    Activity,
    Address,
    Alignment,
    Criteria,
    Evidence,
    GeoCoordinates,
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
from cairn.openbadges.writing import absolute, as_document, member_name, present, timestamp

CONTEXTS = (VC_CONTEXT, OB_CONTEXT)
SCHEMA_URL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)

__all__ = [
    "CONTEXTS",
    "EXTENSIONS_CONTEXT",
    "SCHEMA_URL",
    "Achievement",
    "Activity",
    "Address",
    "Alignment",
    "Criteria",
    "Definition",
    "Evidence",
    "GeoCoordinates",
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
    "present",
    "timestamp",
]


@dataclass(frozen=True, slots=True)
class Definition:
    """An achievement, checked and written once for all who are awarded it."""

    achievement: Achievement
    document: Mapping[str, Any]

    @classmethod
    def of(cls, achievement: Achievement) -> Definition:
        """Return `achievement` as a definition; MalformedCredential if it breaks a rule."""
        check_achievement(achievement)
        return cls(achievement, as_document(achievement))


def achievement_credential(
    *,
    id: str,
    issuer: Profile,
    recipient: Recipient,
    achievement: Achievement | Definition,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    activity: Activity | None = None,
    status: Statuses | None = None,
    name: str | None = None,
    description: str | None = None,
    image: Image | None = None,
    refresh_url: str | None = None,
    names_schema: bool = False,
    endorsements: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """
    Return an OpenBadgeCredential without its proof; the same input gives the same document.

    `id` is absolute, of 128 random bits, so that it tells nothing. `valid_from` also tells a
    newer version from an older one; `awarded` is when it was first awarded, if that was before.
    `achievement` may be a `Definition`, which is quicker where many are awarded the same.
    `results` point at result descriptions and levels of `achievement`. `status` is what
    `cairn.vc.status_list.status_entry` gives, or a list with one for each purpose. Without a
    `name` it has that of the achievement. `refresh_url` is where a newer version can be had.
    With `names_schema` every verifier is asked to apply the schema of Open Badges 3.0.
    `endorsements` are of this credential itself, each signed by whoever endorses it.

    Raises MalformedCredential if a part breaks a rule of Open Badges 3.0.
    """
    defined = _award_of(achievement, results, evidence)
    envelope = Envelope(
        id=id,
        issuer=issuer,
        name=name or defined.achievement.name,
        description=description,
        image=image,
        valid_from=valid_from,
        valid_until=valid_until,
        awarded=awarded,
        status=status,
        refresh_url=refresh_url,
        schema_url=SCHEMA_URL if names_schema else None,
        endorsements=endorsements,
    )
    return envelope.around(
        _subject(recipient, defined, results, activity or Activity()),
        kind="OpenBadgeCredential",
        evidence=[as_document(item) for item in evidence],
    )


def check_achievement(achievement: Achievement) -> None:
    """Raise MalformedCredential if a word is not of the standard or the criteria are missing."""
    if not (achievement.criteria.narrative or achievement.criteria.id):
        raise MalformedCredential(f"The criteria of {achievement.name!r} say nothing")
    _check_word(achievement.achievement_type, ACHIEVEMENT_TYPES, "achievementType")
    for alignment in _alignments(achievement):
        _check_word(alignment.target_type, ALIGNMENT_TARGET_TYPES, "targetType")
    endorsing(achievement.endorsements)
    for entry in achievement.other_identifiers:
        _check_word(entry.identifier_type, IDENTIFIER_TYPES, "identifierType")
    for description in achievement.result_descriptions:
        _check_word(description.result_type, RESULT_TYPES, "resultType")
        levels = {level.id for level in description.levels}
        if description.required_level is not None and description.required_level not in levels:
            raise MalformedCredential(f"{description.name!r} requires a level that it has not")


def _alignments(achievement: Achievement) -> Iterator[Alignment]:
    """Yield every alignment in the definition: of the whole, its results and their levels."""
    yield from achievement.alignments
    for description in achievement.result_descriptions:
        yield from description.alignments
        for level in description.levels:
            yield from level.alignments


def _award_of(
    achievement: Achievement | Definition, results: Sequence[Result], evidence: Sequence[Evidence]
) -> Definition:
    """Return the definition, after everything that is awarded by it was checked against it."""
    defined = achievement if isinstance(achievement, Definition) else Definition.of(achievement)
    _check_results(results, defined.achievement.result_descriptions)
    for item in evidence:
        if item.id is None and item.narrative is None:
            raise MalformedCredential("Evidence needs an address or a narrative")
    return defined


def _check_word(word: str | None, known: frozenset[str], where: str) -> None:
    if word is not None and word not in known and not word.startswith("ext:"):
        raise MalformedCredential(f"{where} has no {word!r}; a word of your own begins with ext:")


def _check_results(results: Sequence[Result], described: Sequence[ResultDescription]) -> None:
    by_id = {description.id: description for description in described}
    for result in results:
        for alignment in result.alignments:
            _check_word(alignment.target_type, ALIGNMENT_TARGET_TYPES, "targetType")
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
    defined: Definition,
    results: Sequence[Result],
    done: Activity,
) -> dict[str, Any]:
    if recipient.id is None and not recipient.identity:
        raise MalformedCredential("The recipient needs an id or an identity")
    return present(
        {
            "id": recipient.id and absolute(recipient.id, "the recipient"),
            "type": ["AchievementSubject"],
            "identifier": identifiers(recipient),
            "achievement": defined.document,
            "result": [as_document(result) for result in results],
            "activityStartDate": done.started and timestamp(done.started),
            "activityEndDate": done.ended and timestamp(done.ended),
            "creditsEarned": done.credits_earned,
            "licenseNumber": done.license_number,
            "role": done.role,
            "source": done.source and as_document(done.source),
            "term": done.term,
            "narrative": done.narrative,
            "image": done.image and as_document(done.image),
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
