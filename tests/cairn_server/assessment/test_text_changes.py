from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cairn_server.assessment.text_changes import MAX_WORDS, Piece, changes

texts = st.lists(st.sampled_from(["a", "b", "c"]), max_size=12).map(" ".join)


def test_a_word_put_in_the_place_of_another_is_told() -> None:
    assert changes("I wait one second", "I wait three seconds now") == (
        Piece("same", "I wait "),
        Piece("removed", "one second"),
        Piece("added", "three seconds now"),
    )


@given(texts, texts)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = changes(before, after)

    def joined(left_out: str) -> list[str]:
        return " ".join(one.text for one in pieces if one.kind != left_out).split()

    assert joined("removed") == after.split()
    assert joined("added") == before.split()


def test_very_long_texts_are_not_compared() -> None:
    assert changes("word " * (MAX_WORDS + 1), "other") == ()
