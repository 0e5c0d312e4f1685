"""From fields to responses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import QueryDict

from cairn.psychometrics.questions import QuestionKind
from cairn.scheduling.memory import Rating
from cairn_server.learning.forms import AnswerForm, ChangeForm, response_from


@pytest.mark.parametrize(
    ("kind", "fields", "response"),
    [
        ("choice", "option=a", {"option": "a"}),
        ("choice", "", {"option": None}),
        ("choices", "option=a&option=c", {"options": ["a", "c"]}),
        ("short_text", "text=eight", {"text": "eight"}),
        ("numeric", "text=3,5", {"text": "3,5"}),
        ("matching", "pair-l1=r2&pair-l2=", {"pairs": {"l1": "r2"}}),
        ("free_recall", "rating=3", {"rating": 3}),
        ("free_recall", "rating=x", {"rating": None}),
    ],
)
def test_each_kind_has_its_fields(kind, fields, response):
    assert response_from(QuestionKind(kind), QueryDict(fields)) == response


def test_a_fitting_answer_is_valid(whiteboards):
    form = AnswerForm(QueryDict(f"review_id={uuid4()}&option=b&rating=2"), item=whiteboards)

    assert form.is_valid()
    assert form.cleaned_data["response"] == {"option": "b"}
    assert form.cleaned_data["rating"] is Rating.HARD


@pytest.mark.parametrize("fields", ["", "option=z", "option="])
def test_an_answer_that_does_not_fit_says_what_to_do(whiteboards, fields):
    form = AnswerForm(QueryDict(f"review_id={uuid4()}&{fields}"), item=whiteboards)

    assert not form.is_valid()
    assert form.non_field_errors() == ["Choose one of the options."]


@pytest.mark.parametrize(
    ("rating", "valid"), [("2", True), ("4", True), ("1", False), ("3", False)]
)
def test_a_right_answer_can_only_be_changed_to_hard_or_easy(rating, valid):
    form = ChangeForm(QueryDict(f"review_id={uuid4()}&replaces={uuid4()}&rating={rating}"))

    assert form.is_valid() is valid


def test_the_place_of_an_answer_is_an_address():
    unit, review = uuid4(), uuid4()
    fields = f"review_id={uuid4()}&replaces={review}&rating=2"
    in_unit = ChangeForm(QueryDict(f"{fields}&unit={unit}&card=3"))
    in_recall = ChangeForm(QueryDict(f"{fields}&more=1"))

    assert in_unit.is_valid()
    assert in_unit.place(review) == f"/learn/units/{unit}/?card=3&review={review}"
    assert in_recall.is_valid()
    assert in_recall.place(review) == f"/learn/recall/?review={review}&more=1"
