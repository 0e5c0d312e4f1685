from copy import deepcopy

import pytest

from cairn.errors import BudgetExceeded, MalformedCredential, UndefinedTerm, UnknownContext
from cairn.vc import jsonld
from cairn.vc.documents import pinned_context
from cairn.vc.jsonld import to_quads
from tests.jsonld_documents import OB, V2, canonical, credential
from tests.pyld_oracle import pyld_canonical

V1 = "https://www.w3.org/2018/credentials/v1"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def test_control_characters_are_escaped_where_pyld_leaves_them():
    document = {"@context": [V2, EXAMPLES], "id": "urn:x", "note": "a\x08\x7f\x01b"}
    note = '<https://www.w3.org/ns/credentials/examples#note> "a\\b\\u007F\\u0001b"'

    assert note in canonical(document)


def at(document, path):
    for step in path:
        document = document[step]
    return document


PLACES = [
    (),
    ("issuer",),
    ("credentialSubject",),
    ("credentialSubject", "achievement"),
    ("credentialSubject", "achievement", "criteria"),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("grade", "A"),
        ("Grade of the year", 1),
        ("https", "x"),
        ("name2", ["A"]),
        ("bad key:", {}),
        (":x", "y"),
        ("", "y"),
        ("@id", "urn:x"),
        ("@type", "Profile"),
        ("@graph", []),
        ("@value", "x"),
        ("@reverse", {}),
        ("@index", "x"),
        ("@included", []),
        ("@nest", {}),
        ("@set", []),
        ("@list", []),
        ("@foo", "x"),
        ("name", None),
        ("description", [None]),
        ("type", ["Profile", "Distinguished"]),
        ("type", "Distinguished"),
        ("id", "ada"),
        ("id", "/ada"),
        ("id", "#ada"),
        ("id", ""),
        ("id", "_:b0"),
        ("id", "urn:x y"),
        ("id", "urn:x<y>"),
        ("id", "urn:x\n"),
        ("id", None),
        ("id", ["urn:x"]),
        ("id", {"id": "urn:x"}),
        ("id", 5),
        ("type", [5]),
        ("type", None),
    ],
)
def test_what_a_signature_would_not_cover_is_refused(place, member, value):
    document = credential()
    at(document, place)[member] = value

    with pytest.raises((UndefinedTerm, MalformedCredential)):
        to_quads(document)


def test_the_place_is_named_as_a_path():
    document = credential()
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": "x"},
        {"type": ["Alignment"], "grade": "A"},
    ]

    place = r"\$\.credentialSubject\.achievement\.alignment\[1\]\.grade:"
    with pytest.raises(UndefinedTerm, match=place):
        to_quads(document)


def test_a_reference_that_is_no_url_is_refused():
    document = credential(issuer="North College")

    with pytest.raises(UndefinedTerm, match=r"\$\.issuer: the id 'North College' is not a URL"):
        to_quads(document)


def test_an_id_alone_in_a_graph_would_be_lost_and_is_refused():
    presentation = {"@context": [V2], "type": ["VerifiablePresentation"]}

    for lost in ("urn:uuid:1", {"id": "urn:uuid:1"}, 5, {"@value": "x"}):
        with pytest.raises((UndefinedTerm, MalformedCredential)):
            to_quads({**presentation, "verifiableCredential": [lost]})


def test_a_document_that_is_only_an_id_is_refused():
    with pytest.raises(UndefinedTerm, match=r"\$\.id"):
        to_quads({"@context": V2, "id": "urn:uuid:1"})


def test_a_document_without_a_context_means_nothing():
    with pytest.raises(UndefinedTerm):
        to_quads({"name": "x"})


@pytest.mark.parametrize("document", [[], "x", None, 5])
def test_only_an_object_is_a_credential(document):
    with pytest.raises(MalformedCredential, match="JSON object"):
        to_quads(document)


@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/unknown",
        [V2, "https://example.org/unknown"],
        [V2, {"grade": "https://example.org/grade"}],
        {"@vocab": "https://example.org/"},
        [V2, None],
        None,
        [V2, 5],
        [[V2]],
        "credentials/v2",
    ],
)
def test_contexts_that_are_unknown_or_inside_the_document_are_refused(context):
    with pytest.raises(UnknownContext):
        to_quads(credential(**{"@context": context}))


def test_a_context_deep_inside_the_document_is_refused_too():
    document = credential()
    document["credentialSubject"]["@context"] = {"grade": "https://example.org/grade"}

    with pytest.raises(UnknownContext, match="inside the document"):
        to_quads(document)


def test_contexts_inside_the_document_are_read_if_they_are_allowed():
    context = [V2, OB, {"grade": "https://example.org/grade"}]
    document = credential(**{"@context": context}, grade="A")

    assert '<https://example.org/grade> "A"' in canonical(document, allow_inline_contexts=True)


@pytest.mark.parametrize("term", ["name", "id", "type", "VerifiableCredential", "Achievement"])
def test_no_context_may_give_a_protected_term_another_meaning(term):
    context = [V2, OB, {term: "https://example.org/other"}]

    with pytest.raises((MalformedCredential, UndefinedTerm)):
        to_quads(credential(**{"@context": context}), allow_inline_contexts=True)


def test_the_order_of_contexts_of_two_versions_is_refused_as_pyld_refuses_it():
    from pyld.jsonld import JsonLdError

    document = credential(**{"@context": [V1, V2, OB]})

    with pytest.raises(JsonLdError):
        pyld_canonical(document)
    with pytest.raises(MalformedCredential, match="protected term"):
        to_quads(document)


def test_the_second_look_finds_what_the_first_did_not_write(monkeypatch):
    document = credential()
    monkeypatch.setattr(
        jsonld.Writer, "write", lambda self, document: self.quads.append(("<urn:s>",) * 3 + ("",))
    )

    with pytest.raises(UndefinedTerm, match="would not cover"):
        to_quads(document)


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "@context":
                yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    else:
        yield path


def canonical_or_refused(document):
    try:
        return canonical(document)
    except UndefinedTerm:
        return "refused"


@pytest.mark.parametrize("lost", ["North College", "Judged on a recorded lesson.", "true"])
def test_the_second_look_finds_it_however_deep_it_stands(monkeypatch, lost):
    write = jsonld.Writer.write

    def forgetful(writer, document):
        write(writer, document)
        writer.quads[:] = [quad for quad in writer.quads if lost not in quad[2]]

    monkeypatch.setattr(jsonld.Writer, "write", forgetful)
    identity = {"type": ["IdentityObject"], "hashed": True, "identityHash": "x"}
    document = credential()
    document["credentialSubject"]["identifier"] = [identity]

    with pytest.raises(UndefinedTerm, match="would not cover"):
        to_quads(document)


@pytest.mark.parametrize("path", list(leaves(credential())), ids=str)
def test_a_change_of_any_leaf_changes_the_text_or_is_refused(path):
    changed = credential()
    at(changed, path[:-1])[path[-1]] += "x"

    assert canonical_or_refused(changed) != canonical(credential())


@pytest.mark.parametrize("depth", [70, 5_000])
@pytest.mark.parametrize("shape", ["node", "array"])
def test_a_deep_document_is_refused_without_a_crash(depth, shape):
    inner = {"type": ["Profile"], "name": "x"}
    for _ in range(depth):
        inner = {"type": ["Profile"], "parentOrg": inner} if shape == "node" else [inner]

    with pytest.raises(BudgetExceeded, match="64 levels"):
        to_quads(credential(issuer=inner))


def test_a_document_of_very_many_contexts_is_refused():
    with pytest.raises(BudgetExceeded, match="32 contexts"):
        to_quads(credential(**{"@context": [V2] * 33}))


def test_a_document_that_keeps_changing_its_context_is_refused():
    inner = [{"@context": f"urn:context:{n}", "id": f"urn:{n}", "a": "b"} for n in range(300)]
    document = {"@context": "urn:context", "a": inner}

    with pytest.raises(BudgetExceeded, match="256 new ways"):
        to_quads(document, load=lambda url: {"@context": {"id": "@id", "a": "urn:a"}})


def test_contexts_are_read_once_for_many_documents():
    asked = []

    def load(url):
        asked.append(url)
        return pinned_context(url)

    texts = [canonical(credential(name=f"{n}"), load=load) for n in range(5)]

    assert len(set(texts)) == 5
    assert asked == [V2, OB]


def test_the_document_is_left_as_it_was():
    document = credential()
    before = deepcopy(document)

    to_quads(document)

    assert document == before


@pytest.mark.parametrize(
    ("word", "iri"),
    [
        ("validUntil", "https://www.w3.org/2018/credentials#validUntil"),
        ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus"),
        ("credentialStatus", "cred:credentialStatus"),
        ("name", "https://schema.org/name"),
    ],
)
def test_a_member_cannot_be_hidden_behind_its_iri(word, iri):
    """The RDF is the same, so the signature would hold; a verifier would see no status."""
    context = [V2, OB, {"cred": "https://www.w3.org/2018/credentials#"}]
    document = credential(**{"@context": context, iri: "urn:x"})

    with pytest.raises(MalformedCredential, match=f"write {word} and not"):
        to_quads(document, allow_inline_contexts=True)


def test_a_type_cannot_be_hidden_behind_its_iri():
    document = credential(type=["https://www.w3.org/2018/credentials#VerifiableCredential"])

    with pytest.raises(MalformedCredential, match="write VerifiableCredential and not"):
        to_quads(document)
