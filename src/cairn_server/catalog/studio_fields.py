"""What the editors of the studio ask for: one declaration that is both shown and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.pack import AchievementKind, GatheringKind, PartKind
from cairn.exchange.pack_draft import Parts, ids_of, name_of
from cairn.pathways.validity import RENEWAL_DAYS
from cairn_server.catalog.required_parts import required_parts
from cairn_server.catalog.resources import resource_kinds

Choices = Sequence[tuple[str, str]]


class FieldKind(StrEnum):
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    LINES = "lines"  # a list, one entry a line
    WORDS = "words"  # a list, separated by commas
    CHOICE = "choice"
    SEVERAL = "several"  # a list of those that are ticked
    CHECK = "check"
    CHECK_OFF = "check_off"  # ticked unless it says otherwise
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Field:
    """One control; `name` is the member of the part, with a dot for a member of a member."""

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    help: str = ""
    choices: Choices = ()
    reloads: bool = False  # other fields depend on it


@dataclass(frozen=True, slots=True)
class Group:
    """
    A list of mappings, one row each.

    Args:
        id_from: the member that a new row's id is made of; `*` for letters; empty without ids.
        blank: empty rows that are offered while there are none.
    """

    name: str
    label: str
    add: str
    fields: Sequence[Field | Group]
    help: str = ""
    id_from: str = ""
    blank: int = 1


Items = Sequence[Field | Group]
ID = Field("id", "", FieldKind.HIDDEN)


def achievement(parts: Parts, id: str) -> Items:
    kinds = [
        (AchievementKind.MICRO_CREDENTIAL, _("Micro-credential")),
        (AchievementKind.PARTICIPATION_BADGE, _("Participation badge")),
    ]
    return [*_about_achievement(kinds), *_compared(), *_kept(parts, id), *_owed()]


def _about_achievement(kinds: Choices) -> Items:
    text = FieldKind.TEXT
    return [
        Field("title", _("Title")),
        Field("kind", _("Kind"), FieldKind.CHOICE, choices=kinds),
        Field(
            "summary",
            _("Summary"),
            text,
            _("What the holder can do, in a sentence that a stranger understands."),
        ),
        Field("competency", _("Competency"), text, _("What it proves, in one sentence.")),
        Field("key_method", _("Key method"), text, _("How one goes about it.")),
        Field("method_components", _("Method components"), FieldKind.LINES, _("One a line.")),
        Field("body", _("About it"), text, _("A few paragraphs in Markdown, for its page.")),
        Field("tags", _("Tags"), FieldKind.WORDS, _("Separated by commas.")),
        Field("tier.of", _("One tier of"), help=_("A badge given in several tiers: its name.")),
        Field("tier.number", _("Which tier"), FieldKind.NUMBER, _("From 1, the first to reach.")),
    ]


def _compared() -> Items:
    """Return what every micro-credential states, so that they can be compared."""
    text, number = FieldKind.TEXT, FieldKind.NUMBER
    return [
        Field("learning_outcomes", _("Learning outcomes"), FieldKind.LINES, _("One a line.")),
        Field("workload_hours", _("Workload in hours"), number),
        Field("credits.value", _("Credits"), number),
        Field("credits.system", _("System of the credits"), help=_("Such as ECTS.")),
        Field("level.framework", _("Framework of the level"), help=_("Such as EQF.")),
        Field("level.value", pgettext("of a qualification", "Level")),
        Field("assessment_type", _("Type of assessment"), text),
        Field("supervision", _("Supervision and identity check"), text),
        Field("participation", _("Form of participation"), text),
        Field("quality_assurance", _("Quality assurance"), text),
        Field("prerequisites", _("Prerequisites"), text),
        Field("stackability", _("Stackability"), text),
        Field(
            "half_life_years",
            _("Half-life in years"),
            number,
            _("After how long half of it is out of date; empty for what does not age."),
        ),
    ]


def _kept(parts: Parts, id: str) -> Items:
    """Return how long its credential counts, and what renews it."""
    number = FieldKind.NUMBER
    return [
        Field(
            "validity.months",
            _("Valid for so many months"),
            number,
            _("From the award, such as 24; empty for a credential that does not end."),
        ),
        Field(
            "validity.renew_from_days",
            _("Renewed from so many days before its end"),
            number,
            _("%(n)s if left empty. The holder is written to then.") % {"n": RENEWAL_DAYS},
        ),
        Field(
            "validity.again",
            _("What has to be done again"),
            FieldKind.SEVERAL,
            _("Every task, quiz and smaller credential that is required if none is ticked."),
            choices=required_parts(parts, id),
        ),
    ]


def _owed() -> Items:
    levels = [
        ("", _("3: does it alone")),
        ("1", _("1: knows of it")),
        ("2", _("2: does it with help")),
        ("4", _("4: helps others with it")),
        ("5", _("5: leads others in it")),
    ]
    return [
        Group(
            "research",
            _("Research"),
            _("Add a source"),
            [
                Field("title", _("Title")),
                Field("source", _("Source"), help=_("Author, year, journal.")),
                Field("note", _("What it found"), FieldKind.TEXT),
            ],
            blank=0,
        ),
        resources(),
        Group(
            "alignments",
            _("Skills it is about"),
            _("Add a skill"),
            [
                Field("target_name", _("Skill")),
                Field("target_url", _("Its address"), help=_("In ESCO, O*NET or your own list.")),
                Field("target_framework", _("Framework")),
                Field("target_code", _("Code")),
                Field("level", _("How far it takes the holder"), FieldKind.CHOICE, choices=levels),
            ],
            blank=0,
        ),
    ]


def resources() -> Group:
    return Group(
        "resources",
        _("Resources"),
        _("Add a resource"),
        [
            Field("title", _("Title")),
            Field("url", _("Address"), help=_("Begins with https://; it opens in a new tab.")),
            Field("kind", _("Kind"), FieldKind.CHOICE, choices=_kinds_of_resources()),
            Field("licence", _("Licence"), help=_("Such as CC-BY-4.0; empty if not known.")),
            Field("note", _("Note"), FieldKind.TEXT),
        ],
        blank=0,
    )


def _kinds_of_resources() -> Choices:
    return [("", _("not stated")), *resource_kinds().items()]


def unit(parts: Parts, id: str) -> Items:
    others = [(one, title_of(parts, "units", one)) for one in ids_of(parts, "units") if one != id]
    return [
        Field("title", _("Title")),
        Field("minutes", _("Minutes"), FieldKind.NUMBER, _("From 1 to 10.")),
        Field(
            "body",
            _("Cards"),
            FieldKind.TEXT,
            _(
                "Markdown. A line of three dashes begins the next card; ?: and an id shows a "
                "question; !: and a file shows a picture, with its caption after |."
            ),
        ),
        Field("outcomes", _("What one can do afterwards"), FieldKind.LINES, _("One a line.")),
        Field("after", _("Comes after"), FieldKind.SEVERAL, choices=others),
        Field("order", _("Place in lists"), FieldKind.NUMBER),
        resources(),
    ]


def task(parts: Parts, id: str) -> Items:
    kinds = [(PartKind.TEXT, _("Text")), (PartKind.FILE, _("File"))]
    files = [
        ("pdf", "PDF"),
        ("image", _("Picture")),
        ("video", _("Video")),
        ("audio", _("Sound")),
        ("document", _("Document")),
    ]
    number = FieldKind.NUMBER
    asked = [
        ID,
        Field("title", _("Title")),
        Field("kind", _("Kind"), FieldKind.CHOICE, choices=kinds),
        Field("help", _("What to say or show"), FieldKind.TEXT),
        Field("required", _("It must be there"), FieldKind.CHECK_OFF),
        Field("min_words", _("Words at least"), number),
        Field("max_words", _("Words at most"), number),
        Field("accept", _("Files that are taken"), FieldKind.SEVERAL, choices=files),
        Field("max_megabytes", _("Megabytes at most"), number),
    ]
    return [
        Field("title", _("Title")),
        Field("body", _("What to do"), FieldKind.TEXT, _("Markdown: the submission guidelines.")),
        Field("minutes", _("Minutes of work"), number),
        Field("promised_days", _("Judged within days"), number),
        Field("rubric", _("Judged on"), FieldKind.CHOICE, choices=titles(parts, "rubrics")),
        Group("parts", _("What is handed in"), _("Add a part"), asked, id_from="title"),
    ]


def rubric(parts: Parts, id: str) -> Items:
    handed_in = [
        (str(one.get("id")), str(one.get("title") or one.get("id")))
        for task in ids_of(parts, "tasks")
        if (asked := parts[name_of("tasks", task)]).get("rubric") == id
        for one in asked.get("parts") or []
    ]
    level = [
        ID,
        Field("title", pgettext("of a rubric", "Level")),
        Field("description", _("What is seen at this level"), FieldKind.TEXT),
        Field("points", _("Points"), FieldKind.NUMBER),
    ]
    criterion: list[Field | Group] = [
        ID,
        Field("title", _("Criterion")),
        Field("description", _("What is looked for"), FieldKind.TEXT),
        Field("parts", _("Judged on"), FieldKind.SEVERAL, choices=handed_in),
        Group(
            "levels",
            _("Levels, lowest first"),
            _("Add a level"),
            level,
            id_from="title",
            blank=2,
        ),
        Field("met_at", _("Met at"), FieldKind.CHOICE, choices=()),  # its own levels, see forms
    ]
    return [
        Field("title", _("Title")),
        Group("criteria", _("Criteria"), _("Add a criterion"), criterion, id_from="title"),
    ]


def quiz(parts: Parts, id: str) -> Items:
    number = FieldKind.NUMBER
    row = [
        Field("criterion", _("Criterion"), FieldKind.CHOICE, choices=criteria(parts)),
        Field("title", _("What the area is called")),
        Field("questions", _("Questions drawn"), number),
        Field(
            "exposure_cap",
            _("Each asked in at most this share of attempts"),
            number,
            _("Such as 0.5, as far as the pool has others; empty for no bound."),
        ),
    ]
    return [
        Field("title", _("Title")),
        Field("instructions", _("What to know before"), FieldKind.TEXT, _("Markdown.")),
        Field("minutes", _("Minutes allowed"), number),
        Field("cut_score", _("Share of the points that passes"), number, _("Such as 0.8.")),
        Field("attempts", _("Attempts allowed"), number, _("Empty for as many as one likes.")),
        Field("wait_hours", _("Hours between two attempts"), number),
        Group("blueprint", _("What an attempt asks"), _("Add an area"), row),
        Field(
            "pool",
            _("Units whose questions for assessment are drawn from"),
            FieldKind.SEVERAL,
            choices=titles(parts, "units"),
        ),
    ]


def gathering(parts: Parts, id: str) -> Items:
    kinds = [
        (GatheringKind.WEBINAR, _("Webinar")),
        (GatheringKind.LECTURE, _("Lecture")),
        (GatheringKind.WORKSHOP, _("Workshop")),
        (GatheringKind.CONFERENCE, _("Conference")),
    ]
    return [
        Field("title", _("Title")),
        Field("kind", _("Kind"), FieldKind.CHOICE, choices=kinds),
        Field("minutes", _("Minutes"), FieldKind.NUMBER),
        Field("body", _("What it is about"), FieldKind.TEXT, _("Markdown.")),
    ]


def manifest(parts: Parts, id: str) -> Items:
    return [
        Field("title", _("Title of the whole")),
        Field("summary", _("Summary"), FieldKind.TEXT),
        Field("language", _("Language"), help=_("A code such as en or de-AT.")),
        Field("licence", _("Licence"), help=_("Such as CC-BY-4.0.")),
        Field("publisher", _("Publisher")),
        Field("version", _("Version")),
        Group(
            "attributions",
            _("Whose work is in it"),
            _("Add somebody"),
            [
                Field("name", _("Name")),
                Field("licence", _("Licence")),
                Field("url", _("Address")),
            ],
            blank=0,
        ),
    ]


FIELDS: dict[str, Callable[[Parts, str], Items]] = {
    "achievements": achievement,
    "units": unit,
    "tasks": task,
    "rubrics": rubric,
    "quizzes": quiz,
    "gatherings": gathering,
    "pack": manifest,
}


def title_of(parts: Parts, folder: str, id: str) -> str:
    """Return what a part is called; its id until it has a title."""
    return str(parts.get(name_of(folder, id), {}).get("title") or id)


def titles(parts: Parts, folder: str) -> list[tuple[str, str]]:
    """Return id and title of the parts of a kind, in the order in which they are learned."""

    def order(id: str) -> float:
        told = parts[name_of(folder, id)].get("order", 0)
        return told if isinstance(told, int | float) else 0

    ids = sorted(ids_of(parts, folder), key=order)
    return [(id, title_of(parts, folder, id)) for id in ids]


def criteria(parts: Parts) -> list[tuple[str, str]]:
    """Return the criteria of all rubrics: id and title."""
    return [
        (str(one.get("id")), str(one.get("title") or one.get("id")))
        for id in ids_of(parts, "rubrics")
        for one in parts[name_of("rubrics", id)].get("criteria") or []
    ]
