import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.vc.shape import MAX_VALUES, Walk, describe, places_of_texts
from tests.credentials import unsigned_credential
from tests.json_leaves import at, ways_to


def same_shape(one, other):
    shape = describe(other).shape
    texts = Walk.through(shape).texts(one)
    same = describe(one).shape == shape
    assert texts == (tuple(describe(one).texts) if same else None)
    return same


def test_documents_that_differ_in_texts_alone_have_one_shape():
    assert same_shape({"a": "x", "b": ["y", {"c": "z"}]}, {"a": "", "b": ["é", {"c": '"'}]})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "x"}, {"b": "x"}),
        ({"a": "x"}, {"a": ["x"]}),
        ({"a": "x", "b": {}}, {"a": {}, "b": "x"}),
        ({"a": "x", "b": "y"}, {"b": "y", "a": "x"}),
        ({"a": ["x"]}, {"a": ["x", "y"]}),
        ({"a": [["x"], []]}, {"a": [[], ["x"]]}),
        ({"a": [{"b": "x"}, {}]}, {"a": [{}, {"b": "x"}]}),
        ({"a": True}, {"a": 1}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"a": "1"}),
        ({"a": True}, {"a": False}),
        ({"a": 0.0}, {"a": -0.0}),
        ({"a": 0.1 + 0.2}, {"a": 0.3}),
        ({"a": 2}, {"a": 3}),
    ],
)
def test_any_other_difference_is_another_shape(one, other):
    assert not same_shape(one, other)


def test_the_texts_come_level_by_level():
    described = describe({"a": {"b": ["in", {"c": "inmost"}]}, "d": "out"})

    assert described.texts == ["out", "in", "inmost"]


class Word(str):
    __slots__ = ()


class Named(dict):
    __slots__ = ()


@pytest.mark.parametrize(
    "value", [None, (), b"", Word("x"), 2**53, -(2**53), {"b": {1, 2}}, [object()]]
)
def test_what_is_not_plain_json_has_no_shape(value):
    assert describe({"a": value}) is None


def test_numbers_and_booleans_within_a_double_have_one():
    assert describe({"a": [2**53 - 1, -1.5, True]}) is not None


def test_a_document_that_holds_itself_comes_to_an_end():
    document = {"a": "x"}
    document["b"] = document

    assert describe(document) is None


def test_no_walk_leads_through_a_document_without_a_shape():
    walk = Walk.through(describe({"a": {"b": "x"}, "c": [1]}).shape)

    for document in ({"a": Named(b="x"), "c": [1]}, {"a": {"b": Word("x")}, "c": [1]}, {"a": 1}):
        assert walk.texts(document) is None
    assert walk.texts({"a": {"b": "y"}, "c": [1]}) == ("y",)


json_values = st.recursive(
    st.booleans() | st.sampled_from([0, 1, 1.0, 0.5, 0.0, -0.0]) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(json_values, json_values)
def test_a_walk_leads_through_what_has_its_shape_and_through_nothing_else(one, other):
    same_shape({"a": one}, {"a": other})


def test_too_many_values_have_no_shape():
    assert describe({"a": ["x"] * (MAX_VALUES - 2)}) is not None
    assert describe({"a": ["x"] * MAX_VALUES}) is None


def test_each_place_leads_to_its_text():
    document = json.loads(json.dumps(unsigned_credential()))
    places, texts = places_of_texts(document)

    assert texts == describe(document).texts
    for way in ways_to(document):
        place = ()
        for step in way:
            place = (place, step)
        assert texts[places[place]] == at(document, way)
    assert len(places) == len(texts)
