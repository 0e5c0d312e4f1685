from __future__ import annotations

import pytest
from django.http import QueryDict

from cairn_server.assessment.quiz_forms import SavedNumberForm, sent_answer
from tests.cairn_server.assessment.test_asked_questions import version


@pytest.mark.parametrize(
    ("kind", "sent", "answer"),
    [
        ("choice", "option=2", {"option": "2"}),
        ("choice", "", None),
        ("choices", "option=1&option=3", {"options": ["1", "3"]}),
        ("choices", "", None),
        ("short_text", "text=blue", {"text": "blue"}),
        ("short_text", "text=", None),
        ("numeric", "text=3%2C5", {"text": "3,5"}),
        ("matching", "pair-l-1=r-2&pair-l-2=", {"pairs": {"l-1": "r-2"}}),
        ("matching", "pair-l-1=", None),
        ("choice", "option=2&do=clear", None),
    ],
)
def test_fields_become_an_answer_and_empty_ones_none(kind, sent, answer):
    assert sent_answer(version(kind), QueryDict(sent)) == answer


@pytest.mark.parametrize("sent", ["sequence=1", "sequence=2000&do=next"])
def test_a_number_is_needed(sent):
    assert SavedNumberForm(QueryDict(sent)).is_valid()


@pytest.mark.parametrize("sent", ["", "sequence=0", "sequence=2001", "sequence=1&do=away"])
def test_what_no_page_sends_is_refused(sent):
    assert not SavedNumberForm(QueryDict(sent)).is_valid()
