"""What an edition says is what the full way says, or it says nothing."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.vc import edition as edition_module
from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.editing import edition_of
from cairn.vc.shape import describe, places_of_texts
from tests.credentials import unsigned_credential
from tests.json_leaves import at, ways_to, with_leaf
from tests.jsonld_documents import canonical, credential

FIXED = {"@context", "type"}


def edition(document, *ways):
    """Return the edition with holes where `ways` lead; wherever there can be one without them."""
    described = describe(document)
    shape, _ = compile_shape(document, described, load=pinned_context)
    return edition_by(shape, document, *ways)


def edition_by(shape, document, *ways):
    places, texts = places_of_texts(document)
    holes = [places[path_of(way)] for way in ways] if ways else list(shape.readings)
    return edition_of(shape, document, texts, holes=holes, places=places)


def path_of(way):
    path = ()
    for step in way:
        path = (path, step)
    return path


def said(found, document):
    return found.canonical(found.stencil.texts(document))


FULL = json.loads(json.dumps(unsigned_credential()))
SHAPE, _ = compile_shape(FULL, describe(FULL), load=pinned_context)
FEW = [
    ("id",),
    ("name",),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 0, "salt"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
    ("evidence", 1, "narrative"),
]
NARROW = edition_by(SHAPE, FULL, *FEW)
EVERY = [way for way in ways_to(FULL) if not FIXED.intersection(way)]


@pytest.mark.parametrize("way", EVERY, ids=str)
def test_each_text_may_be_another_one(way):
    text = at(FULL, way)
    changed = with_leaf(FULL, way, text + "/2" if ":" in text else "another one")
    found = edition_by(SHAPE, FULL, way)

    if found is None:  # an id that is named elsewhere, too
        assert describe(FULL).texts.count(text) > 1
    else:
        assert said(found, changed) == canonical(changed)


texts = st.text(max_size=12) | st.sampled_from(
    ["urn:x:1", "https://a.example/%s", "100 %", "%%s", '"\\\n\x7f', "_:c14n0", FULL["id"], ""]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(FEW), texts), min_size=1, max_size=5))
def test_any_texts_give_the_same_or_nothing(changes):
    changed = FULL
    for way, text in changes:
        changed = with_leaf(changed, way, text)
    found = said(NARROW, changed)

    assert found is None or found == canonical(changed)


@settings(max_examples=40)
@given(st.lists(st.uuids(), min_size=3, max_size=3), st.lists(texts, min_size=5, max_size=5))
def test_credentials_of_other_people_are_read_without_the_full_way(ids, words):
    changed = FULL
    ways = [way for way in FEW if way[-1] != "id"]
    for way, word in zip(ways, words, strict=True):
        changed = with_leaf(changed, way, word)
    for way, number in zip([way for way in FEW if way[-1] == "id"], ids, strict=True):
        changed = with_leaf(changed, way, number.urn)

    assert said(NARROW, changed) == canonical(changed)


def test_the_digest_is_that_of_the_text():
    for name in ("Ada", "Ada", "Bea"):
        changed = with_leaf(FULL, ("name",), name)
        found = NARROW.digest(NARROW.stencil.texts(changed))
        assert found == sha256(canonical(changed).encode()).digest()


@pytest.mark.parametrize("way", [("id",), ("credentialSubject", "id"), ("credentialStatus", "id")])
@pytest.mark.parametrize("other", ["did:x:1", "http://a.example/", "urn:z:9"])
def test_an_id_is_put_in_its_place_wherever_that_is(way, other):
    changed = with_leaf(FULL, way, other)
    texts = NARROW.stencil.texts(changed)

    assert NARROW.canonical(texts) == canonical(changed)
    assert NARROW.digest(texts) == sha256(canonical(changed).encode()).digest()


def test_an_id_that_stands_in_the_definition_already_is_left_to_the_shape():
    taken = FULL["credentialSubject"]["achievement"]["resultDescription"][0]["id"]
    changed = with_leaf(with_leaf(FULL, ("id",), "did:x:1"), ("credentialSubject", "id"), taken)

    assert said(NARROW, with_leaf(FULL, ("id",), taken)) is None
    assert said(NARROW, changed) is None
    assert f"<{taken}>" in NARROW.head.blocks


def test_an_id_like_that_of_the_opening_is_left_to_the_shape():
    achievement = FULL["credentialSubject"]["achievement"]["id"]
    changed = with_leaf(FULL, ("id",), achievement)
    first = with_leaf(changed, ("credentialSubject", "id"), "did:x:1")

    assert NARROW.opening.subject == f"<{achievement}>"
    assert said(NARROW, changed) is None
    assert said(NARROW, first) is None


@pytest.mark.parametrize("most", [0, 2, 32])
def test_openings_are_kept_by_the_names_in_them_and_are_not_many(most, monkeypatch):
    monkeypatch.setattr(edition_module, "MAX_OPENED", most)
    found = edition_by(SHAPE, FULL, *FEW)
    people = [with_leaf(FULL, ("credentialSubject", "id"), f"urn:x:{n}") for n in range(12)]
    for changed in (*people, *people):
        digest = sha256(canonical(changed).encode()).digest()
        assert found.digest(found.stencil.texts(changed)) == digest

    assert (len(found.opened) == most) if most < 3 else (2 < len(found.opened) <= 12)


def test_without_an_answer_there_is_no_digest():
    odd = with_leaf(FULL, ("id",), "no address")

    assert NARROW.digest(NARROW.stencil.texts(odd)) is None


def with_tags(*tags):
    document = credential()
    document["credentialSubject"]["achievement"]["tag"] = list(tags)
    return document


def test_texts_that_become_alike_are_left_to_the_shape():
    assert said(edition(with_tags("a", "b", "c")), with_tags("b", "b", "c")) is None
    one_hole = edition(with_tags("a", "b"), ("credentialSubject", "achievement", "tag", 0))
    assert said(one_hole, with_tags("b", "b")) is None
    assert said(one_hole, with_tags("c", "b")) == canonical(with_tags("c", "b"))


def test_ids_that_become_alike_are_left_to_the_shape():
    changed = with_leaf(FULL, ("credentialSubject", "id"), FULL["id"])

    assert said(NARROW, changed) is None


def with_evidence(*narratives):
    return credential(evidence=[{"type": ["Evidence"], "narrative": text} for text in narratives])


def test_blank_nodes_that_become_alike_are_left_to_the_shape():
    found = edition(with_evidence("a", "b", "c"))

    assert said(found, with_evidence("c", "c", "d")) is None
    for others in (("c", "b", "a"), ("x", "y", "z"), ("z", "x", "y")):
        assert said(found, with_evidence(*others)) == canonical(with_evidence(*others))


def with_terms(*narratives):
    """A blank node with repeated values, below another."""
    document = credential()
    document["credentialSubject"]["achievement"]["criteria"] = {"narrative": list(narratives)}
    return document


def test_lines_of_a_blank_node_that_become_alike_are_left_to_the_shape():
    found = edition(with_terms("a", "b"))

    assert said(found, with_terms("c", "c")) is None
    assert said(found, with_terms("d", "c")) == canonical(with_terms("d", "c"))


def test_the_lines_of_one_member_are_sorted_by_what_is_in_the_holes():
    found = edition(with_tags("a", "b", "c"))

    for others in (("c", "b", "a"), ("b", "cc", "c"), ('"', "\\", "%s")):
        assert said(found, with_tags(*others)) == canonical(with_tags(*others))
