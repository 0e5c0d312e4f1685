"""Forms of the player: an answer, a changed rating, a card passed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import Question, QuestionKind
from cairn.scheduling.memory import Rating
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning.reviewing import judge

PAIR = "pair-"
MOST_CARDS = 500
RATINGS = [(str(rating.value), rating.name) for rating in Rating]
ASKED = {
    QuestionKind.CHOICE: _("Choose one of the options."),
    QuestionKind.CHOICES: _("Choose at least one option."),
    QuestionKind.SHORT_TEXT: _("Write an answer, in at most 2,000 characters."),
    QuestionKind.NUMERIC: _("Write one number, like 3.5, without a unit."),
    QuestionKind.MATCHING: _("Choose one of the answers that are offered."),
    QuestionKind.FREE_RECALL: _("Say how well you recalled it."),
}


class PlaceForm(forms.Form):
    """Where in the player an answer was given; nothing of it is trusted further than that."""

    unit = forms.UUIDField(required=False)
    card = forms.IntegerField(required=False, min_value=0, max_value=MOST_CARDS)
    more = forms.BooleanField(required=False)

    def place_named(self) -> tuple[UUID | None, int | None, bool]:
        """Return the unit and the card (None: in recall), and whether the learner goes on."""
        values = self.cleaned_data
        return values.get("unit"), values.get("card"), bool(values.get("more"))

    def place(self, review_id: UUID) -> str:
        """Return the address at which the answer is shown again."""
        unit, card, more = self.place_named()
        if unit is None:
            return f"{reverse('learning:recall')}?review={review_id}{'&more=1' if more else ''}"
        return f"{reverse('learning:unit', args=[unit])}?card={card or 0}&review={review_id}"


class ChangeForm(PlaceForm):
    """A right answer that was harder or easier than it was rated."""

    review_id = forms.UUIDField()
    replaces = forms.UUIDField()
    rating = forms.TypedChoiceField(
        choices=[one for one in RATINGS if one[1] in ("HARD", "EASY")],
        coerce=lambda value: Rating(int(value)),
    )


class AnswerForm(PlaceForm):
    """
    An answer to one question, in the fields that its kind has.

    `response` and the rating that was wished for are in the cleaned data; a response that does
    not fit the question is an error of the form.
    """

    review_id = forms.UUIDField()
    reviewed_at = forms.DateTimeField(required=False)
    rating = forms.TypedChoiceField(
        required=False,
        choices=RATINGS,
        coerce=lambda value: Rating(int(value)),
        empty_value=None,
    )

    def __init__(self, data: QueryDict, *, item: ItemVersion) -> None:
        super().__init__(data)
        self.item = item
        self.sent = data

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        question = Question.from_json(self.item.content)
        response = response_from(question.kind, self.sent)
        values["response"] = response
        try:
            judge(self.item, values.get("rating"), response)
        except MalformedInput:
            self.add_error(None, ASKED[question.kind])
        return values


class PassedForm(forms.Form):
    """How many cards of a unit were passed."""

    cards = forms.IntegerField(min_value=0, max_value=MOST_CARDS)


def response_from(kind: QuestionKind, data: QueryDict) -> dict[str, object]:
    """Return the response that the fields hold, as `cairn.psychometrics.scoring` wants it."""
    if kind is QuestionKind.CHOICE:
        return {"option": data.get("option")}
    if kind is QuestionKind.CHOICES:
        return {"options": data.getlist("option")}
    if kind is QuestionKind.MATCHING:
        pairs = {name.removeprefix(PAIR): data[name] for name in data if name.startswith(PAIR)}
        return {"pairs": {left: right for left, right in pairs.items() if right}}
    if kind is QuestionKind.FREE_RECALL:
        rating = data.get("rating", "")
        return {"rating": int(rating) if rating in ("1", "2", "3", "4") else None}
    return {"text": data.get("text", "")}
