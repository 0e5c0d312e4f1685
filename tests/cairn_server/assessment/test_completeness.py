from __future__ import annotations

import pytest

from cairn_server.assessment.completeness import HandedIn, completeness, count_words
from cairn_server.assessment.parts import Part

TEXT = Part("text", "Text", "text", min_words=3, max_words=5)
OPTIONAL = Part("more", "More", "text", required=False, min_words=3)
FILE = Part("file", "File", "file")


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("  \n ", 0), ("one", 1), ("one, two\nthree", 3), ("à-propos größer", 2)],
)
def test_words_are_what_stands_between_white_space(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("part", "there", "missing"),
    [
        (TEXT, HandedIn(), "your text"),
        (TEXT, HandedIn("one"), "2 more words"),
        (TEXT, HandedIn("one two"), "1 more word"),
        (TEXT, HandedIn("one two three"), ""),
        (TEXT, HandedIn("one two three four five"), ""),
        (TEXT, HandedIn("one two three four five six"), "1 word less"),
        (OPTIONAL, HandedIn(), ""),
        (OPTIONAL, HandedIn("one"), "2 more words"),
        (FILE, HandedIn(), "a file"),
        (FILE, HandedIn(has_file=True), ""),
        (Part("file", "File", "file", required=False), HandedIn(), ""),
    ],
)
def test_what_is_missing_is_said_in_a_few_words(part: Part, there: HandedIn, missing: str) -> None:
    (state,) = completeness([part], {part.id: there})

    assert state.missing == missing
    assert state.is_complete is (missing == "")


def test_a_part_of_which_nothing_is_there_is_told_too() -> None:
    states = completeness([TEXT, FILE], {})

    assert [state.missing for state in states] == ["your text", "a file"]
