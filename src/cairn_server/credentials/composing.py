"""Writing what a credential claims, from the decision to the unsigned Open Badges 3.0 document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cairn.openbadges.v3 import (
    Achievement,
    Activity,
    Alignment,
    Criteria,
    Image,
    Profile,
    Recipient,
    Related,
    achievement_credential,
)
from cairn.vc.status_list import status_entry
from cairn_server.catalog.models import AchievementKind, AchievementVersion
from cairn_server.catalog.models import Alignment as AlignmentRow
from cairn_server.credentials.addresses import (
    achievement_url,
    badge_url,
    credential_url,
    issuer_url,
    logo_url,
    status_url,
)
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.shown_claims import (
    Shown,
    criteria_of,
    descriptions_of,
    evidence_of,
    narrative_of,
    results_of,
)

ACHIEVEMENT_TYPES = {
    AchievementKind.MICRO_CREDENTIAL: "MicroCredential",
    AchievementKind.PARTICIPATION_BADGE: "Badge",
}

MOST_RELATED = 10  # the newest of the former versions: a credential does not grow with them

PARTICIPATION = "This badge stands for taking part. No competence was assessed for it."


@dataclass(frozen=True, slots=True)
class Embedded:
    """Signed endorsements as they stand inside a credential."""

    of_achievement: tuple[Mapping[str, Any], ...] = ()
    of_issuer: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """Everything that a credential will say and that is not in the definition."""

    credential_id: str
    issuer: Issuer
    subject: UUID
    identity: Mapping[str, Any] | None
    name: str | None
    shown: Sequence[Shown]
    list_id: str
    suspension_id: str
    position: int
    valid_from: datetime
    valid_until: datetime | None = None
    embedded: Embedded = Embedded()


def compose(intent: Intent, version: AchievementVersion) -> dict[str, Any]:
    """Return the unsigned credential; the same intent and version always give the same."""
    praised = intent.embedded
    profile = replace(issuer_profile(intent.issuer), endorsements=praised.of_issuer)
    achievement = _achievement(version, _creator(version, intent.issuer), intent.shown)
    return achievement_credential(
        id=credential_url(intent.credential_id),
        issuer=profile,
        recipient=Recipient(
            id=f"urn:uuid:{intent.subject}", identity=intent.identity, name=intent.name
        ),
        achievement=replace(achievement, endorsements=praised.of_achievement),
        results=results_of(achievement_id(version), intent.shown),
        evidence=evidence_of(
            intent.shown,
            credential_id=intent.credential_id,
            organisation=intent.issuer.organisation.name,
        ),
        activity=Activity(narrative=narrative_of(intent.shown)),
        valid_from=intent.valid_from,
        valid_until=intent.valid_until,
        status=statuses(intent.list_id, intent.suspension_id, intent.position),
        name=version.title,
        description=version.summary or None,
    )


def statuses(list_id: str, suspension_id: str, position: int) -> list[dict[str, Any]]:
    """Return where it is said whether a credential was revoked, and whether it is suspended."""
    entries = [status_entry(list_url=status_url(list_id), index=position)]
    if suspension_id:
        suspension = status_url(suspension_id)
        entries.append(status_entry(list_url=suspension, index=position, purpose="suspension"))
    return entries


def issuer_profile(issuer: Issuer) -> Profile:
    """Return the issuer as its credentials name it; its standing is part of what it says."""
    organisation = issuer.organisation
    standing = f"Standing: {issuer.get_standing_display().lower()}."
    return Profile(
        id=issuer.did,
        name=organisation.name,
        url=issuer_url(issuer.pk),
        description=" ".join(filter(None, [organisation.description.strip(), standing])),
        email=issuer.email or None,
        image=Image(id=logo_url(issuer.pk)) if issuer.logo_id else None,
    )


def _creator(version: AchievementVersion, awarding: Issuer) -> Profile:
    """Return who defined the achievement: whoever awards it, or the partner it is awarded with."""
    definer = version.achievement.organisation
    if definer.pk == awarding.organisation_id:
        return issuer_profile(awarding)
    return issuer_profile(Issuer.objects.get(organisation=definer, succeeded_at=None))


def _achievement(
    version: AchievementVersion, creator: Profile, shown: Sequence[Shown]
) -> Achievement:
    rows = version.alignments.select_related("competency__framework").order_by("id")
    return Achievement(
        id=achievement_id(version),
        name=version.title,
        description=version.competency or version.summary,
        criteria=Criteria(
            id=achievement_url(version.achievement_id), narrative=_criteria(version, shown)
        ),
        achievement_type=ACHIEVEMENT_TYPES[AchievementKind(version.kind)],
        creator=creator,
        credits_available=version.credits_value,
        image=Image(id=badge_url(version.achievement_id), caption=version.title),
        in_language=version.language,
        version=str(version.number),
        tags=tuple(version.tags),
        alignments=tuple(_alignment(row) for row in rows),
        result_descriptions=tuple(descriptions_of(achievement_id(version), shown)),
        related=_former(version),
    )


def _former(version: AchievementVersion) -> tuple[Related, ...]:
    """Return the published versions before this one, the newest first. One query at most."""
    if version.number == 1:
        return ()
    published = AchievementVersion.objects.filter(
        achievement=version.achievement_id, number__lt=version.number, published_at__isnull=False
    ).only("achievement", "number", "language")
    return tuple(
        Related(id=achievement_id(one), in_language=one.language, version=str(one.number))
        for one in published.order_by("-number")[:MOST_RELATED]
    )


def _criteria(version: AchievementVersion, shown: Sequence[Shown]) -> str:
    """Return in Markdown what had to be done; the same for everybody with this version."""
    lines = [version.competency or version.summary, *criteria_of(shown)]
    is_judged = any(one.is_performance for one in shown)
    if version.kind == AchievementKind.PARTICIPATION_BADGE and not is_judged:
        lines.append(PARTICIPATION)
    if version.assessment_type:
        lines.append(version.assessment_type)
    return "\n\n".join(lines)


def achievement_id(version: AchievementVersion) -> str:
    """Return the id by which credentials name a version of an achievement."""
    return f"{achievement_url(version.achievement_id)}#version-{version.number}"


def _alignment(row: AlignmentRow) -> Alignment:
    competency = row.competency
    return Alignment(
        target_name=competency.name,
        target_url=competency.url,
        target_type=competency.target_type or None,
        target_code=competency.code or None,
        target_description=competency.description or None,
        target_framework=row.framework_name,
    )
