"""Writing what a credential claims, from the decision to the unsigned Open Badges 3.0 document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cairn.openbadges.v3 import (
    Achievement,
    Alignment,
    Criteria,
    Evidence,
    Image,
    Profile,
    Recipient,
    Result,
    ResultDescription,
    RubricLevel,
    achievement_credential,
)
from cairn.psychometrics.rubric import Criterion
from cairn.vc.status_list import status_entry
from cairn_server.catalog.models import AchievementKind, AchievementVersion
from cairn_server.catalog.models import Alignment as AlignmentRow
from cairn_server.credentials.addresses import (
    achievement_url,
    badge_url,
    credential_url,
    issuer_url,
    status_url,
)
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.shown_work import ShownArtifact, ShownTask
from cairn_server.files.storing import digest_multibase

ACHIEVEMENT_TYPES = {
    AchievementKind.MICRO_CREDENTIAL: "MicroCredential",
    AchievementKind.PARTICIPATION_BADGE: "Badge",
}

PARTICIPATION = "This badge stands for taking part. No competence was assessed for it."


@dataclass(frozen=True, slots=True)
class Intent:
    """Everything that a credential will say and that is not in the definition."""

    credential_id: str
    issuer: Issuer
    subject: UUID
    identity: Mapping[str, Any] | None
    name: str | None
    shown: Sequence[ShownTask]
    list_id: str
    position: int
    valid_from: datetime
    valid_until: datetime | None = None


def compose(intent: Intent, version: AchievementVersion) -> dict[str, Any]:
    """Return the unsigned credential; the same intent and version always give the same."""
    profile = issuer_profile(intent.issuer)
    return achievement_credential(
        id=credential_url(intent.credential_id),
        issuer=profile,
        recipient=Recipient(
            id=f"urn:uuid:{intent.subject}", identity=intent.identity, name=intent.name
        ),
        achievement=_achievement(version, profile, intent.shown),
        results=[result for task in intent.shown for result in _results(version, task)],
        evidence=[
            evidence
            for task in intent.shown
            for evidence in _evidence(task, intent.credential_id, intent.issuer.organisation.name)
        ],
        valid_from=intent.valid_from,
        valid_until=intent.valid_until,
        status=status_entry(list_url=status_url(intent.list_id), index=intent.position),
        name=version.title,
        description=version.summary or None,
    )


def issuer_profile(issuer: Issuer) -> Profile:
    """Return the issuer as its credentials name it; its standing is part of what it says."""
    organisation = issuer.organisation
    standing = f"Standing: {issuer.get_standing_display().lower()}."
    return Profile(
        id=issuer.did,
        name=organisation.name,
        url=issuer_url(issuer.pk),
        description=" ".join(filter(None, [organisation.description.strip(), standing])),
    )


def _achievement(
    version: AchievementVersion, creator: Profile, shown: Sequence[ShownTask]
) -> Achievement:
    rows = version.alignments.select_related("competency__framework").order_by("id")
    return Achievement(
        id=_achievement_id(version),
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
        result_descriptions=tuple(
            _described(version, task, criterion)
            for task in shown
            for criterion in task.rubric.criteria
        ),
    )


def _criteria(version: AchievementVersion, shown: Sequence[ShownTask]) -> str:
    """Return in Markdown what had to be done; the same for everybody with this version."""
    lines = [version.competency or version.summary]
    for task in shown:
        lines.append(f"**{task.title}**, judged on:")
        lines.append("\n".join(f"- {one.title}: {one.description}" for one in task.rubric.criteria))
    if version.kind == AchievementKind.PARTICIPATION_BADGE and not shown:
        lines.append(PARTICIPATION)
    if version.assessment_type:
        lines.append(version.assessment_type)
    return "\n\n".join(lines)


def _achievement_id(version: AchievementVersion) -> str:
    return f"{achievement_url(version.achievement_id)}#version-{version.number}"


def _criterion_id(version: AchievementVersion, task: ShownTask, criterion: Criterion) -> str:
    return f"{_achievement_id(version)}-{task.task_id}-{criterion.id}"


def _described(
    version: AchievementVersion, task: ShownTask, criterion: Criterion
) -> ResultDescription:
    its_id = _criterion_id(version, task, criterion)
    return ResultDescription(
        id=its_id,
        name=criterion.title,
        result_type="RubricCriterionLevel",
        required_level=f"{its_id}-{criterion.met_at}",
        levels=tuple(
            RubricLevel(
                id=f"{its_id}-{level.id}",
                name=level.title,
                description=level.description or None,
                level=str(rank),
                points=f"{level.points:g}",
            )
            for rank, level in enumerate(criterion.levels)
        ),
    )


def _results(version: AchievementVersion, task: ShownTask) -> list[Result]:
    results = []
    for criterion in task.rubric.criteria:
        rated = task.ratings.get(criterion.id)
        if rated is not None:
            its_id = _criterion_id(version, task, criterion)
            results.append(
                Result(
                    result_description=its_id,
                    achieved_level=f"{its_id}-{rated}",
                    status="Completed",
                )
            )
    return results


def _evidence(task: ShownTask, credential_id: str, organisation: str) -> list[Evidence]:
    """Return each piece of work: named, so that a copy can be held against its digest."""
    judged = _judged(task, organisation)
    if not task.artifacts:
        return [Evidence(name=task.title, narrative=judged)]
    return [
        Evidence(
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, credential_url(credential_id) + artifact.part)}",
            name=f"{task.title}: {artifact.title}",
            genre=artifact.genre,
            description=_extent(artifact),
            narrative=judged,
            digest_multibase=digest_multibase(artifact.sha256),
        )
        for artifact in task.artifacts
    ]


def _judged(task: ShownTask, organisation: str) -> str:
    people = "1 evaluator" if task.judges == 1 else f"{task.judges} evaluators"
    criteria = len(task.rubric.criteria)
    on = "1 criterion" if criteria == 1 else f"{criteria} criteria"
    return (
        f"Judged against {on} by {people} of {organisation}, met on {task.met_at:%Y-%m-%d}. "
        "Held privately by the holder."
    )


def _extent(artifact: ShownArtifact) -> str:
    return artifact.genre if artifact.words is None else f"{artifact.words} words"


def _alignment(row: AlignmentRow) -> Alignment:
    competency = row.competency
    return Alignment(
        target_name=competency.name,
        target_url=competency.url,
        target_type=competency.target_type or None,
        target_code=competency.code or None,
        target_description=competency.description or None,
        target_framework=competency.framework.name,
    )
