import json
import re

import pytest

from cairn.exchange.gift_syntax import GiftType, parse_gift
from tests.shared_data import SHARED, shared_data

FILES = sorted((SHARED / "gift").glob("*.gift"))


def text_of(text):
    return None if text is None else (re.sub(r"\s+", " ", text.text).strip(), text.format)


def theirs(text):
    return None if text is None else (re.sub(r"\s+", " ", text["text"]).strip(), text["format"])


def stem_of(pair):
    """They put a blank before what follows an answer inside a sentence; we keep the original."""
    return re.sub(r"_____ (?=[.,;!?])", "_____", pair[0]), pair[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_read_as_by_an_independent_grammar(path):
    expected = json.loads((shared_data("gift") / f"{path.stem}.json").read_text())

    items = parse_gift(path.read_text())

    assert [item.type for item in items] == [one["type"] for one in expected]
    for item, one in zip(items, expected, strict=True):
        assert item.title == (one["title"] or "")
        assert (item.id or None, list(item.tags) or None) == (one.get("id"), one.get("tags"))
        if item.type is GiftType.CATEGORY:
            continue
        assert stem_of(text_of(item.stem)) == stem_of(theirs(one["stem"]))
        assert text_of(item.general_feedback) == theirs(one.get("globalFeedback"))
        COMPARE[item.type](item, one)


def same_nothing(item, one):
    assert not item.answers


def same_truth(item, one):
    """
    Moodle writes the feedback for a wrong answer first; the grammar calls the first that of
    `true` even where true is right, so the two agree on the order, not on the names.
    """
    assert item.is_true == one["isTrue"]
    assert text_of(item.wrong_feedback) == theirs(one["trueFeedback"])
    assert text_of(item.right_feedback) == theirs(one["falseFeedback"])


def same_answers(item, one):
    for ours, other in zip(item.answers, one["choices"], strict=True):
        assert ours.is_right == other["isCorrect"]
        assert text_of(ours.text) == theirs(other["text"])
        assert ours.weight == other["weight"]
        assert text_of(ours.feedback) == theirs(other["feedback"])


def same_numbers(item, one):
    choices = one["choices"]
    single = isinstance(choices, dict)
    listed = [{"text": choices, "weight": None, "feedback": None}] if single else choices
    for ours, other in zip(item.answers, listed, strict=True):
        assert ours.weight == other["weight"]
        assert text_of(ours.feedback) == theirs(other["feedback"])
        number = other["text"]
        written = re.split(r":|\.\.", ours.text.text)
        stated = [
            number[name]
            for name in ("numberLow", "numberHigh", "number", "range")
            if name in number
        ]
        assert [float(x) for x in written if x] == stated or not stated


def same_pairs(item, one):
    for ours, other in zip(item.answers, one["matchPairs"], strict=True):
        assert text_of(ours.text) == theirs(other["subquestion"])
        assert ours.match == other["subanswer"]


COMPARE = {
    GiftType.DESCRIPTION: same_nothing,
    GiftType.ESSAY: same_nothing,
    GiftType.TRUE_FALSE: same_truth,
    GiftType.CHOICE: same_answers,
    GiftType.SHORT: same_answers,
    GiftType.NUMERICAL: same_numbers,
    GiftType.MATCHING: same_pairs,
}
