"""Published versions as the parts of a pack: what `placing` took in, the other way round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cairn.exchange.pack import (
    AchievementKind,
    Attribution,
    BlueprintRow,
    Card,
    CardKind,
    Credits,
    EducationLevel,
    GatheringKind,
    Pack,
    PackAchievement,
    PackAlignment,
    PackGathering,
    PackQuiz,
    PackRubric,
    PackTask,
    PackUnit,
    PartKind,
    Research,
    Resource,
    TaskPart,
)
from cairn.pathways.requirement import Requirement
from cairn.psychometrics.questions import Question
from cairn.psychometrics.rubric import Rubric
from cairn_server.catalog.cards import StoredCard
from cairn_server.catalog.models import (
    AchievementVersion,
    GatheringVersion,
    QuizVersion,
    RubricVersion,
    TaskVersion,
    UnitVersion,
)
from cairn_server.frameworks.aligning import DEFAULT_TYPE

MINUTE = 60
Short = Callable[[str], str]  # the key of a row -> the id in its pack


def manifest(pack_id: str, version: AchievementVersion) -> Pack:
    """Return a pack without parts: what `version` says of whom its content is owed to."""
    template = version.template
    return Pack(
        id=pack_id,
        title=version.title,
        language=version.language,
        licence=template.get("licence", ""),
        publisher=template.get("publisher", ""),
        version=str(version.number),
        attributions=tuple(Attribution(**one) for one in template.get("attributions", ())),
    )


def achievement(
    version: AchievementVersion, requirements: Requirement, again: Sequence[str]
) -> PackAchievement:
    """
    Return an achievement as a pack has it.

    Args:
        again: ids, as `requirements` names them, of what is done again to renew it.
    """
    template = version.template
    has_level = version.level_framework or version.level_value
    return PackAchievement(
        id=version.achievement.key,
        title=version.title,
        kind=AchievementKind(version.kind),
        requirements=requirements,
        summary=version.summary,
        competency=version.competency,
        key_method=template.get("key_method", ""),
        method_components=tuple(template.get("method_components", ())),
        research=tuple(Research(**one) for one in template.get("research", ())),
        resources=tuple(Resource(**one) for one in template.get("resources", ())),
        learning_outcomes=tuple(version.learning_outcomes),
        workload_hours=version.workload_hours,
        credits=_credits(version),
        level=EducationLevel(version.level_framework, version.level_value) if has_level else None,
        assessment_type=version.assessment_type,
        participation=version.participation,
        supervision=version.supervision,
        quality_assurance=version.quality_assurance,
        prerequisites=version.prerequisites,
        stackability=version.stackability,
        half_life_years=version.half_life_years,
        validity=replace(version.validity, again=tuple(again)) if version.validity else None,
        tier=version.stated_tier,
        tags=tuple(version.tags),
        alignments=_alignments(version),
        about=version.description,
    )


def _credits(version: AchievementVersion) -> Credits | None:
    if version.credits_value is None:
        return None
    return Credits(version.credits_value, version.credits_system)


def _alignments(version: AchievementVersion) -> tuple[PackAlignment, ...]:
    rows = version.alignments.select_related("competency__framework").order_by("competency__url")
    return tuple(
        PackAlignment(
            target_name=row.competency.name,
            target_url=row.competency.url,
            target_type=_unless(DEFAULT_TYPE, row.competency.target_type, row.competency.code),
            target_framework=row.framework_name,
            target_code=row.competency.code,
            target_description=row.competency.description,
            level=row.level,
        )
        for row in rows
    )


def _unless(default: str, value: str, stated: str) -> str:
    """Return a type, but not the one that is taken where an alignment states next to nothing."""
    return "" if value == default and not stated else value


def unit(
    version: UnitVersion,
    short: Short,
    cards: tuple[Card, ...],
    questions: Sequence[Question],
    after: Sequence[str],
    order: int,
) -> PackUnit:
    return PackUnit(
        id=short(version.unit.key),
        title=version.title,
        minutes=max(version.seconds // MINUTE, 1),
        cards=cards,
        outcomes=tuple(version.outcomes),
        after=tuple(after),
        order=order,
        questions=tuple(questions),
        resources=tuple(Resource(**one) for one in version.resources),
    )


def card(
    stored: StoredCard, names: Mapping[str, str], media: Callable[[str, str, str], str]
) -> Card:
    """
    Return a card as a pack has it.

    Args:
        names: the ids of questions in the pack, by those of their items.
        media: gives the name of a file, from its name, digest and media type.
    """
    if stored["kind"] == "question":
        return Card(CardKind.QUESTION, question=names[stored["item"]])
    if stored["kind"] == "text":
        return Card(CardKind.TEXT, text=stored["text"])
    name = media(stored["name"], stored["digest"], stored["media_type"])
    if stored.get("captions"):
        media(f"{name.rpartition('.')[0]}.vtt", stored["captions"], "text/vtt")
    return Card(
        CardKind.MEDIA,
        text=stored["text"],
        media=name,
        caption=stored["caption"],
        text_after=stored["text_after"],
    )


def task(version: TaskVersion, short: Short) -> PackTask:
    return PackTask(
        id=short(version.task.key),
        title=version.title,
        minutes=version.seconds // MINUTE,
        promised_days=version.promised_days,
        rubric=short(version.rubric.rubric.key),
        parts=tuple(_part(one) for one in version.parts),
        instructions=version.instructions,
    )


def _part(stored: Mapping[str, Any]) -> TaskPart:
    members = {name: stored[name] for name in TaskPart.__slots__ if name in stored}
    kind, accept = PartKind(stored["kind"]), tuple(stored.get("accept", ()))
    return TaskPart(**{**members, "kind": kind, "accept": accept})


def rubric(version: RubricVersion, short: Short) -> PackRubric:
    return PackRubric(short(version.rubric.key), Rubric.from_json(version.content))


def quiz(version: QuizVersion, short: Short, pool: Sequence[str]) -> PackQuiz:
    return PackQuiz(
        id=short(version.quiz.key),
        title=version.title,
        minutes=version.seconds // MINUTE,
        cut_score=version.cut_score,
        blueprint=tuple(BlueprintRow(**row) for row in version.blueprint),
        pool=tuple(pool),
        instructions=version.instructions,
        attempts=version.attempts_allowed,
        wait_hours=version.wait_hours,
    )


def gathering(version: GatheringVersion, short: Short) -> PackGathering:
    return PackGathering(
        id=short(version.gathering.key),
        title=version.title,
        kind=GatheringKind(version.kind),
        minutes=version.seconds // MINUTE,
        summary=version.summary,
    )
