"""Oracle: PyLD 3.3.0; what it would drop in silence is refused."""

import pytest

from cairn.errors import InputError, MalformedCredential, UndefinedTerm
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from tests.pyld_oracle import pyld_canonical

CONTEXT = {
    "@context": {
        "id": "@id",
        "type": "@type",
        "val": "@value",
        "lang": "@language",
        "a": "urn:a",
        "ex": "urn:ex:",
        "word": "urn:word",
        "date": {"@id": "urn:date", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        "text": {"@id": "urn:text", "@type": "http://www.w3.org/2001/XMLSchema#string"},
        "ref": {"@id": "urn:ref", "@type": "@id"},
        "vocab": {"@id": "urn:vocab", "@type": "@vocab"},
        "json": {"@id": "urn:json", "@type": "@json"},
        "plain": {"@id": "urn:plain", "@type": "@none"},
        "german": {"@id": "urn:german", "@language": "de"},
    }
}


def load(_):
    return CONTEXT


def document(**members):
    return {"@context": "urn:c", "id": "urn:s", **members}


@pytest.mark.parametrize(
    "members",
    [
        {"a": "word"},
        {"a": ""},
        {"a": ["x", "x", ["y", ["z"]]]},
        {"a": [True, 1, 2.5, "x"]},
        {"date": "2026-03-02"},
        {"date": 5},
        {"text": "x"},
        {"text": True},
        {"ref": "urn:x"},
        {"ref": "ex:x"},
        {"ref": ["urn:x", {"id": "urn:y", "a": "z"}, 5, True]},
        {"vocab": "word"},
        {"vocab": ["ex:x", "urn:y"]},
        {"plain": "x"},
        {"german": "x"},
        {"german": ["x", 5]},
        {"a": {"@value": "x"}},
        {"a": {"val": "x", "lang": "EN"}},
        {"a": {"@value": "x", "@type": "ex:t"}},
        {"a": {"@value": "x", "@type": "word"}},
        {"a": {"@value": 5, "@type": "ex:t"}},
        {"a": {"@value": True}},
        {"a": {"@value": "x", "@language": "ar", "@direction": "rtl"}},
        {"a": {"@value": {"b": [1, None, "ü"]}, "@type": "@json"}},
        {"german": {"@value": "x"}},
        {"ref": {"@value": "x"}},
        {"json": {"b": [1, 2.5, True, None, "x", {"c": 1e21}], "a": {}}},
        {"json": [1, "two"]},
        {"json": "x"},
        {"json": 5},
        {"json": True},
        {"json": {"@value": 1, "@unknown": {"id": "not a url"}}},
        {"json": []},
    ],
)
def test_values_are_what_pyld_makes_of_them(members):
    ours = canonicalize(to_quads(document(**members), load=load))

    assert ours == pyld_canonical(document(**members), load=load)
    assert ours


@pytest.mark.parametrize(
    "members",
    [
        {"ref": "word"},
        {"ref": ""},
        {"ref": "../x"},
        {"vocab": "unknown"},
        {"a": {"@value": None}},
        {"a": {"@value": "x", "@language": None}},
        {"a": {"@value": "x", "note": "y"}},
        {"a": {"@value": "x", "@index": "y"}},
        {"a": {"@value": "x", "@id": "urn:y"}},
        {"a": {"@value": "x", "val": "y"}},
        {"a": {"@value": "x", "@type": "unknown"}},
        {"a": [["x"], [None]]},
        {"a": {"@list": ["x"]}},
        {"a": {"@set": ["x"]}},
        {"a": {"@language": "en"}},
    ],
)
def test_a_value_that_would_be_lost_is_refused(members):
    with pytest.raises(UndefinedTerm):
        to_quads(document(**members), load=load)


@pytest.mark.parametrize(
    "members",
    [
        {"a": {"@value": ["x"]}},
        {"a": {"@value": {"b": "c"}}},
        {"a": {"@value": 5, "@language": "en"}},
        {"a": {"@value": "x", "@language": ["en"]}},
        {"a": {"@value": "x", "@direction": "up"}},
        {"a": {"@value": "x", "@type": "ex:t", "@language": "en"}},
        {"a": {"@value": "x", "@type": ["ex:t"]}},
        {"a": {"@value": ["x"], "@type": "ex:t"}},
        {"a": float("nan")},
        {"a": b"x"},
        {"a": "\ud800"},
        {"date": "\ud800"},
        {"json": {"b": "\ud800"}},
        {"a": {"@value": "\ud800", "@language": "en"}},
    ],
)
def test_a_value_that_json_ld_calls_an_error_is_refused(members):
    with pytest.raises(MalformedCredential):
        to_quads(document(**members), load=load)


def test_a_json_literal_is_no_way_round_the_depth_limit():
    deep = []
    for _ in range(5_000):
        deep = [deep]

    with pytest.raises(InputError, match="64 levels"):
        to_quads(document(json=deep), load=load)
