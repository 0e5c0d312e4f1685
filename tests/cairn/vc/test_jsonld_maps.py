"""Oracle: PyLD 3.3.0; what it would drop in silence is refused."""

import pytest

from cairn.errors import MalformedCredential, UndefinedTerm
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from tests.pyld_oracle import pyld_canonical

CONTEXT = {
    "@context": {
        "id": "@id",
        "type": "@type",
        "none": "@none",
        "a": "urn:a",
        "ex": "urn:ex:",
        "T": {"@id": "urn:T", "@context": {"a": "urn:T:a"}},
        "V": {"@id": "urn:V", "@context": {"a": "urn:V:a"}},
        "language": {"@id": "urn:language", "@container": "@language"},
        "rtl": {"@id": "urn:rtl", "@container": "@language", "@direction": "rtl"},
        "ids": {"@id": "urn:ids", "@container": "@id"},
        "types": {"@id": "urn:types", "@container": "@type"},
        "typeRefs": {"@id": "urn:typeRefs", "@container": "@type", "@type": "@id"},
        "graphs": {"@id": "urn:graphs", "@container": ["@graph", "@id"]},
        "graph": {"@id": "urn:graph", "@container": "@graph"},
        "by": {"@id": "urn:by", "@container": "@index", "@index": "urn:key"},
        "index": {"@id": "urn:index", "@container": "@index"},
        "graphIndex": {"@id": "urn:graphIndex", "@container": ["@graph", "@index"]},
        "sets": {"@id": "urn:sets", "@container": ["@id", "@set"]},
    }
}


def load(_):
    return CONTEXT


def document(**members):
    return {"@context": "urn:c", "id": "urn:s", **members}


@pytest.mark.parametrize(
    "members",
    [
        {"language": {"en": "a", "de": ["b", "c"], "@none": "d", "none": "e"}},
        {"language": "plain"},
        {"language": ["one", "two"]},
        {"rtl": {"AR": "a", "none": "b"}},
        {"ids": {"urn:x": {"a": "b"}, "ex:y": [{"a": "c"}, {"a": "d"}], "none": {"a": "e"}}},
        {"sets": {"urn:x": {"a": "b"}}},
        {"ids": [{"id": "urn:x", "a": "b"}]},
        {"types": {"T": [{"a": "b"}, {"a": {"a": "c"}}]}},
        {"types": {"ex:U": [{"a": "c"}, {"type": "T", "a": "d"}]}},
        {"types": {"T": {"type": "V", "a": {"a": "c"}}}},
        {"types": {"T": {"types": {"V": {"a": "b"}}}}},
        {"type": "T", "types": {"V": {"a": {"a": "b"}}}},
        {"type": "T", "ids": {"urn:x": {"a": {"a": "b"}}}},
        {"type": "T", "by": {"one": {"a": {"a": "b"}}}},
        {"type": "T", "graphs": {"urn:g": {"a": {"a": "b"}}}},
        {"types": {"none": {"a": "b"}}},
        {"typeRefs": {"T": ["urn:x", {"id": "urn:y", "a": "b"}]}},
        {"typeRefs": {"none": ["urn:x", {"id": "urn:y", "a": "b"}]}},
        {"graph": {"a": "b"}},
        {"graph": [{"id": "urn:x", "a": "b"}, {"a": "c"}]},
        {"graphs": {"urn:g": {"id": "urn:x", "a": "b"}}},
        {"graphs": {"urn:g": [{"a": "b"}, {"a": "c"}], "none": {"a": "d"}}},
        {"graph": {"id": "urn:x", "graph": {"id": "urn:y", "a": "c"}, "a": "b"}},
        {"by": {"one": {"id": "urn:x", "a": "b"}, "two": [{"a": "c"}, {"a": "d"}]}},
        {"by": {"@none": {"id": "urn:x", "a": "b"}}},
        {"index": ["a", {"a": "b"}]},
    ],
)
def test_maps_are_what_pyld_makes_of_them(members):
    ours = canonicalize(to_quads(document(**members), load=load))

    assert ours == pyld_canonical(document(**members), load=load)
    assert ours


@pytest.mark.parametrize(
    "members",
    [
        {"index": {"one": "a"}},
        {"index": {"one": {"a": "b"}}},
        {"graphIndex": {"one": {"a": "b"}}},
        {"graphIndex": {"urn:g": {"a": "b"}}},
        {"language": {"en": None}},
        {"language": {"en": [None]}},
        {"language": {"en": 5}},
        {"language": {"en": {"@value": "a"}}},
        {"ids": {"word": {"a": "b"}}},
        {"ids": {"_:b": {"a": "b"}}},
        {"ids": {"urn:x": {"id": "urn:y", "a": "b"}}},
        {"ids": {"urn:x": "text"}},
        {"ids": {"urn:x": None}},
        {"types": {"Unknown": {"a": "b"}}},
        {"types": {"T": 5}},
        {"types": {"T": {"b": "c"}}},
        {"graphs": {"word": {"a": "b"}}},
        {"graphs": {"urn:g": "urn:x"}},
        {"graphs": {"urn:g": {"id": "urn:x"}}},
        {"graph": "urn:x"},
        {"graph": {"id": "urn:x"}},
        {"by": {"one": "a"}},
    ],
)
def test_a_key_or_value_that_would_be_lost_is_refused(members):
    with pytest.raises(UndefinedTerm):
        to_quads(document(**members), load=load)


def test_a_key_that_is_no_language_is_refused():
    with pytest.raises(MalformedCredential, match="not a language tag"):
        to_quads(document(language={"not a tag": "a"}), load=load)


def test_the_context_of_one_key_of_a_type_map_does_not_reach_the_next():
    """JSON-LD 1.1 API, "Expansion Algorithm": each key has a map context of its own (not so in
    PyLD 3.3.0)."""
    quads = to_quads(document(types={"T": {"a": "b"}, "ex:U": {"a": "c"}}), load=load)

    assert ("_:b1", "<urn:T:a>", '"b"', "") in quads
    assert ("_:b2", "<urn:a>", '"c"', "") in quads
