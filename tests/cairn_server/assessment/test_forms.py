from __future__ import annotations

import pytest

from cairn.psychometrics.rubric import Rubric
from cairn_server.assessment.forms import sent_evaluation, sent_texts
from cairn_server.assessment.parts import parts_of
from tests.cairn_server.assessment.conftest import PARTS, RUBRIC

CRITERIA = Rubric.from_json(RUBRIC).criteria


def test_line_ends_of_a_browser_are_made_plain_and_null_is_left_out() -> None:
    (sent,) = sent_texts({"text-plan": "One\r\ntwo\0", "sequence-plan": "3"}, parts_of(PARTS))

    assert (sent.part.id, sent.text, sent.sequence) == ("plan", "One\ntwo", 3)


def test_a_text_for_a_file_or_for_nothing_is_left_out() -> None:
    assert sent_texts({"text-photo": "x", "text-other": "y"}, parts_of(PARTS)) == []


@pytest.mark.parametrize(
    ("told", "number"),
    [("", 0), ("abc", 0), ("-4", 0), ("²", 0), ("9" * 40, 2**31 - 1), ("9" * 5000, 2**31 - 1)],
)
def test_a_number_that_is_none_is_zero(told: str, number: int) -> None:
    (sent,) = sent_texts({"text-plan": "x", "sequence-plan": told}, parts_of(PARTS))

    assert sent.sequence == number


def test_ratings_that_fit_no_level_are_left_out() -> None:
    data = {"rating-asks": "met", "rating-acts": "superb", "rating-style": "met", "comment": "Hi"}

    sent = sent_evaluation(data, CRITERIA)

    assert sent.ratings == {"asks": "met"}
    assert sent.comment == "Hi"
