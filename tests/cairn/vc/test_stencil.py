import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.vc.shape import describe, places_of_texts
from cairn.vc.stencil import Stencil
from tests.credentials import unsigned_credential
from tests.json_leaves import at, ways_to, with_leaf

FULL = json.loads(json.dumps(unsigned_credential()))


def stencil_of(document, *ways):
    """Return the stencil with holes where `ways` lead; all texts if there are none."""
    places, texts = places_of_texts(document)
    holes = {places[path_of(way)] for way in ways} if ways else range(len(texts))
    return Stencil.of(document, holes, places)


def path_of(way):
    path = ()
    for step in way:
        path = (path, step)
    return path


def test_the_texts_in_the_holes_are_found_by_their_positions():
    stencil = stencil_of(FULL)
    texts = describe(FULL).texts

    assert stencil.texts(FULL) == tuple(texts[hole] for hole in stencil.holes)
    assert sorted(stencil.holes) == list(range(len(texts)))
    assert [at_path(FULL, place) for place in stencil.places] == list(stencil.texts(FULL))


def at_path(document, path):
    return document if path == () else at_path(document, path[0])[path[1]]


def test_a_text_in_a_hole_may_be_any_other():
    ways = [("id",), ("credentialSubject", "identifier", 0, "identityHash")]
    stencil = stencil_of(FULL, *ways)

    for way in ways:
        assert "another" in stencil.texts(with_leaf(FULL, way, "another"))


@pytest.mark.parametrize("way", list(ways_to(FULL, (str, bool, int, float))), ids=str)
def test_nothing_else_may_differ(way):
    holes = [("id",), ("credentialSubject", "identifier", 0, "identityHash")]
    stencil = stencil_of(FULL, *holes)
    leaf = at(FULL, way)
    others = [leaf + "x" if isinstance(leaf, str) else str(leaf), [leaf], None]

    for other in others:
        if way not in holes or not isinstance(other, str):
            assert stencil.texts(with_leaf(FULL, way, other)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "x"}, {"b": "x"}),
        ({"a": "x"}, {"a": ["x"]}),
        ({"a": "x", "b": {}}, {"a": {}, "b": "x"}),
        ({"a": "x"}, {"a": "x", "b": "y"}),
        ({"a": ["x"]}, {"a": ["x", "y"]}),
        ({"a": "x", "b": True}, {"a": "x", "b": 1}),
        ({"a": "x", "b": 1}, {"a": "x", "b": 1.0}),
        ({"a": "x", "b": [True]}, {"a": "x", "b": [1.0]}),
        ({"a": "x", "b": {"c": [1]}}, {"a": "x", "b": {"c": [True]}}),
        ({"a": "x", "b": 0.0}, {"a": "x", "b": -0.0}),
        ({"a": "x", "b": []}, {"a": "x", "b": ()}),
    ],
)
def test_numbers_and_booleans_that_are_equal_are_told_apart(one, other):
    stencil = stencil_of(one)

    assert stencil.texts(one) is not None
    assert stencil.texts(other) is None


class Named(dict):
    __slots__ = ()


class Word(str):
    __slots__ = ()


@pytest.mark.parametrize("other", [Named(a={"b": "x"}), {"a": Named(b="x")}, {"a": {"b": Word()}}])
def test_on_the_way_to_a_hole_all_is_plain_json(other):
    assert stencil_of({"a": {"b": "x"}}).texts(other) is None


def test_a_document_without_holes_is_like_itself_alone():
    stencil = Stencil.of({"a": "x"}, (), places_of_texts({"a": "x"})[0])

    assert stencil.texts({"a": "x"}) == ()
    assert stencil.texts({"a": "y"}) is None


def test_what_becomes_of_the_first_document_later_changes_nothing():
    document = {"a": "x", "b": {"c": ["y"]}}
    stencil = stencil_of(document, ("a",))
    document["b"]["c"][0] = "z"

    assert stencil.texts(document) is None


def test_a_document_that_holds_itself_comes_to_an_end():
    document = {"a": "x", "b": {}}
    document["b"] = document

    assert stencil_of({"a": "x", "b": {"a": "x", "b": {}}}, ("a",)).texts(document) is None


json_values = st.recursive(
    st.booleans() | st.sampled_from([0, 1, 1.0, 0.5, 0.0, -0.0]) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(json_values, json_values)
def test_with_all_texts_open_it_fits_what_has_its_shape_and_nothing_else(one, other):
    one, other = {"a": one}, {"a": other}
    same = describe(one).shape == describe(other).shape
    stencil = stencil_of(other)
    found = stencil.texts(one)

    # where no hole is below, the order of members may differ
    assert (found is not None) or not same
    if same:
        assert found == tuple(describe(one).texts[hole] for hole in stencil.holes)
    elif found is not None:
        assert repr(describe(one).shape) != repr(describe(other).shape)
        assert json.dumps(one, sort_keys=True) == json.dumps(
            with_texts(other, stencil, found), sort_keys=True
        )


def with_texts(document, stencil, texts):
    document = json.loads(json.dumps(document))
    for place, text in zip(stencil.places, texts, strict=True):
        at_path(document, place[0])[place[1]] = text
    return document
