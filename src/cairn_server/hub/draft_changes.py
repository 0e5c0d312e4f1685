"""What publishing a draft would change, and for how many: definitions beside those who learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from cairn.errors import MalformedInput
from cairn.exchange.pack_comparison import ChangeKind, FieldChange, PartChange, compare
from cairn.exchange.pack_draft import (
    MANIFEST,
    Part,
    Parts,
    ids_of,
    parts_of,
    questions_of,
    read_draft,
)
from cairn.psychometrics.questions import Question
from cairn_server.catalog.draft_queries import media_names
from cairn_server.catalog.exporting import published_parts
from cairn_server.catalog.markdown import plain
from cairn_server.catalog.models import Achievement, Draft
from cairn_server.catalog.question_meaning import means_the_same
from cairn_server.catalog.studio_fields import title_of
from cairn_server.credentials.models import Award
from cairn_server.learning.models import Enrolment


@dataclass(frozen=True, slots=True)
class ShownField:
    """One member that differs, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One part or question that differs; `restarts_recall` where what is remembered starts anew."""

    what: str
    title: str
    kind: ChangeKind
    fields: tuple[ShownField, ...]
    restarts_recall: bool


@dataclass(frozen=True, slots=True)
class Affected:
    """How many people a new version of an achievement concerns."""

    title: str
    on_the_way: int
    holding: int


def changes_of(draft: Draft) -> list[ShownChange]:
    """Return what publishing would change; everything is new where nothing is published."""
    before = published_parts(draft)
    pack, _findings = read_draft(draft.content, media_names(draft))
    after: Parts = parts_of(pack) if pack else draft.content
    found = [one for one in compare(before, after) if one.name != MANIFEST]
    return [_shown(one, before, after) for one in found]


def _shown(change: PartChange, before: Parts, after: Parts) -> ShownChange:
    return ShownChange(
        what=_what(change),
        title=(plain(change.title) if change.question else change.title)
        or change.question
        or change.name,
        kind=change.kind,
        fields=tuple(_field(one) for one in change.fields),
        restarts_recall=_restarts(change, before, after),
    )


def _what(change: PartChange) -> str:
    words = {
        "achievements": _("Achievement"),
        "units": _("Unit"),
        "questions": _("Question"),
        "tasks": _("Task"),
        "rubrics": _("Rubric"),
        "quizzes": _("Quiz"),
        "gatherings": _("To attend"),
    }
    return words.get(change.name.partition("/")[0], change.name)


def _field(change: FieldChange) -> ShownField:
    label = change.place.replace("_", " ")
    return ShownField(label, _in_words(change.before), _in_words(change.after))


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_in_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "\n".join(_in_words(one) for one in value)
    return str(value)


def _restarts(change: PartChange, before: Parts, after: Parts) -> bool:
    if not change.question or change.kind is not ChangeKind.CHANGED:
        return False
    old, new = (_question(parts[change.name], change.question) for parts in (before, after))
    return old is not None and new is not None and not means_the_same(old, new)


def _question(part: Part, id: str) -> Question | None:
    found = next(one for one in questions_of(part) if str(one.get("id")) == id)
    try:
        return Question.from_json(found)
    except MalformedInput:
        return None


def affected_by(draft: Draft) -> list[Affected]:
    """Return whom new versions of the draft's achievements concern. Three queries."""
    known = Achievement.objects.filter(
        organisation=draft.organisation, key__in=ids_of(draft.content, "achievements")
    )
    rows = list(known.order_by("key"))
    holding = _counts(
        Award.objects.filter(achievement_version__achievement__in=rows).values_list(
            "achievement_version__achievement"
        )
    )
    enrolled = _counts(Enrolment.objects.filter(achievement__in=rows).values_list("achievement"))
    return [
        Affected(
            title=title_of(draft.content, "achievements", row.key),
            on_the_way=max(enrolled.get(row.pk, 0) - holding.get(row.pk, 0), 0),
            holding=holding.get(row.pk, 0),
        )
        for row in rows
    ]


def _counts(rows: Any) -> dict[UUID, int]:
    return dict(rows.annotate(people=Count("person", distinct=True)))
