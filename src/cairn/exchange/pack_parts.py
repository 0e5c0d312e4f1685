"""Reading one file of a pack: an achievement, a unit, a task, a rubric, a quiz, a gathering."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from cairn.errors import InputError, InputTooLarge, MalformedInput
from cairn.exchange.markdown import fence_after
from cairn.exchange.pack import (
    AchievementKind,
    BlueprintRow,
    Card,
    CardKind,
    Credits,
    EducationLevel,
    Finding,
    GatheringKind,
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
    ResourceKind,
    TaskPart,
    Tier,
)
from cairn.pathways.requirement import parse
from cairn.pathways.validity import MOST_MONTHS, MOST_RENEWAL_DAYS, RENEWAL_DAYS, Validity
from cairn.psychometrics.members import Members, refuse_twice
from cairn.psychometrics.questions import Question
from cairn.psychometrics.rubric import Rubric
from cairn.reading import read_yaml

MAX_PAGE_BYTES = 1 << 20
LONGEST_TIER, MOST_TIERS = 100, 20

_FRONT = "front matter"
_QUESTION_CARD = re.compile(r"\?:\s*(\S+)")
_MEDIA_LINE = re.compile(r"!:[ \t]*([^\s|]+)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*")
_E = TypeVar("_E", bound=StrEnum)

ACHIEVEMENT_TEXTS = (
    "summary",
    "competency",
    "key_method",
    "assessment_type",
    "participation",
    "supervision",
    "quality_assurance",
    "prerequisites",
    "stackability",
)


def read_achievement(id: str, data: bytes) -> PackAchievement:
    """Return the achievement in a Markdown file. Raises MalformedInput."""
    front, body = _front_and_body(data)
    members = Members(front, _FRONT, PackAchievement.__slots__[1:-1])
    return PackAchievement(
        id=id,
        title=members.text("title"),
        kind=_word(AchievementKind, members, "kind"),
        requirements=parse(members.value("requirements")),
        method_components=members.texts("method_components"),
        research=tuple(_research(*entry) for entry in members.entries("research")),
        resources=tuple(_resource(*entry) for entry in members.entries("resources")),
        learning_outcomes=members.texts("learning_outcomes"),
        workload_hours=_optional_number(members, "workload_hours"),
        credits=_credits(members),
        level=_level(members),
        half_life_years=_optional_number(members, "half_life_years"),
        validity=_validity(members),
        tier=_tier(members),
        tags=members.texts("tags"),
        alignments=tuple(_alignment(*entry) for entry in members.entries("alignments")),
        about=body,
        **{name: members.text(name, "") for name in ACHIEVEMENT_TEXTS},
    )


def read_unit(id: str, data: bytes, questions: tuple[Question, ...]) -> PackUnit:
    """Return the unit in a Markdown file, with its questions. Raises MalformedInput."""
    front, body = _front_and_body(data)
    allowed = ["title", "minutes", "outcomes", "after", "order", "resources"]
    members = Members(front, _FRONT, allowed)
    return PackUnit(
        id=id,
        title=members.text("title"),
        minutes=members.whole("minutes", low=1, high=600),
        outcomes=members.texts("outcomes"),
        after=members.texts("after"),
        order=members.whole("order", 0, high=10_000),
        cards=read_cards(body),
        questions=questions,
        resources=tuple(_resource(*entry) for entry in members.entries("resources")),
    )


def read_cards(body: str) -> tuple[Card, ...]:
    """Return the cards of a body, split at lines that are exactly `---` outside code blocks."""
    pieces: list[list[str]] = [[]]
    fence = ""
    for line in body.splitlines():
        fence = fence_after(line, fence)
        if line == "---" and not fence:
            pieces.append([])
        else:
            pieces[-1].append(line)
    texts = ("\n".join(piece).strip("\n") for piece in pieces)
    return tuple(_card(text) for text in texts if text.strip())


def _card(text: str) -> Card:
    if question := _QUESTION_CARD.fullmatch(text.strip()):
        return Card(CardKind.QUESTION, question=question[1])
    lines = text.split("\n")
    found = _media_lines(lines)
    if not found:
        return Card(CardKind.TEXT, text=text)
    if len(found) > 1:
        second = lines[found[1][0]]
        raise MalformedInput(f"a card shows one picture or video: give {second} a card of its own")
    [(at, match)] = found
    return Card(
        CardKind.MEDIA,
        text="\n".join(lines[:at]).strip("\n"),
        media=match[1],
        caption=match[2] or "",
        text_after="\n".join(lines[at + 1 :]).strip("\n"),
    )


def _media_lines(lines: list[str]) -> list[tuple[int, re.Match[str]]]:
    """Return the lines that name a picture or video, outside code blocks."""
    found = []
    fence = ""
    for number, line in enumerate(lines):
        match = None if fence else _MEDIA_LINE.fullmatch(line)
        if match:
            found.append((number, match))
        fence = fence_after(line, fence)
    return found


def read_questions(name: str, data: bytes) -> tuple[tuple[Question, ...], list[Finding]]:
    """Return the questions of a YAML file, and what is wrong with those that cannot be read."""
    questions: list[Question] = []
    findings: list[Finding] = []
    try:
        entries = Members(read_yaml(data), "file", ["questions"]).entries("questions")
    except InputError as error:
        return (), [Finding(name, error.code, str(error))]
    for entry, where in entries:
        try:
            questions.append(Question.from_json(entry, where.removeprefix("file.")))
        except MalformedInput as error:
            findings.append(Finding(name, error.code, str(error)))
    try:
        refuse_twice([one.id for one in questions], "questions")
    except MalformedInput as error:
        findings.append(Finding(name, error.code, str(error)))
    return tuple(questions), findings


def read_task(id: str, data: bytes) -> PackTask:
    """Return the evidence task in a Markdown file. Raises MalformedInput."""
    front, body = _front_and_body(data)
    members = Members(front, _FRONT, ["title", "minutes", "promised_days", "rubric", "parts"])
    parts = tuple(_part(*entry) for entry in members.entries("parts", required=True))
    refuse_twice([one.id for one in parts], f"{_FRONT}.parts")
    return PackTask(
        id=id,
        title=members.text("title"),
        minutes=members.whole("minutes", low=1, high=60_000),
        promised_days=members.whole("promised_days", low=1, high=365),
        rubric=members.text("rubric"),
        parts=parts,
        instructions=body,
    )


def read_rubric(id: str, data: bytes) -> PackRubric:
    """Return the rubric in a YAML file. Raises MalformedInput."""
    return PackRubric(id, Rubric.from_json(read_yaml(data)))


def read_quiz(id: str, data: bytes) -> PackQuiz:
    """Return the quiz in a YAML file. Raises MalformedInput."""
    members = Members(read_yaml(data), "quiz", PackQuiz.__slots__[1:])
    rows = tuple(_row(*entry) for entry in members.entries("blueprint", required=True))
    refuse_twice([row.criterion for row in rows], "quiz.blueprint")
    refuse_twice(members.texts("pool"), "quiz.pool")
    return PackQuiz(
        id=id,
        title=members.text("title"),
        minutes=members.whole("minutes", low=1, high=600),
        cut_score=members.number("cut_score", low=0.01, high=1),
        blueprint=rows,
        pool=members.texts("pool"),
        instructions=members.text("instructions", ""),
        attempts=members.whole("attempts", low=1, high=1000) if "attempts" in members else None,
        wait_hours=members.whole("wait_hours", 0, high=10_000),
    )


def _row(json: object, where: str) -> BlueprintRow:
    members = Members(json, where, BlueprintRow.__slots__)
    questions = members.whole("questions", low=1, high=200)
    cap = members.number("exposure_cap", low=0.01, high=1) if "exposure_cap" in members else 1.0
    return BlueprintRow(members.text("criterion"), members.text("title"), questions, cap)


def read_gathering(id: str, data: bytes) -> PackGathering:
    """Return what is attended, from a Markdown file. Raises MalformedInput."""
    front, body = _front_and_body(data)
    members = Members(front, _FRONT, ["title", "kind", "minutes"])
    return PackGathering(
        id=id,
        title=members.text("title"),
        kind=_word(GatheringKind, members, "kind"),
        minutes=members.whole("minutes", low=1, high=60_000),
        summary=body,
    )


def _front_and_body(data: bytes) -> tuple[object, str]:
    if len(data) > MAX_PAGE_BYTES:
        raise InputTooLarge(f"has more than {MAX_PAGE_BYTES >> 20} MiB: it is meant to be read")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise MalformedInput(f"byte {error.start} is not UTF-8: save the file as UTF-8") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise MalformedInput("must begin with front matter between two lines that are exactly ---")
    end = lines.index("---", 1)
    front = "".join(f"{line}\n" for line in lines[1:end])  # a text in it may end with a line's end
    return read_yaml(front), "\n".join(lines[end + 1 :]).strip("\n")


def _part(json: object, where: str) -> TaskPart:
    members = Members(json, where, TaskPart.__slots__)
    return TaskPart(
        id=members.text("id"),
        title=members.text("title"),
        kind=_word(PartKind, members, "kind"),
        required=members.flag("required") if "required" in members else True,
        min_words=_optional_whole(members, "min_words"),
        max_words=_optional_whole(members, "max_words"),
        accept=members.texts("accept"),
        max_megabytes=_optional_whole(members, "max_megabytes"),
        help=members.text("help", ""),
    )


def _research(json: object, where: str) -> Research:
    members = Members(json, where, ["title", "source", "note"])
    return Research(members.text("title"), members.text("source", ""), members.text("note", ""))


def _resource(json: object, where: str) -> Resource:
    members = Members(json, where, Resource.__slots__)
    title, *rest = (members.text(name, "") for name in Resource.__slots__)
    resource = Resource(title or members.text("title"), *rest)
    if resource.url and not resource.url.startswith(("https://", "http://")):
        raise MalformedInput(f"{where}.url: an address begins with https:// or http://")
    if resource.kind and resource.kind not in list(ResourceKind):
        raise MalformedInput(f"{where}.kind: one of {', '.join(ResourceKind)}")
    return resource


def _alignment(json: object, where: str) -> PackAlignment:
    names = PackAlignment.__slots__
    members = Members(json, where, names)
    texts = {name: members.text(name, "") for name in names[2:] if name != "level"}
    level = members.whole("level", 3, low=1, high=5)
    name, url = members.text("target_name"), members.text("target_url")
    return PackAlignment(name, url, **texts, level=level)


def _credits(members: Members) -> Credits | None:
    if "credits" not in members:
        return None
    inner = Members(members.value("credits"), f"{_FRONT}.credits", ["value", "system"])
    return Credits(inner.number("value", low=0, high=1e4), inner.text("system"))


def _level(members: Members) -> EducationLevel | None:
    if "level" not in members:
        return None
    inner = Members(members.value("level"), f"{_FRONT}.level", ["framework", "value"])
    return EducationLevel(inner.text("framework"), inner.text("value"))


def _validity(members: Members) -> Validity | None:
    if "validity" not in members:
        return None
    names = ["months", "renew_from_days", "again"]
    inner = Members(members.value("validity"), f"{_FRONT}.validity", names)
    again = inner.texts("again")
    refuse_twice(again, f"{inner.where}.again")
    return Validity(
        months=inner.whole("months", low=1, high=MOST_MONTHS),
        renew_from_days=inner.whole("renew_from_days", RENEWAL_DAYS, low=1, high=MOST_RENEWAL_DAYS),
        again=again,
    )


def _tier(members: Members) -> Tier | None:
    if "tier" not in members:
        return None
    inner = Members(members.value("tier"), f"{_FRONT}.tier", Tier.__slots__)
    of = " ".join(inner.text("of").split())
    if not 0 < len(of) <= LONGEST_TIER:
        raise MalformedInput(f"{inner.where}.of: 1 to {LONGEST_TIER} characters, not {len(of)}")
    return Tier(of, inner.whole("number", low=1, high=MOST_TIERS))


def _optional_number(members: Members, name: str) -> float | None:
    return members.number(name, low=0.01, high=100_000) if name in members else None


def _optional_whole(members: Members, name: str) -> int | None:
    return members.whole(name, low=0, high=100_000) if name in members else None


def _word(words: type[_E], members: Members, name: str) -> _E:
    text = members.text(name)
    if text not in list(words):
        raise MalformedInput(f"{members.where}.{name}: must be one of {', '.join(words)}")
    return words(text)
