import json

import pytest

from cairn.vc.shape import MAX_VALUES, describe, picker, places_of_texts
from tests.credentials import unsigned_credential
from tests.json_leaves import at, ways_to


def same_shape(one, other):
    return describe(one).shape == describe(other).shape


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


@pytest.mark.parametrize(("places", "picked"), [((), ()), ((2,), ("c",)), ((0, 2), ("a", "c"))])
def test_any_number_of_places_may_be_picked(places, picked):
    assert picker(places)("abc") == picked
