"""What the editor of a question asks for, kind by kind."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.exchange.pack_draft import Parts, name_of, questions_of
from cairn.psychometrics.questions import QuestionKind, QuestionUse
from cairn_server.catalog.studio_fields import ID, Field, FieldKind, Group, Items, criteria


def question(parts: Parts, kind: str) -> Items:
    """Return what a question of a kind asks for; of another kind only what all have."""
    kinds = [(one.value, label) for one, label in question_kinds()]
    uses = [
        (QuestionUse.PRACTICE.value, _("Practice: shown in the unit, comes back in recall")),
        (QuestionUse.ASSESSMENT.value, _("Assessment: kept for quizzes")),
    ]
    choice, text = FieldKind.CHOICE, FieldKind.TEXT
    return [
        Field("kind", _("Kind"), choice, choices=kinds, reloads=True),
        Field("prompt", _("Question"), text, _("Markdown.")),
        *_answers(kind),
        Field("feedback", _("Said after any answer"), text),
        Field("use", _("Use"), choice, choices=uses),
        Field(
            "criterion",
            _("Prepares for"),
            choice,
            choices=[("", _("No criterion")), *criteria(parts)],
        ),
        Field("seconds", _("Seconds to answer"), FieldKind.NUMBER, _("20 if left out.")),
    ]


def question_kinds() -> list[tuple[QuestionKind, str]]:
    return [
        (QuestionKind.CHOICE, _("One is right")),
        (QuestionKind.CHOICES, _("Several are right")),
        (QuestionKind.SHORT_TEXT, _("A few words")),
        (QuestionKind.NUMERIC, _("A number")),
        (QuestionKind.MATCHING, _("Matching")),
        (QuestionKind.FREE_RECALL, _("Free recall")),
    ]


def _answers(kind: str) -> Items:
    match kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return [_options()]
        case QuestionKind.SHORT_TEXT:
            return [_texts()]
        case QuestionKind.NUMERIC:
            return [_numbers()]
        case QuestionKind.MATCHING:
            sides = [Field("left", _("Left")), Field("right", _("Right"))]
            others = Field("distractors", _("Right sides without a left"), FieldKind.LINES)
            return [Group("pairs", _("Pairs"), _("Add a pair"), sides, blank=3), others]
        case QuestionKind.FREE_RECALL:
            return [Field("answer", _("Model answer"), FieldKind.TEXT)]
        case _:
            return []


def _options() -> Group:
    fields = [
        ID,
        Field("text", _("Option")),
        Field("correct", _("It is right"), FieldKind.CHECK),
        Field("feedback", _("Feedback")),
    ]
    return Group("options", _("Options"), _("Add an option"), fields, id_from="*", blank=3)


def _texts() -> Group:
    fields = [
        Field("text", _("Answer"), FieldKind.LINE, _("* stands for anything.")),
        *_worth(),
        Field("case_sensitive", _("Capitals count"), FieldKind.CHECK),
    ]
    return Group("answers", _("Answers that are taken"), _("Add an answer"), fields)


def _numbers() -> Group:
    number = FieldKind.NUMBER
    fields = [
        Field("value", _("Number"), number),
        Field("tolerance", _("Give or take"), number),
        Field("low", _("Or from"), number),
        Field("high", _("to"), number),
        *_worth(),
    ]
    return Group("numeric", _("Numbers that are taken"), _("Add a number"), fields)


def _worth() -> list[Field]:
    share = _("Share of the points")
    return [
        Field("weight", share, FieldKind.NUMBER, _("Empty for all of them.")),
        Field("feedback", _("Feedback")),
    ]


def question_titles(parts: Parts, unit: str) -> list[tuple[str, str, str]]:
    """Return the questions of a unit: id, prompt and use."""
    return [
        (
            str(one.get("id")),
            str(one.get("prompt") or one.get("id")),
            str(one.get("use", "practice")),
        )
        for one in questions_of(parts.get(name_of("questions", unit)))
    ]
