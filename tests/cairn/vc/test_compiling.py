import tracemalloc

import pytest

from cairn.errors import UndefinedTerm
from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.shape import describe
from tests.credentials import unsigned_credential
from tests.jsonld_documents import canonical, credential


def test_a_shape_remembers_what_decides_how_texts_are_read():
    document = credential()
    shape, _ = compile_shape(document, describe(document), load=pinned_context)

    assert shape.fixed == (
        *document["@context"],
        *document["type"],
        "Profile",
        "AchievementSubject",
        "Achievement",
    )


def test_every_text_is_fixed_or_stands_in_a_quad():
    document = unsigned_credential()
    described = describe(document)
    shape, _ = compile_shape(document, described, load=pinned_context)

    assert shape.readings.keys() == shape.stands_at.keys()
    assert len(shape.fixed) + len(shape.readings) == len(described.texts)
    for position, places in shape.stands_at.items():
        term = shape.readings[position].term(described.texts[position])
        assert all(term == shape.quads[number][role] for number, role in places)


def test_a_document_without_texts_is_compiled():
    def load(url):
        raise AssertionError(url)

    document = {}
    shape, text = compile_shape(document, describe(document), load=load)

    assert (shape.canonical([]), text) == ("", "")


def test_what_the_full_way_refuses_is_refused():
    document = credential(favouriteColour="blue")

    with pytest.raises(UndefinedTerm, match="favouriteColour"):
        compile_shape(document, describe(document), load=pinned_context)


def test_the_weight_is_at_least_the_memory_it_takes():
    document = unsigned_credential()
    canonical(document)  # the contexts are kept elsewhere
    described = describe(document)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    shape, _ = compile_shape(document, described, load=pinned_context)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (after - before) * 0.5 < shape.weight
    assert after - before < shape.weight
