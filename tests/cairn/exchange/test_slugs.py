import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.exchange.slugs import Slugs, slug


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Checking for Understanding", "checking-for-understanding"),
        ("Who's buried in Grant's tomb?", "whos-buried-in-grants-tomb"),
        ("  Création d'instance! ", "creation-dinstance"),
        ("2-08 TSL", "2-08-tsl"),
        ("日本", "question"),
        ("", "question"),
    ],
)
def test_a_text_becomes_words_joined_by_dashes(text, id):
    assert slug(text, "question") == id


@settings(deadline=None)
@given(st.text())
def test_an_id_is_always_of_the_form_that_packs_need(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text, "question"))
    assert len(slug(text, "question")) <= 60


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "A", "a-2", "b", "?"])))
def test_no_id_is_given_twice(texts):
    ids = Slugs()

    given = [ids.new(text, "question") for text in texts]

    assert len(set(given)) == len(given)


def test_many_of_one_name_are_numbered_in_a_row_without_delay():
    ids = Slugs()

    given = [ids.new("the same", "question") for _ in range(20_000)]

    assert given[:2] + given[-1:] == ["the-same", "the-same-2", "the-same-20000"]
