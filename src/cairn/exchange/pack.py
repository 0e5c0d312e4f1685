"""
A content pack: what can be learned and earned, in one folder of Markdown and YAML.

`docs/content-packs.md` describes the format; `pack_reading` reads it, `pack_checking` says what
is wrong with it, `pack_writing` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cairn.pathways.requirement import Requirement
from cairn.pathways.validity import Validity
from cairn.psychometrics.questions import Question
from cairn.psychometrics.rubric import Rubric

FORMAT = 1

MEDIA_ENDINGS = ("png", "jpg", "webp", "svg", "mp4", "webm", "vtt", "pdf")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something that is wrong, or was left out, and where.

    Args:
        where: file of the pack, or line of a file that was converted.
        code: stable, for programs.
        detail: a sentence that says what to do.
    """

    where: str
    code: str
    detail: str
    severity: Severity = Severity.ERROR

    def to_json(self) -> dict[str, str]:
        return {
            "where": self.where,
            "code": self.code,
            "detail": self.detail,
            "severity": self.severity.value,
        }


class CardKind(StrEnum):
    TEXT = "text"
    QUESTION = "question"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Card:
    """
    One idea of a unit, shown at a time.

    Args:
        text: Markdown; of a media card what stands above the picture or video, if anything.
        question: id of the question of the unit that is shown.
        media: name of the file in `media/`.
        caption: what the picture or video shows, in words.
        text_after: Markdown below the picture or video.
    """

    kind: CardKind
    text: str = ""
    question: str = ""
    media: str = ""
    caption: str = ""
    text_after: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    name: str
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Research:
    title: str
    source: str = ""
    note: str = ""


class ResourceKind(StrEnum):
    ARTICLE = "article"
    BOOK = "book"
    VIDEO = "video"
    AUDIO = "audio"
    SITE = "site"
    TOOL = "tool"
    DATA = "data"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Resource:
    """
    Where to read, watch or try further.

    Args:
        kind: a `ResourceKind`; empty if not stated.
        licence: under what it may be used, as an SPDX id or in words; empty if not stated.
    """

    title: str
    url: str = ""
    note: str = ""
    kind: str = ""
    licence: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what is kept; kind and licence only where stated, as before there were any."""
        told = {"kind": self.kind, "licence": self.licence}
        stated = {name: value for name, value in told.items() if value}
        return {"title": self.title, "url": self.url, "note": self.note, **stated}


@dataclass(frozen=True, slots=True)
class Credits:
    value: float
    system: str


@dataclass(frozen=True, slots=True)
class EducationLevel:
    framework: str
    value: str


@dataclass(frozen=True, slots=True)
class Tier:
    """
    That an achievement is one tier of a badge that is given in several.

    Args:
        of: what the whole badge is called, such as Mentor; the same text in all its tiers.
        number: from 1, the first and easiest to reach.
    """

    of: str
    number: int


@dataclass(frozen=True, slots=True)
class PackAlignment:
    """
    That an achievement is about a competency of a framework.

    Args:
        level: how far it takes the holder, from 1 (knows of it) to 5 (leads others in it).
    """

    target_name: str
    target_url: str
    target_type: str = ""
    target_framework: str = ""
    target_code: str = ""
    target_description: str = ""
    level: int = 3


class AchievementKind(StrEnum):
    MICRO_CREDENTIAL = "micro-credential"
    PARTICIPATION_BADGE = "participation-badge"


@dataclass(frozen=True, slots=True)
class PackAchievement:
    """
    What can be earned. Empty texts and None mean "not stated"; `about` is Markdown.

    Without a validity its credential does not end.
    """

    id: str
    title: str
    kind: AchievementKind
    requirements: Requirement
    summary: str = ""
    competency: str = ""
    key_method: str = ""
    method_components: tuple[str, ...] = ()
    research: tuple[Research, ...] = ()
    resources: tuple[Resource, ...] = ()
    learning_outcomes: tuple[str, ...] = ()
    workload_hours: float | None = None
    credits: Credits | None = None
    level: EducationLevel | None = None
    assessment_type: str = ""
    participation: str = ""
    supervision: str = ""
    quality_assurance: str = ""
    prerequisites: str = ""
    stackability: str = ""
    half_life_years: float | None = None
    validity: Validity | None = None
    tier: Tier | None = None
    tags: tuple[str, ...] = ()
    alignments: tuple[PackAlignment, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class PackUnit:
    """One to ten minutes of learning; `after` names the units that come first."""

    id: str
    title: str
    minutes: int
    cards: tuple[Card, ...]
    outcomes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    order: int = 0
    questions: tuple[Question, ...] = ()
    resources: tuple[Resource, ...] = ()


class PartKind(StrEnum):
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class TaskPart:
    """One thing to hand in. Word limits are for texts, the others for files; None is no limit."""

    id: str
    title: str
    kind: PartKind
    required: bool = True
    min_words: int | None = None
    max_words: int | None = None
    accept: tuple[str, ...] = ()
    max_megabytes: int | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class PackTask:
    """An evidence task: `minutes` of work, judged within `promised_days` on `rubric`."""

    id: str
    title: str
    minutes: int
    promised_days: int
    rubric: str
    parts: tuple[TaskPart, ...]
    instructions: str


@dataclass(frozen=True, slots=True)
class PackRubric:
    id: str
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """
    How many questions an attempt draws from one area: the pool's questions of `criterion`.

    Args:
        exposure_cap: share of the attempts, above 0 and at most 1, that a question of the area is
            asked in at most, as far as the pool allows; 1 for no bound.
    """

    criterion: str
    title: str
    questions: int
    exposure_cap: float = 1.0

    def to_json(self) -> dict[str, str | int | float]:
        """Return what is kept; the bound only where there is one, as before there was any."""
        cap = {} if self.exposure_cap == 1 else {"exposure_cap": self.exposure_cap}
        return {
            "criterion": self.criterion,
            "title": self.title,
            "questions": self.questions,
            **cap,
        }


@dataclass(frozen=True, slots=True)
class PackQuiz:
    """
    A quiz of `minutes`, drawn anew for each attempt.

    Args:
        cut_score: share of the points, above 0 and at most 1, that passes.
        pool: the units whose assessment questions are the pool.
        instructions: Markdown.
        attempts: how many are allowed; None is as many as one likes.
        wait_hours: between two attempts.
    """

    id: str
    title: str
    minutes: int
    cut_score: float
    blueprint: tuple[BlueprintRow, ...]
    pool: tuple[str, ...]
    instructions: str = ""
    attempts: int | None = None
    wait_hours: int = 0


class GatheringKind(StrEnum):
    WEBINAR = "webinar"
    LECTURE = "lecture"
    WORKSHOP = "workshop"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class PackGathering:
    """Something to attend, whenever it is held; `summary` is Markdown."""

    id: str
    title: str
    kind: GatheringKind
    minutes: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PackMedia:
    """A file that cards name, as it is."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack; each tuple is in the order of the ids."""

    id: str
    title: str
    language: str
    licence: str
    publisher: str
    version: str
    summary: str = ""
    attributions: tuple[Attribution, ...] = ()
    achievements: tuple[PackAchievement, ...] = ()
    units: tuple[PackUnit, ...] = ()
    tasks: tuple[PackTask, ...] = ()
    rubrics: tuple[PackRubric, ...] = ()
    media: tuple[PackMedia, ...] = ()
    quizzes: tuple[PackQuiz, ...] = ()
    gatherings: tuple[PackGathering, ...] = ()
