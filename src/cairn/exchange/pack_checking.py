"""
What is wrong with a pack as a whole: references that lead nowhere, cycles, questions without a
right answer, achievements that could be had without showing anything.

Errors keep a pack from being imported; warnings are advice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cairn.errors import NoPerformanceRequirement, PackInvalid
from cairn.exchange.graph import find_cycle
from cairn.exchange.markdown import count_words
from cairn.exchange.pack import (
    AchievementKind,
    Card,
    CardKind,
    Finding,
    Pack,
    PackAchievement,
    PackRubric,
    PackTask,
    PackUnit,
    PartKind,
    Severity,
    Tier,
)
from cairn.exchange.question_checking import check_question
from cairn.exchange.quiz_checking import check_quiz
from cairn.exchange.validity_checking import check_validity
from cairn.pathways.criteria import reachable
from cairn.pathways.performance import require_performance
from cairn.pathways.requirement import (
    Reference,
    Units,
    inner_references,
    leaves,
    references,
)
from cairn.psychometrics.questions import QuestionUse

MAX_UNIT_MINUTES = 10
MAX_CARD_WORDS = 90
MAX_CARD_CHARACTERS = 10_000

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODE = re.compile(r"(`{3,}|~{3,})[\s\S]*?(\1|\Z)|(`+)[^`]*\3")
_HTML = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*(\s[^<>]*)?/?>|!--)")


def check(pack: Pack) -> list[Finding]:
    """Return all findings, errors and warnings, in the order of the files of the pack."""
    known = _Known(pack)
    return [
        *_check_manifest(pack),
        *(found for one in pack.achievements for found in _check_achievement(one, known)),
        *(found for one in pack.units for found in _check_unit(one, known)),
        *_check_order(pack),
        *_check_tiers(pack),
        *_check_question_ids(pack),
        *(found for one in pack.tasks for found in _check_task(one, pack)),
        *(found for one in pack.rubrics for found in _check_rubric(one, pack)),
        *_check_quizzes(pack),
        *_check_named(pack),
        *_check_media(pack),
    ]


def require_sound(pack: Pack) -> list[Finding]:
    """
    Return the warnings of a pack without errors.

    Raises:
        PackInvalid: with all findings, if one of them is an error.
    """
    findings = check(pack)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        first = f"{errors[0].where}: {errors[0].detail}"
        raise PackInvalid(f"The pack has {len(errors)} errors. {first}", findings)
    return findings


class _Known:
    """What the parts of a pack may refer to."""

    def __init__(self, pack: Pack) -> None:
        self.units = {one.id for one in pack.units}
        self.practised = {one.id for one in pack.units if _used(one, QuestionUse.PRACTICE)}
        self.quizzes = {one.id for one in pack.quizzes}
        self.gatherings = {one.id for one in pack.gatherings}
        self.tasks = {one.id for one in pack.tasks}
        self.achievements = {one.id: one for one in pack.achievements}
        self.assessed = {
            one.id for one in pack.achievements if one.kind is AchievementKind.MICRO_CREDENTIAL
        }
        self.criteria = {c.id for rubric in pack.rubrics for c in rubric.rubric.criteria}
        self.criteria |= {row.criterion for quiz in pack.quizzes for row in quiz.blueprint}
        self.media = {one.name for one in pack.media}
        self._pack = pack.id

    def is_elsewhere(self, reference: Reference) -> bool:
        """Return whether this is `<other pack>/<id>`: only an import can look there."""
        pack, slash, _ = reference.id.partition("/")
        return reference.kind == "credential" and bool(slash) and pack != self._pack


def _warning(where: str, code: str, detail: str) -> Finding:
    return Finding(where, code, detail, Severity.WARNING)


def _check_manifest(pack: Pack) -> Iterator[Finding]:
    if not _LANGUAGE.fullmatch(pack.language):
        yield Finding("pack.yaml", "language_unknown", "language must be a code like en or de-AT")
    if not pack.units and not pack.achievements:
        yield Finding("pack.yaml", "pack_empty", "the pack has neither units nor achievements")


def _check_achievement(achievement: PackAchievement, known: _Known) -> Iterator[Finding]:
    where = f"achievements/{achievement.id}.md"
    kinds = {
        "unit": known.units,
        "task": known.tasks,
        "quiz": known.quizzes,
        "attendance": known.gatherings,
        "credential": known.achievements.keys() - {achievement.id},
    }
    named = inner_references(achievement.requirements)
    elsewhere = {one.id for one in named if known.is_elsewhere(one)}
    for reference in named:
        if reference.id not in kinds[reference.kind] and reference.id not in elsewhere:
            detail = f"the requirements name a {reference.kind} {reference.id} that is not there"
            yield Finding(where, "unknown_reference", detail)
    if achievement.kind is AchievementKind.MICRO_CREDENTIAL:
        try:
            require_performance(achievement.requirements, assessed=known.assessed | elsewhere)
        except NoPerformanceRequirement as error:
            yield Finding(where, error.code, str(error))
    if not reachable(achievement.requirements):
        detail = "the points cannot be reached: one thing earns the points of one entry only"
        yield Finding(where, "requirement_unreachable", detail)
    yield from _check_recall(achievement, known, where)
    yield from check_validity(achievement, known.achievements, where)
    for name in _expected(achievement.kind):
        if not getattr(achievement, name):
            yield _warning(where, "not_stated", f"{name} is not stated")


def _expected(kind: AchievementKind) -> tuple[str, ...]:
    """Return what an achievement should state; a badge for participation proves nothing."""
    if kind is AchievementKind.MICRO_CREDENTIAL:
        return ("summary", "competency", "assessment_type")
    return ("summary", "assessment_type")


def _check_recall(achievement: PackAchievement, known: _Known, where: str) -> Iterator[Finding]:
    for leaf in leaves(achievement.requirements):
        if not isinstance(leaf, Units) or leaf.recall_at_least is None:
            continue
        if not known.practised & set(leaf.units):
            detail = "recall_at_least needs units with practice questions"
            yield Finding(where, "nothing_to_recall", detail)


def _used(unit: PackUnit, use: QuestionUse) -> bool:
    return any(one.use is use for one in unit.questions)


def _check_unit(unit: PackUnit, known: _Known) -> Iterator[Finding]:
    where = f"units/{unit.id}.md"
    if unit.minutes > MAX_UNIT_MINUTES:
        detail = f"takes {unit.minutes} minutes: split it into units of at most {MAX_UNIT_MINUTES}"
        yield Finding(where, "unit_too_long", detail)
    if not unit.cards:
        yield Finding(where, "unit_empty", "the unit has no card")
    for id in unit.after:
        if id not in known.units:
            yield Finding(where, "unknown_reference", f"after names a unit {id} that is not there")
    for number, card in enumerate(unit.cards, start=1):
        yield from _check_card(card, f"{where} card {number}", known.media)
    yield from _check_shown(unit, where)
    for question in unit.questions:
        inside = f"questions/{unit.id}.yaml {question.id}"
        yield from check_question(question, inside)
        if question.criterion and question.criterion not in known.criteria:
            detail = f"there is no criterion {question.criterion} in a rubric of the pack"
            yield Finding(inside, "unknown_reference", detail)


def _check_card(card: Card, where: str, media: set[str]) -> Iterator[Finding]:
    text = f"{card.text}\n{card.text_after}"
    if len(text) > MAX_CARD_CHARACTERS:
        yield Finding(where, "card_too_large", f"has more than {MAX_CARD_CHARACTERS} characters")
        return
    words = count_words(text)
    if words > MAX_CARD_WORDS:
        detail = f"has {words} words; one idea needs at most {MAX_CARD_WORDS}"
        yield _warning(where, "card_too_long", detail)
    if _HTML.search(_CODE.sub(" ", text)):
        yield _warning(where, "raw_html", "raw HTML is shown as text: write Markdown")
    if card.kind is not CardKind.MEDIA:
        return
    if card.media not in media:
        yield Finding(where, "unknown_reference", f"there is no file media/{card.media}")
    if not card.caption:
        detail = f"say after | what {card.media} shows, for those who cannot see it"
        yield _warning(where, "caption_missing", detail)


def _check_shown(unit: PackUnit, where: str) -> Iterator[Finding]:
    """Practice questions are shown exactly once, assessment questions never."""
    shown = Counter(card.question for card in unit.cards if card.kind is CardKind.QUESTION)
    uses = {one.id: one.use for one in unit.questions}
    for id in shown:
        if id not in uses:
            detail = f"a card shows the question {id}, which is not in questions/{unit.id}.yaml"
            yield Finding(where, "unknown_reference", detail)
    for id, use in uses.items():
        if use is QuestionUse.PRACTICE and shown[id] == 0:
            yield Finding(where, "question_never_shown", f"no card shows the question {id}")
        if use is QuestionUse.ASSESSMENT and shown[id]:
            detail = f"the question {id} is kept for assessment and must not be shown"
            yield Finding(where, "assessment_shown", detail)
        if shown[id] > 1:
            yield Finding(where, "question_shown_twice", f"{shown[id]} cards show {id}")


def _check_order(pack: Pack) -> Iterator[Finding]:
    units = find_cycle({one.id: one.after for one in pack.units})
    if units:
        detail = f"units come after one another in a circle: {' -> '.join(units)}"
        yield Finding(f"units/{units[0]}.md", "cycle", detail)
    needed = {
        one.id: [r.id for r in references(one.requirements) if r.kind == "credential"]
        for one in pack.achievements
    }
    achievements = find_cycle(needed)
    if achievements:
        detail = f"achievements require one another in a circle: {' -> '.join(achievements)}"
        yield Finding(f"achievements/{achievements[0]}.md", "cycle", detail)


def _check_tiers(pack: Pack) -> Iterator[Finding]:
    seen: dict[Tier, str] = {}
    for one in pack.achievements:
        if one.tier is not None and seen.setdefault(one.tier, one.id) != one.id:
            first = f"achievements/{seen[one.tier]}.md"
            detail = f"tier {one.tier.number} of {one.tier.of} is {first} already: give it another"
            yield Finding(f"achievements/{one.id}.md", "tier_used_twice", detail)


def _check_question_ids(pack: Pack) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for unit in pack.units:
        for question in unit.questions:
            first = seen.setdefault(question.id, unit.id)
            if first != unit.id:
                detail = f"the id is used in questions/{first}.yaml already: choose another"
                yield Finding(f"questions/{unit.id}.yaml {question.id}", "id_used_twice", detail)


def _check_task(task: PackTask, pack: Pack) -> Iterator[Finding]:
    where = f"tasks/{task.id}.md"
    rubric = next((one.rubric for one in pack.rubrics if one.id == task.rubric), None)
    if rubric is None:
        yield Finding(where, "unknown_reference", f"there is no rubric {task.rubric}")
    parts = {one.id for one in task.parts}
    for criterion in rubric.criteria if rubric else ():
        for id in criterion.parts:
            if id not in parts:
                detail = f"criterion {criterion.id} is judged on a part {id} that is not asked for"
                yield Finding(where, "unknown_reference", detail)
    for part in task.parts:
        if part.min_words and part.max_words and part.min_words > part.max_words:
            yield Finding(where, "limits_crossed", f"part {part.id}: min_words is above max_words")
        if part.kind is PartKind.FILE and not part.accept:
            yield _warning(where, "accept_missing", f"part {part.id}: say which files it accepts")
    if not task.instructions:
        yield Finding(where, "instructions_missing", "the task does not say what to do")


def _check_rubric(rubric: PackRubric, pack: Pack) -> Iterator[Finding]:
    where = f"rubrics/{rubric.id}.yaml"
    if all(task.rubric != rubric.id for task in pack.tasks):
        yield _warning(where, "rubric_unused", "no task is judged on this rubric")
    for criterion in rubric.rubric.criteria:
        points = [level.points for level in criterion.levels]
        if len(points) < 2:
            detail = f"criterion {criterion.id} has one level only: nobody could fail it"
            yield Finding(where, "too_few_levels", detail)
        elif criterion.met_at == criterion.levels[0].id:
            detail = f"criterion {criterion.id} is met at its lowest level: nobody could fail it"
            yield Finding(where, "met_at_lowest", detail)
        if points != sorted(points):
            detail = f"criterion {criterion.id}: levels come lowest first"
            yield _warning(where, "levels_out_of_order", detail)


def _check_quizzes(pack: Pack) -> Iterator[Finding]:
    units = {one.id: one for one in pack.units}
    for quiz in pack.quizzes:
        yield from check_quiz(quiz, units, f"quizzes/{quiz.id}.yaml")


def _check_named(pack: Pack) -> Iterator[Finding]:
    """Say which quizzes and gatherings no achievement asks for."""
    named = {one for goal in pack.achievements for one in references(goal.requirements)}
    for quiz in pack.quizzes:
        if Reference("quiz", quiz.id) not in named:
            detail = "no achievement requires this quiz"
            yield _warning(f"quizzes/{quiz.id}.yaml", "quiz_unused", detail)
    for gathering in pack.gatherings:
        if Reference("attendance", gathering.id) not in named:
            detail = "no achievement requires to attend this"
            yield _warning(f"gatherings/{gathering.id}.md", "gathering_unused", detail)


def _check_media(pack: Pack) -> Iterator[Finding]:
    shown = {card.media for unit in pack.units for card in unit.cards}
    for media in pack.media:
        if media.name not in shown:
            yield _warning(f"media/{media.name}", "media_unused", "no card shows this file")
