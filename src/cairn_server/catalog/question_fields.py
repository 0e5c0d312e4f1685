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
    number, line, feedback = FieldKind.NUMBER, FieldKind.LINE, Field("feedback", _("Feedback"))
    weight = Field("weight", _("Share of the points"), number, _("Empty for all of them."))
    right = Field("correct", _("It is right"), FieldKind.CHECK)
    option = [ID, Field("text", _("Option")), right, Field("feedback", _("Feedback"))]
    groups: dict[str, Items] = {
        QuestionKind.CHOICE: [
            Group("options", _("Options"), _("Add an option"), option, id_from="*", blank=3)
        ],
        QuestionKind.SHORT_TEXT: [
            Group(
                "answers",
                _("Answers that are taken"),
                _("Add an answer"),
                [
                    Field("text", _("Answer"), line, _("* stands for anything.")),
                    weight,
                    feedback,
                    Field("case_sensitive", _("Capitals count"), FieldKind.CHECK),
                ],
            )
        ],
        QuestionKind.NUMERIC: [
            Group(
                "numeric",
                _("Numbers that are taken"),
                _("Add a number"),
                [
                    Field("value", _("Number"), number),
                    Field("tolerance", _("Give or take"), number),
                    Field("low", _("Or from"), number),
                    Field("high", _("to"), number),
                    weight,
                    feedback,
                ],
            )
        ],
        QuestionKind.MATCHING: [
            Group(
                "pairs",
                _("Pairs"),
                _("Add a pair"),
                [Field("left", _("Left")), Field("right", _("Right"))],
                blank=3,
            ),
            Field("distractors", _("Right sides without a left"), FieldKind.LINES),
        ],
        QuestionKind.FREE_RECALL: [Field("answer", _("Model answer"), FieldKind.TEXT)],
    }
    groups[QuestionKind.CHOICES] = groups[QuestionKind.CHOICE]
    return groups.get(kind, [])


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
