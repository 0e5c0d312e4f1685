import tracemalloc

from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.editing import edition_of
from cairn.vc.shape import describe, places_of_texts
from tests.credentials import unsigned_credential
from tests.jsonld_documents import canonical, credential


def made(document, *names):
    """Return the edition of a document with holes at some of its top-level members."""
    shape, _ = compile_shape(document, describe(document), load=pinned_context)
    places, texts = places_of_texts(document)
    holes = [places[(), name] for name in names]
    return edition_of(shape, document, texts, holes=holes, places=places)


def test_a_text_that_decides_how_others_are_read_cannot_have_a_hole():
    document = credential(credentialStatus={"id": "urn:x:1", "type": "BitstringStatusListEntry"})
    places, texts = places_of_texts(document)
    shape, _ = compile_shape(document, describe(document), load=pinned_context)
    kind = places[((), "credentialStatus"), "type"]

    assert edition_of(shape, document, texts, holes=[kind], places=places) is None


def test_texts_that_the_shape_cannot_read_make_no_edition():
    document = credential()
    shape, _ = compile_shape(document, describe(document), load=pinned_context)
    document["id"] = "no address"
    places, texts = places_of_texts(document)

    assert edition_of(shape, document, texts, holes=[], places=places) is None


def test_two_values_that_are_alike_from_the_beginning_make_no_edition():
    document = credential(name="Same", description="other")
    document["credentialSubject"]["achievement"]["tag"] = ["a", "a"]
    shape, _ = compile_shape(document, describe(document), load=pinned_context)
    places, texts = places_of_texts(document)
    tags = (((), "credentialSubject"), "achievement"), "tag"

    def with_holes(*numbers):
        holes = [places[tags, number] for number in numbers]
        return edition_of(shape, document, texts, holes=holes, places=places)

    assert with_holes(0, 1) is None
    assert with_holes(0) is None
    assert with_holes().canonical([]) == canonical(document)


def held(text):
    """Return the places of what a text is filled with."""
    numbers = []
    for part in text.parts:
        for _, pick in part:
            picked = pick(range(99))
            numbers += [picked] if isinstance(picked, int) else picked
    return numbers


def test_all_that_no_hole_touches_is_written_beforehand():
    document = credential(name="A name")
    edition = made(document, "name")
    touched = [(subject, text) for subject, text in edition.blocks if 0 in held(text)]

    assert [subject for subject, _ in touched] == [f"<{document['id']}>"]
    assert all(text.whole is not None for _, text in touched)
    assert edition.near == ()
    assert edition.canonical(['"']) == canonical({**document, "name": '"'})


def test_blank_nodes_in_one_member_are_put_in_their_order():
    document = credential(
        evidence=[{"type": ["Evidence"], "name": name} for name in ("a", "b", "c")]
    )
    edition = made(document, "id")

    assert len(edition.ranks) == 1
    assert all(text.whole is not None for _, text in edition.blocks)
    for number in range(12):
        changed = {**document, "id": f"urn:x:{number}"}
        assert edition.canonical([changed["id"]]) == canonical(changed)


def test_the_weight_is_at_least_the_memory_it_takes():
    document = unsigned_credential()
    shape, _ = compile_shape(document, describe(document), load=pinned_context)
    places, texts = places_of_texts(document)
    holes = [places[(), "id"], places[((), "credentialSubject"), "id"]]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    edition = edition_of(shape, document, texts, holes=holes, places=places)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (after - before) * 0.5 < edition.weight - shape.weight
    assert after - before < edition.weight - shape.weight
