"""Oracle: PyLD 3.3.0; what it would drop in silence is refused."""

import pytest

from cairn.errors import UndefinedTerm
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from tests.pyld_oracle import pyld_canonical

CONTEXT = {
    "@context": {
        "id": "@id",
        "uid": "@id",
        "type": "@type",
        "kind": "@type",
        "graphs": "@graph",
        "a": "urn:a",
        "b": {"@id": "urn:b", "@type": "@id"},
        "ex": "urn:ex:",
        "T": "urn:T",
        "list": {"@id": "urn:list", "@container": "@list"},
        "refs": {"@id": "urn:refs", "@container": "@list", "@type": "@id"},
        "set": {"@id": "urn:set", "@container": "@set"},
    }
}


def load(_):
    return CONTEXT


def document(**members):
    return {"@context": "urn:c", "id": "urn:s", **members}


@pytest.mark.parametrize(
    "members",
    [
        {"a": {}},
        {"a": {"a": {"a": {"a": "x"}}}},
        {"a": [{"a": "x"}, {"a": "x"}, {"a": "y"}]},
        {"a": {"id": "urn:s", "a": "x"}},
        {"a": {"id": "urn:x", "a": "y"}, "b": {"id": "urn:x", "a": "z"}},
        {"type": "T"},
        {"type": ["T", "T", "ex:U"], "a": "x"},
        {"urn:direct": "x"},
        {"ex:direct": {"ex:other": 5}},
        {"list": ["x", "x", "y"]},
        {"list": []},
        {"list": "x"},
        {"list": {"a": "x"}},
        {"list": [["x"], [], ["y", ["z"]]]},
        {"list": [{"id": "urn:x", "list": ["y"]}, 5, True]},
        {"refs": ["urn:x", "ex:y", {"id": "urn:z", "a": "z"}]},
        {"set": ["x", ["y"]]},
        {"set": "x"},
        {"a": [], "set": [], "b": "urn:x"},
    ],
)
def test_objects_are_what_pyld_makes_of_them(members):
    ours = canonicalize(to_quads(document(**members), load=load))

    assert ours == pyld_canonical(document(**members), load=load)
    assert ours


@pytest.mark.parametrize(
    "members",
    [
        {"uid": "urn:other", "a": "x"},
        {"a": {"uid": "urn:x", "a": "y"}},
        {"type": ["T"], "kind": ["ex:U"], "a": "x"},
        {"type": "T", "a": {"type": "Unknown"}},
        {"graphs": {"a": "x"}},
        {"list": [None]},
        {"list": ["x", {"unknown": "y"}]},
        {"refs": ["x"]},
        {"set": [None]},
        {"unknown": []},
        {"unknown": {}},
        {"a": {"unknown": []}},
        {"a b": "x"},
        {"urn:a b": "x"},
        {"urn:a>": "x"},
        {"_:b": "x"},
        {"type": "_:b"},
        {"type": "urn:a b"},
        {"type": [["T"]]},
        {"type": {"id": "T"}},
    ],
)
def test_a_member_that_would_be_lost_is_refused(members):
    with pytest.raises(UndefinedTerm):
        to_quads(document(**members), load=load)


def test_blank_nodes_are_numbered_in_the_order_of_the_document():
    quads = to_quads({"@context": "urn:c", "a": [{"a": "x"}, {"a": "y"}]}, load=load)

    assert ("_:b2", "<urn:a>", '"x"', "") in quads
    assert ("_:b3", "<urn:a>", '"y"', "") in quads
    assert ("_:b1", "<urn:a>", "_:b3", "") in quads


def test_the_same_document_gives_the_same_quads():
    made = document(a=[{"a": "x"}, {"list": [1, 2]}], type=["T"])

    assert to_quads(made, load=load) == to_quads(made, load=load)


def test_a_reference_is_read_in_the_context_of_the_type_that_names_it():
    """JSON-LD 1.1 API, "Expansion Algorithm", step 7: the context of a type ends with its object,
    but an object that is nothing but an id is no object of its own."""
    context = {
        "id": "@id",
        "type": "@type",
        "a": "urn:a",
        "ref": {"@id": "urn:ref", "@type": "@id"},
        "T": {"@id": "urn:T", "@context": {"p": "urn:inside:"}},
        "p": "urn:outside:",
    }
    document = {"@context": "urn:c", "id": "urn:s", "type": "T"}

    def load(_):
        return {"@context": context}

    for ref, meant in (({"id": "p:x"}, "urn:inside:x"), ({"id": "p:x", "a": "b"}, "urn:outside:x")):
        text = canonicalize(to_quads({**document, "ref": ref}, load=load))
        assert f"<urn:s> <urn:ref> <{meant}> .\n" in text
        assert text == pyld_canonical({**document, "ref": ref}, load=load)
