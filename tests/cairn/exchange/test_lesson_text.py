import re

import pytest

from cairn.exchange.lesson_text import blocks_of, cards_of, html_of, in_parts, minutes_of
from cairn.exchange.markdown import count_words
from tests.shared_data import SHARED, shared_data

LESSONS = sorted(
    path
    for path in (SHARED / "exercism-python" / "concepts").glob("*/about.md")
    if path.stat().st_size > 500
)


def prose(words):
    return " ".join(["word"] * words) + "."


def test_the_title_is_left_out_and_a_heading_begins_a_card():
    assert cards_of("# About\n\nOne.\n\n## Two\n\nThree.") == ["One.", "## Two\n\nThree."]


def test_short_paragraphs_share_a_card_up_to_ninety_words():
    cards = cards_of("\n\n".join([prose(40)] * 5))

    assert [count_words(card) for card in cards] == [80, 80, 40]


def test_a_long_paragraph_is_cut_between_sentences():
    cards = cards_of(" ".join(f"S{n} {prose(29)}" for n in range(6)))

    assert [count_words(card) for card in cards] == [90, 90]


def test_a_long_list_is_cut_between_items():
    cards = cards_of("\n".join(f"- {prose(30)}\n  - inner" for n in range(4)))

    assert [card.count("- word") for card in cards] == [2, 2]
    assert all(card.startswith("- ") for card in cards)


def test_a_long_table_keeps_its_head_on_every_card():
    rows = "\n".join(f"| {prose(20)} | x |" for n in range(6))
    cards = cards_of(f"| a | b |\n| - | - |\n{rows}")

    assert len(cards) > 1
    assert all(card.startswith("| a | b |\n| - | - |\n") for card in cards)
    assert sum(card.count("word.") for card in cards) == 6


def test_code_stays_whole_with_the_text_above_it():
    code = "```python\n# not a heading\n\nx = 1\n\n---\n```"

    assert cards_of(f"Look:\n\n{code}\n\n## Next") == [f"Look:\n\n{code}", "## Next"]


def test_code_that_is_never_closed_is_still_there():
    assert cards_of("Look:\n\n```\nx = 1") == ["Look:\n\n```\nx = 1"]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("See [lists][list].", "See [lists](https://a.example/l)."),
        ("See [list].", "See [list](https://a.example/l)."),
        ("See [List][].", "See [List](https://a.example/l)."),
        ("See [`len()`][list].", "See [`len()`](https://a.example/l)."),
        ("See [here](https://b.example).", "See [here](https://b.example)."),
        ("Not `x[list]` nor [other].", "Not `x[list]` nor [other]."),
        ("```\nx[list]\n```", "```\nx[list]\n```"),
    ],
)
def test_links_by_reference_become_links_in_place(text, linked):
    assert cards_of(f"{text}\n\n[list]: https://a.example/l\n") == [linked]


def test_a_note_of_the_authors_becomes_a_quotation():
    [card] = cards_of("~~~~exercism/caution\nTake care.\n~~~~")

    assert card == "> **Caution**\n>\n> Take care."


def test_time_counts_words_and_lines_of_code():
    card = f"{prose(90)}\n\n```\n" + "x = 1\n" * 25 + "```"

    assert minutes_of([card]) == pytest.approx(90 / 180 + 25 / 25)


def test_parts_are_as_few_as_fit_and_about_equal():
    cards = [prose(90)] * 30  # half a minute each, fifteen together

    parts = in_parts(cards, minutes=10)

    assert [len(part) for part in parts] == [15, 15]
    assert in_parts(cards[:20], minutes=10) == [cards[:20]]


def test_html_that_is_left_out_is_named():
    text = "a<br>b\n\n<table><tr><td>c</td></tr></table>\n\n`<p>`\n\n```\n<div>\n```"

    assert html_of(text) == ["table", "td", "tr"]
    assert cards_of(text)[0].split("\n\n")[0] == "a b"


def words_of(text):
    """The words of a text without links, definitions and HTML: straight from the characters."""
    text = re.sub(r"^ {0,3}\[[^\]]+\]: +\S+.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^()\s]*(\([^()]*\))?[^()\s]*\)|\]\[[^\]]*\]", "", text)
    return re.findall(r"[a-z]{3,}", re.sub(r"<[^<>\n]*>", " ", text).lower())


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_no_word_of_a_real_lesson_is_lost(path):
    text = (shared_data("exercism-python") / "concepts" / path.parent.name / "about.md").read_text()

    cards = "\n\n".join(cards_of(text))

    there = set(words_of(cards))
    title = {"about", "exercism"}
    assert not set(words_of(text)) - there - title
    for code in (block.text for block in blocks_of(text) if block.is_code):
        assert code in cards
