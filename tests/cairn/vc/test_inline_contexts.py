import pytest

from cairn.errors import MalformedCredential, UnknownContext
from cairn.vc.data_integrity import document_digest
from cairn.vc.documents import pinned_context
from cairn.vc.inline_contexts import has_inline_context, redefined_term
from cairn.vc.shape_cache import ShapeCache
from tests.jsonld_documents import credential
from tests.signing import CONTEXTS

OPEN = "https://terms.example/open"


def load(url):
    """Give the pinned contexts, and one that protects none of its words."""
    if url == OPEN:
        settings = {"@language": "en", "@direction": "ltr"}
        return {"@context": {"grade": "https://terms.example/#grade", **settings}}
    return pinned_context(url)


def found(*contexts, **members):
    return redefined_term({"@context": list(contexts), **members}, load=load)


@pytest.mark.parametrize(
    "added",
    [
        {},
        {"ExampleVerifiableCredential": "https://example.org/#ExampleVerifiableCredential"},
        {"mark": {"@id": "https://terms.example/#mark", "@type": "@id"}},
        {"@vocab": "https://terms.example/#"},
        {"grade": "https://terms.example/#grade"},
        {"@language": "en", "@direction": "ltr"},
    ],
)
def test_new_words_and_the_same_words_again_redefine_nothing(added):
    assert found(*CONTEXTS, OPEN, added) is None


@pytest.mark.parametrize(
    ("added", "term"),
    [
        ({"grade": "https://evil.example/#grade"}, "grade"),
        ({"grade": {"@id": "https://terms.example/#grade", "@type": "@id"}}, "grade"),
        ({"grade": None}, "grade"),
        ({"@language": "de"}, "@language"),
        ({"@direction": "rtl"}, "@direction"),
        ({"@direction": None}, "@direction"),
    ],
)
def test_a_word_that_nothing_protects_is_not_redefined_either(added, term):
    assert found(CONTEXTS[0], OPEN, added) == term


def test_a_vocabulary_is_not_exchanged():
    example = "https://www.w3.org/ns/credentials/examples/v2"

    assert found(CONTEXTS[0], example, {"@vocab": "https://evil.example/#"}) == "@vocab"
    same = "https://www.w3.org/ns/credentials/examples#"
    assert found(CONTEXTS[0], example, {"@vocab": same}) is None


def test_a_second_inline_context_may_not_change_the_first():
    first, second = {"mark": "https://a.example/#m"}, {"mark": "https://b.example/#m"}

    assert found(CONTEXTS[0], first, second) == "mark"


def test_a_protected_word_is_refused_by_its_protection():
    with pytest.raises(MalformedCredential, match="protected term"):
        found(CONTEXTS[0], {"name": "https://evil.example/#name"})


def test_contexts_of_parts_are_judged_too():
    inner = {"@context": [OPEN, {"grade": "https://evil.example/#grade"}]}

    assert found(CONTEXTS[0], verifiableCredential=[{"type": "A"}, inner]) == "grade"
    assert found(CONTEXTS[0], verifiableCredential=[{"@context": CONTEXTS}]) is None


def test_what_is_no_context_is_refused():
    with pytest.raises(UnknownContext, match="@base"):
        found(CONTEXTS[0], {"@base": "https://evil.example/"})


def test_a_context_written_into_a_document_is_found_at_any_depth():
    named = {"@context": ["https://a.example/"], "a": [{"@context": "https://b.example/"}]}

    assert not has_inline_context(named)
    assert has_inline_context({**named, "b": [{"c": {"@context": [{"x": "urn:x"}]}}]})
    assert has_inline_context({"@context": {"x": "urn:x"}})


def test_shapes_make_no_difference_where_contexts_are_written_into_a_document():
    words = {"@context": [{"motto": "urn:example:motto"}], "motto": "Stay curious."}
    shapes, first = ShapeCache(), credential()
    for inside in ({}, words, {**words, "motto": "Stay."}, {}):
        document = {**first, "credentialSubject": first["credentialSubject"] | inside}
        for _ in range(4):
            assert document_digest(
                document, allow_inline_contexts=True, shapes=shapes
            ) == document_digest(document, allow_inline_contexts=True)


CREDENTIALS = "https://www.w3.org/2018/credentials#"


@pytest.mark.parametrize(
    ("added", "members", "word"),
    [
        ({"bis": {"@id": f"{CREDENTIALS}validUntil"}}, {"bis": "2026-02-01T00:00:00Z"}, "bis"),
        ({"stat": f"{CREDENTIALS}credentialStatus"}, {}, "stat"),
        ({"ident": "@id"}, {}, "ident"),
        ({"art": "@type"}, {}, "art"),
        ({"pur": "https://www.w3.org/ns/credentials/status#statusPurpose"}, {}, "pur"),
        ({"mailto": {"@id": "did:example:", "@prefix": True}}, {"id": "mailto:a"}, "mailto"),
        ({"urn": "did:example:"}, {"a": [{"id": "urn:a"}]}, "urn"),
    ],
)
def test_no_member_gets_a_second_name_and_no_id_another_spelling(added, members, word):
    """What ends a credential would be signed by that name, and nobody would read it."""
    assert found(*CONTEXTS, added, **members) == word


def test_a_word_of_a_standard_may_be_brought_along_by_its_own_name():
    proofs = {"previousProof": {"@id": "https://w3id.org/security#previousProof", "@type": "@id"}}

    assert found(*CONTEXTS[:1], proofs, previousProof="urn:a") is None
    assert found(*CONTEXTS, {"ex": "https://ex.example/"}, type=["ex:Thing"]) is None
    assert found(*CONTEXTS, {"Note": "https://ex.example/"}, name="Note: well done", n=7) is None


ENDS = {"@id": "https://www.w3.org/2018/credentials#validUntil"}


@pytest.mark.parametrize(
    ("brought", "term"),
    [
        ({"expiresAt": ENDS}, "expiresAt"),
        ({"Inner": {"@id": "ex:Inner", "@context": {"expiresAt": ENDS}}}, "expiresAt"),
        ({"name": "https://evil.example/#name"}, "name"),
        ({"did": "https://evil.example/#"}, "did"),
        (None, "Award"),
        ("https://w3id.org/security/v2", "Award"),
    ],
)
def test_what_a_context_brings_for_a_type_or_a_member_is_judged_too(brought, term):
    award = {"Award": {"@id": "https://terms.example/#Award", "@context": brought}}

    assert found(CONTEXTS[0], {"laps": "https://terms.example/#laps"}, award, id="did:x:1") == term


def test_a_context_may_bring_new_words_for_its_own_types():
    words = {"id": "@id", "type": "@type", "laps": "https://terms.example/#laps"}
    award = {"Award": {"@id": "https://terms.example/#Award", "@context": words}}

    assert found(CONTEXTS[0], award) is None


def test_contexts_in_contexts_have_an_end():
    inner = {}
    for _ in range(6):
        inner = {"Deep": {"@id": "https://terms.example/#Deep", "@context": inner}}

    assert found(CONTEXTS[0], inner) == "Deep"
