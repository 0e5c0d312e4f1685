import json

from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.editing import edition_of
from cairn.vc.shape import describe
from cairn.vc.shelf import MAX_EDITIONS, MAX_HOLES, MAX_NEW_HOLES, Shelf
from tests.json_leaves import ways_to, with_leaf
from tests.jsonld_documents import canonical, credential


def with_tags(*tags, **members):
    document = credential(**members)
    document["credentialSubject"]["achievement"]["tag"] = list(tags)
    return document


def shape_of(document):
    return compile_shape(document, describe(document), load=pinned_context)[0]


def filled(shape, *documents, shelf=None):
    shelf = shelf or Shelf()
    for document in documents:
        shelf.add(shape, document, describe(document).texts)
    return shelf


def editions(shelf):
    return [one for kept in shelf._editions.values() for one in kept]


def test_documents_that_differ_in_a_few_texts_are_of_one_edition():
    first, second, third = (credential(id=f"urn:x:{number}") for number in range(3))
    shelf = filled(shape_of(first), second)

    sight = shelf.sight(third)
    assert sight.texts == ("urn:x:2",)
    assert sight.edition.canonical(sight.texts) == canonical(third)


def test_one_more_text_that_differs_widens_the_edition():
    first = credential(id="urn:x:1", name="One")
    shelf = filled(shape_of(first), {**first, "id": "urn:x:2"}, {**first, "name": "Two"})

    assert sorted(shelf.sight({**first, "id": "urn:x:9", "name": "Nine"}).texts) == [
        "Nine",
        "urn:x:9",
    ]
    assert len(editions(shelf)) == 1


def test_a_document_that_differs_in_many_texts_begins_an_edition_of_its_own():
    one = with_tags(*(f"tag {number}" for number in range(MAX_NEW_HOLES + 1)))
    other = with_tags(*(f"word {number}" for number in range(MAX_NEW_HOLES + 1)))
    shelf = filled(shape_of(one), one, other, {**one, "id": "urn:x:1"})

    assert len(editions(shelf)) == 2
    assert shelf.sight({**one, "id": "urn:x:2"}).texts == ("urn:x:2",)
    assert shelf.sight({**other, "id": "urn:x:2"}) is None


def test_an_edition_has_a_most_of_holes():
    first = with_tags(*(f"tag {number}" for number in range(MAX_HOLES + 9)))
    shelf = Shelf()
    shape = shape_of(first)
    changed = first
    for number in range(MAX_HOLES + 9):
        way = ("credentialSubject", "achievement", "tag", number)
        changed = with_leaf(changed, way, f"word {number}")
        shelf.add(shape, changed, describe(changed).texts)

    assert max(len(one.stencil.holes) for one in editions(shelf)) <= MAX_HOLES


def test_of_ever_new_documents_few_editions_are_made(monkeypatch):
    names = [[f"{word} {number}" for number in range(20)] for word in range(200)]
    documents = [with_tags(*tags) for tags in names]
    shelf = Shelf()
    shape = shape_of(documents[0])
    made = []

    def counting(*given, **named):
        made.append(given)
        return edition_of(*given, **named)

    monkeypatch.setattr("cairn.vc.shelf.edition_of", counting)
    for document in documents:
        shelf.add(shape, document, describe(document).texts)

    assert len(editions(shelf)) == MAX_EDITIONS
    assert 32 < len(made) < 50


def tagged(count, *, words=0):
    """Return a document with so many tags, of which the first are other words."""
    tags = [f"{'word' if number < words else 'tag'} {number}" for number in range(count)]
    return with_tags(*tags)


def test_a_document_may_add_twelve_holes_and_no_more():
    first = tagged(MAX_HOLES)
    shape = shape_of(first)

    for words, count in ((MAX_NEW_HOLES, 1), (MAX_NEW_HOLES + 1, 2)):
        shelf = filled(shape, first, tagged(MAX_HOLES, words=words))
        assert len(editions(shelf)) == count


def test_an_edition_may_have_all_its_holes():
    first = tagged(MAX_HOLES + 1)
    shelf = filled(shape_of(first), first)
    for words in (12, 24, MAX_HOLES):
        filled(editions(shelf)[0].shape, tagged(MAX_HOLES + 1, words=words), shelf=shelf)
    assert [len(one.stencil.holes) for one in editions(shelf)] == [MAX_HOLES]

    filled(editions(shelf)[0].shape, tagged(MAX_HOLES + 1, words=MAX_HOLES + 1), shelf=shelf)
    assert [len(one.stencil.holes) for one in editions(shelf)] == [0, MAX_HOLES]


def test_the_memory_is_bounded():
    members = ["description", "awardedDate", "validUntil", "validFrom", "name"]
    documents = [
        credential(**dict.fromkeys(members[:number], "2026-03-02T09:00:00Z"))
        for number in range(len(members))
    ]
    shapes = [shape_of(document) for document in documents]
    weight = editions(filled(shapes[-1], documents[-1]))[0].weight
    shelf = Shelf(max_bytes=4 * weight)
    for shape, document in zip(shapes, documents, strict=True):
        filled(shape, document, shelf=shelf)

    assert 0 < sum(one.weight for one in editions(shelf)) <= 4 * weight
    assert shelf.sight(documents[-1]) is not None
    assert shelf.sight(documents[0]) is None


def test_what_is_too_heavy_is_not_kept():
    first = credential()

    assert editions(filled(shape_of(first), first, shelf=Shelf(max_bytes=1_000))) == []


def test_what_has_no_edition_is_not_kept():
    same = with_tags("a", "a")
    shelf = filled(shape_of(with_tags("a", "b")), with_tags("a", "b"), same, same)

    assert shelf.sight(same) is None or canonical(same)
    assert shelf.sight(json.loads(json.dumps(with_tags("a", "b")))).texts is not None


def test_each_leaf_that_is_not_known_is_not_seen():
    document = credential(name="A name")
    shelf = filled(shape_of(document), document)
    assert shelf.sight(document) is not None

    for way in ways_to(document):
        assert shelf.sight(with_leaf(document, way, "changed")) is None
