"""What a compiled shape says is what the full way says, or it says nothing."""

import copy

import pytest

from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.shape import describe
from tests.credentials import unsigned_credential
from tests.json_leaves import at, ways_to, with_leaf
from tests.jsonld_documents import canonical, credential


def compiled(document):
    shape, text = compile_shape(document, describe(document), load=pinned_context)
    assert text == canonical(document)
    return shape


def by_shape(shape, document):
    return shape.canonical(describe(document).texts)


FULL = unsigned_credential()
SHAPE = compiled(FULL)
EVERY = list(ways_to(FULL))
FIXED = {"@context", "type"}


@pytest.mark.parametrize("way", EVERY, ids=str)
def test_each_text_may_be_another_one(way):
    text = at(FULL, way)
    other = text + "/2" if ":" in text else "another one"
    changed = with_leaf(FULL, way, other)

    found = by_shape(SHAPE, changed)

    if FIXED.intersection(way):
        assert found is None
    else:
        assert found == canonical(changed)


def test_all_texts_may_be_others():
    changed = copy.deepcopy(FULL)
    for way in EVERY:
        if not FIXED.intersection(way):
            at(changed, way[:-1])[way[-1]] += str(abs(hash(way)) % 97)

    assert by_shape(SHAPE, changed) == canonical(changed)


def with_tags(*tags):
    document = credential()
    document["credentialSubject"]["achievement"]["tag"] = list(tags)
    return document


def test_two_texts_that_become_the_same_are_said_once():
    changed = with_tags("a", "a")

    assert by_shape(compiled(with_tags("a", "b")), changed) == canonical(changed)


def test_two_texts_that_were_the_same_are_said_apart():
    changed = with_tags("b", "a")

    assert by_shape(compiled(with_tags("a", "a")), changed) == canonical(changed)


def with_terms(*texts):
    """A blank node with repeated values, below a blank node that has it twice."""
    document = credential()
    document["credentialSubject"]["achievement"]["criteria"] = {"narrative": list(texts)}
    return document


@pytest.mark.parametrize("first", [("a", "b"), ("a", "a")])
@pytest.mark.parametrize("second", [("a", "b"), ("c", "c"), ("b", "a")])
def test_repeated_values_of_a_blank_node_count_once_in_its_hash(first, second):
    changed = with_terms(*second)

    assert by_shape(compiled(with_terms(*first)), changed) == canonical(changed)


def test_two_ids_that_become_the_same_are_left_to_the_full_way():
    changed = with_leaf(FULL, ("credentialSubject", "id"), FULL["id"])

    assert by_shape(SHAPE, changed) is None


def with_evidence(*texts):
    return credential(evidence=[{"type": ["Evidence"], "narrative": text} for text in texts])


def test_blank_nodes_that_become_alike_are_left_to_the_full_way():
    shape = compiled(with_evidence("a", "b"))

    assert by_shape(shape, with_evidence("c", "c")) is None
    assert by_shape(shape, with_evidence("c", "d")) == canonical(with_evidence("c", "d"))


def test_alike_blank_nodes_cannot_be_compiled():
    assert compiled(with_evidence("a", "a")) is None


@pytest.mark.parametrize("text", ["", "relative", "_:b1", "name", "urn:a b", "ftp://a.example/"])
def test_an_odd_id_is_left_to_the_full_way(text):
    assert by_shape(SHAPE, with_leaf(FULL, ("id",), text)) is None


def test_half_a_surrogate_pair_is_left_to_the_full_way():
    assert by_shape(SHAPE, with_leaf(FULL, ("name",), "\ud800")) is None


def test_graphs_are_compiled_as_well():
    record = credential(name="Record")
    record["@context"] = [
        *credential()["@context"][:1],
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        *credential()["@context"][1:],
    ]
    record["type"] = ["VerifiableCredential", "ClrCredential"]
    record["credentialSubject"] = {
        "type": ["ClrSubject"],
        "verifiableCredential": [with_terms("a", "b")],
    }
    record["id"] = "urn:uuid:7d0d5b1e-0000-4000-8000-000000000001"
    shape = compiled(record)
    for way in ways_to(record):
        if not {"@context", "type"}.intersection(way):
            changed = with_leaf(record, way, at(record, way) + "9")
            assert by_shape(shape, changed) == canonical(changed)
