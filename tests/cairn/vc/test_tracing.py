"""Which terms of the quads remember the text they were read from."""

import pytest

from cairn.vc.documents import pinned_context
from cairn.vc.jsonld import to_quads
from cairn.vc.shape import describe
from cairn.vc.tracing import IriReading, LiteralReading, TracedTerm, traced_quads
from tests.credentials import unsigned_credential
from tests.jsonld_documents import credential


def traced(document):
    """Return for each traced text its terms."""
    texts = describe(document).texts
    found = {}
    for quad in traced_quads(document, load=pinned_context):
        for term in quad:
            if isinstance(term, TracedTerm):
                found.setdefault(texts[term.text], set()).add(str(term))
    return found


def test_the_quads_are_those_of_the_usual_way():
    document = unsigned_credential()

    assert traced_quads(document, load=pinned_context) == to_quads(document)


def test_ids_and_texts_are_traced():
    found = traced(credential(description='Said "so"'))

    assert found["did:example:ada"] == {"<did:example:ada>"}
    assert found['Said "so"'] == {'"Said \\"so\\""'}
    date = '"2026-03-02T09:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    assert found["2026-03-02T09:00:00Z"] == {date}


def test_what_decides_how_others_are_read_is_not():
    found = traced(
        credential(
            name={"@value": "Prüfen", "@language": "de"},
            evidence=[{"type": ["Evidence"], "name": "Seen"}],
        )
    )

    assert "Seen" in found
    for text in (*credential()["@context"], *credential()["type"], "Evidence", "Prüfen", "de"):
        assert text not in found


def test_a_word_that_stands_for_an_iri_is_not():
    options = {
        "@context": credential()["@context"],
        "type": "DataIntegrityProof",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:key:z6Mk",
    }

    assert traced(options) == {"did:key:z6Mk": {"<did:key:z6Mk>"}}


def test_texts_in_each_of_two_places_are_traced_to_both():
    found = [
        term.text
        for quad in traced_quads(credential(name="Twice", description="Twice"), load=pinned_context)
        for term in quad
        if isinstance(term, TracedTerm) and term == '"Twice"'
    ]

    assert len(found) == len(set(found)) == 2


IRI = IriReading(frozenset({"https", "urn"}), frozenset({"urn:word"}))


@pytest.mark.parametrize(
    "text",
    ["https://a.example/?q=1#x", "urn:uuid:1", "https:", "urn:é"],
)
def test_an_iri_is_read_as_it_stands(text):
    assert IRI.term(text) == f"<{text}>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "@id",
        ":x",
        "_:b1",
        "HTTPS://a.example/",
        "did:example:ada",
        "urn:word",
        "https://a example/",
        "https://a.example/>",
        "urn:\n",
        "urn:\ud800",
    ],
)
def test_an_iri_that_may_be_something_else_is_left_to_the_full_way(text):
    assert IRI.term(text) is None


def test_a_word_of_the_contexts_is_no_scheme():
    """The security context has the word `did`, which could be a prefix elsewhere."""

    def load(url):
        return {"@context": {"urn": "https://a.example/", "x:y": "https://b.example/", "id": "@id"}}

    document = {"@context": "https://c.example/", "id": "https://d.example/", "x:y": "text"}
    (quad,) = traced_quads(document, load=load)

    assert quad[0].reading == IriReading(
        frozenset({"https", "http", "did", "mailto"}), frozenset({"x:y"})
    )


def test_a_literal_keeps_its_ending_and_escapes():
    assert LiteralReading("").term('a"\n') == '"a\\"\\n"'
    assert LiteralReading("@de").term("ä") == '"ä"@de'
    assert LiteralReading("").term("\ud800") is None
