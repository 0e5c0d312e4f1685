"""
What a credential says of each thing that it rests on: criteria, results, evidence.

Who judged is said as it was: evaluators on a rubric, a machine at a cut score, or nobody, as
where something was attended.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from cairn.openbadges.v3 import Evidence, Result, ResultDescription, RubricLevel
from cairn.psychometrics.rubric import Criterion
from cairn_server.catalog.models import AchievementKind, GatheringKind
from cairn_server.credentials.addresses import credential_url
from cairn_server.credentials.held_outside import HeldOutside
from cairn_server.credentials.held_parts import HeldPart
from cairn_server.credentials.shown_attendance import ShownAttendance
from cairn_server.credentials.shown_elsewhere import ShownElsewhere
from cairn_server.credentials.shown_former import ShownFormer
from cairn_server.credentials.shown_quizzes import ShownQuiz
from cairn_server.credentials.shown_work import ShownArtifact, ShownTask
from cairn_server.files.storing import digest_multibase
from cairn_server.learning.models import AttendanceMethod

Shown = (
    ShownTask | ShownQuiz | ShownAttendance | HeldPart | HeldOutside | ShownElsewhere | ShownFormer
)

# what is signed is English, whatever language somebody reads the site in
QUIZ, CREDENTIAL, STATED = "Quiz", "Credential", "Judged elsewhere"
GATHERINGS = {kind.value.capitalize() for kind in GatheringKind}
KINDS = {
    AchievementKind.MICRO_CREDENTIAL.value: "Micro-credential",
    AchievementKind.PARTICIPATION_BADGE.value: "Participation badge",
}
RECORDED = {
    AttendanceMethod.ROSTER.value: "ticked on the roster",
    AttendanceMethod.CODE.value: "by a code told at the event",
}


def criteria_of(shown: Sequence[Shown]) -> list[str]:
    """Return in Markdown what had to be done, a paragraph or list for each thing."""
    return [line for one in shown for line in _criteria(one)]


def _criteria(one: Shown) -> list[str]:
    match one:
        case ShownTask():
            criteria = (f"- {each.title}: {each.description}" for each in one.rubric.criteria)
            return [f"**{one.title}**, judged on:", "\n".join(criteria)]
        case ShownQuiz():
            return [
                f"**{one.title}**, a quiz scored by machine, passed at {_percent(one.cut_score)} %."
            ]
        case ShownAttendance():
            return [f"**{one.title}** attended ({one.kind})."]
        case HeldPart():
            return [f"The credential **{one.title}** held."]
        case HeldOutside():
            return [f"The credential **{one.title}** of another issuer held: {one.issuer}."]
        case ShownElsewhere():
            return [f"Shown outside this site and judged there, as stated by {one.issuer}."]
        case ShownFormer():
            return []


def descriptions_of(version_id: str, shown: Sequence[Shown]) -> list[ResultDescription]:
    """Return what results there can be; `version_id` is the id of the achievement's version."""
    found = []
    for one in shown:
        if isinstance(one, ShownTask):
            found += [_of_criterion(version_id, one, each) for each in one.rubric.criteria]
        elif isinstance(one, ShownQuiz):
            found.append(_of_quiz(version_id, one))
        elif isinstance(one, ShownElsewhere) and one.result:
            found.append(_of_statement(version_id, one))
    return found


def _criterion_id(version_id: str, task: ShownTask, criterion: Criterion) -> str:
    return f"{version_id}-{task.task_id}-{criterion.id}"


def _of_criterion(version_id: str, task: ShownTask, criterion: Criterion) -> ResultDescription:
    its_id = _criterion_id(version_id, task, criterion)
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


def _quiz_id(version_id: str, quiz: ShownQuiz) -> str:
    return f"{version_id}-{quiz.quiz_id}"


def _of_quiz(version_id: str, quiz: ShownQuiz) -> ResultDescription:
    return ResultDescription(
        id=_quiz_id(version_id, quiz),
        name=quiz.title,
        result_type="Percent",
        required_value=_percent(quiz.cut_score),
        value_min="0",
        value_max="100",
    )


def results_of(version_id: str, shown: Sequence[Shown]) -> list[Result]:
    """Return the level or score that was reached, for what `descriptions_of` describes."""
    found = []
    for one in shown:
        if isinstance(one, ShownTask):
            found += _levels(version_id, one)
        elif isinstance(one, ShownQuiz):
            value = _percent(one.score)
            its_id = _quiz_id(version_id, one)
            found.append(Result(result_description=its_id, value=value, status="Completed"))
        elif isinstance(one, ShownElsewhere) and one.result:
            its_id = _statement_id(version_id)
            found.append(Result(result_description=its_id, value=one.result, status="Completed"))
    return found


def _levels(version_id: str, task: ShownTask) -> list[Result]:
    results = []
    for criterion in task.rubric.criteria:
        rated = task.ratings.get(criterion.id)
        if rated is not None:
            its_id = _criterion_id(version_id, task, criterion)
            level = f"{its_id}-{rated}"
            results.append(
                Result(result_description=its_id, achieved_level=level, status="Completed")
            )
    return results


def evidence_of(shown: Sequence[Shown], *, credential_id: str, organisation: str) -> list[Evidence]:
    """
    Return what the award rests on, in the order of `shown`.

    Args:
        organisation: whose evaluators judged.
    """
    found = []
    for one in shown:
        match one:
            case ShownTask():
                found += _work(one, credential_id, organisation)
            case ShownQuiz():
                found.append(_quiz(one))
            case ShownAttendance():
                found.append(_attendance(one))
            case HeldPart():
                found.append(_part(one))
            case HeldOutside():
                found.append(_outside(one))
            case ShownElsewhere():
                found.append(_statement(one))
            case ShownFormer():
                found.append(_former(one))
    return found


def _work(task: ShownTask, credential_id: str, organisation: str) -> list[Evidence]:
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


def _quiz(quiz: ShownQuiz) -> Evidence:
    questions = "1 question" if quiz.questions == 1 else f"{quiz.questions} questions"
    return Evidence(
        name=quiz.title,
        genre=QUIZ,
        description=f"{_percent(quiz.score)} % of the points, {_percent(quiz.cut_score)} % needed",
        narrative=(
            f"{questions} drawn from a pool and scored by machine: {_percent(quiz.score)} % of "
            f"the points, passed at a cut score of {_percent(quiz.cut_score)} % on "
            f"{quiz.passed_at:%Y-%m-%d}. No evaluator judged it."
        ),
    )


def _attendance(attended: ShownAttendance) -> Evidence:
    return Evidence(
        name=attended.title,
        genre=attended.kind.capitalize(),
        description=f"Attended on {attended.attended_at:%Y-%m-%d}",
        narrative=(
            f"Attended on {attended.attended_at:%Y-%m-%d}, recorded: "
            f"{RECORDED[attended.method]}. Attending was not judged."
        ),
    )


def _part(part: HeldPart) -> Evidence:
    return Evidence(
        id=credential_url(part.credential_id),
        name=part.title,
        genre=CREDENTIAL,
        description=f"{KINDS[part.kind]}, awarded on {part.awarded_at:%Y-%m-%d} by {part.issuer}",
        narrative=(
            f"The credential “{part.title}”, awarded to the same holder on "
            f"{part.awarded_at:%Y-%m-%d} by {part.issuer} ({part.issuer_did}) and current when "
            "this one was awarded."
        ),
        digest_multibase=part.digest or None,
    )


def _former(former: ShownFormer) -> Evidence:
    ends = f" It ends on {former.ends_at:%Y-%m-%d}." if former.ends_at else ""
    return Evidence(
        id=credential_url(former.credential_id),
        name=former.title,
        genre=CREDENTIAL,
        description=f"Renewed by this one; awarded on {former.awarded_at:%Y-%m-%d}",
        narrative=(
            f"The credential “{former.title}”, awarded to the same holder on "
            f"{former.awarded_at:%Y-%m-%d} by {former.issuer}, which this one renews.{ends} What "
            "this one rests on was shown after that day."
        ),
        digest_multibase=former.digest or None,
    )


def _outside(held: HeldOutside) -> Evidence:
    called = f", which calls itself {held.issuer_name}" if held.issuer_name else ""
    return Evidence(
        id=held.address if _is_address(held.address) else None,
        name=held.title,
        genre=CREDENTIAL,
        description=f"Issued elsewhere on {held.held_since:%Y-%m-%d} by {held.issuer}",
        narrative=(
            f"The credential “{held.title}”, issued by {held.issuer}{called} on "
            f"{held.held_since:%Y-%m-%d} to an address of the same holder. It was verified and "
            "found genuine and current here. How it was earned was not judged here."
        ),
        digest_multibase=held.digest,
    )


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://", "urn:"))


def _statement_id(version_id: str) -> str:
    return f"{version_id}-stated"


def _of_statement(version_id: str, stated: ShownElsewhere) -> ResultDescription:
    return ResultDescription(
        id=_statement_id(version_id),
        name=f"Result as stated by {stated.issuer}",
        result_type="Result",
    )


def _statement(stated: ShownElsewhere) -> Evidence:
    return Evidence(
        id=stated.evidence_url or None,
        name=stated.title,
        genre=STATED,
        description=f"by {stated.judged_by}, as stated by {stated.issuer}",
        narrative=stated.sentence,
    )


def evidence_counts(shown: Sequence[Shown]) -> dict[str, int]:
    """Return how much of each kind an award rests on, and how many criteria were judged."""
    tasks = [one for one in shown if isinstance(one, ShownTask)]
    return {
        "pieces": sum(max(len(task.artifacts), 1) for task in tasks),
        "criteria": sum(len(task.rubric.criteria) for task in tasks),
        "quizzes": sum(isinstance(one, ShownQuiz) for one in shown),
        "attended": sum(isinstance(one, ShownAttendance) for one in shown),
        "parts": sum(isinstance(one, HeldPart) for one in shown),
        "outside": sum(isinstance(one, HeldOutside) for one in shown),
        "renewed": sum(isinstance(one, ShownFormer) for one in shown),
        "stated": sum(isinstance(one, ShownElsewhere) for one in shown),
    }


def narrative_of(shown: Sequence[Shown]) -> str | None:
    """Return how a stack came about; None for what rests on no smaller credential."""
    named = [_named(one) for one in shown if isinstance(one, HeldPart | HeldOutside)]
    return f"Awarded by rule, because its holder held: {'; '.join(named)}." if named else None


def _named(one: HeldPart | HeldOutside) -> str:
    if isinstance(one, HeldPart):
        return f"{one.title} ({credential_url(one.credential_id)})"
    return f"{one.title} ({one.address or one.issuer})"


def _percent(share: float) -> str:
    """Return a share as a percentage with at most one decimal, rounded down: 0.8666 is 86.6."""
    return f"{int(share * 1000 + 1e-6) / 10:g}"
