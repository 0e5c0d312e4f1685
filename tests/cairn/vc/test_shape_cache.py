"""With the shapes or without them: the same text, or the same error."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import CairnError, UnknownContext
from cairn.vc import shape_cache
from cairn.vc.compiling import compile_shape
from cairn.vc.documents import pinned_context
from cairn.vc.jsonld import signable_quads
from cairn.vc.rdfc import canonicalize
from cairn.vc.shape import describe
from cairn.vc.shape_cache import MAX_SEEN, MAX_VARIANTS, ShapeCache
from tests.credentials import unsigned_credential
from tests.json_leaves import ways_to, with_leaf
from tests.jsonld_documents import credential
from tests.made_up_credentials import parts


def outcome(canonical, document):
    """Return the canonical text, or the error as its class and text."""
    try:
        return canonical(document)
    except CairnError as error:
        return type(error), str(error)


def in_full(document):
    return canonicalize(signable_quads(document))


def warm(*documents):
    """Return a cache that has seen each document twice."""
    cache = ShapeCache()
    for document in (*documents, *documents):
        outcome(cache.canonical, document)
    return cache


def compiled(cache):
    return sum(len(kept.variants) for kept in cache._kept.values())


def weight_of(cache):
    return sum(kept.weight for kept in cache._kept.values())


def with_credits(number):
    """Return a credential of a shape that only `number` tells from others."""
    return {**FULL, "credentialSubject": {**FULL["credentialSubject"], "creditsEarned": number}}


FULL = json.loads(json.dumps(unsigned_credential()))
WARM = warm(FULL)
leaves = (
    st.text(max_size=8)
    | st.sampled_from(
        [
            *("", "@id", "@type", "id", "name", "_:b0", "urn:", "did:web:a.example", "Profile"),
            *("https://a.example/", "https://a.example/ b", "schema:name", "\ud800", '"\\\n\x7f'),
            *(FULL["id"], FULL["issuer"]["id"], "en", "text/plain", "True", "1"),
        ]
    )
    | st.sampled_from([True, False, 0, 1, 1.0, 0.5, -0.0, 1e21, 2**60, None, [], {}, ["a"]])
)
changes = st.lists(
    st.tuples(st.sampled_from(list(ways_to(FULL, (str, bool, int, float)))), leaves),
    min_size=1,
    max_size=6,
)


@settings(max_examples=300)
@given(changes)
def test_any_leaf_may_become_anything(found):
    document = FULL
    for way, leaf in found:
        try:
            document = with_leaf(document, way, leaf)
        except (IndexError, KeyError, TypeError):  # below a leaf that was just replaced
            continue

    assert outcome(WARM.canonical, document) == outcome(in_full, document)


@settings(max_examples=60)
@given(parts, st.lists(st.text(max_size=6), min_size=1, max_size=4), st.data())
def test_any_credential_may_be_the_first_of_its_shape(members, texts, data):
    document = credential(**members)
    cache = warm(document)
    ways = list(ways_to(document))
    for text in texts:
        document = with_leaf(document, data.draw(st.sampled_from(ways)), text)
        assert outcome(cache.canonical, document) == outcome(in_full, document)


def test_a_shape_is_compiled_at_the_second_sight():
    cache = ShapeCache()
    counts = []
    for number in range(4):
        cache.canonical(credential(name=f"Number {number}"))
        counts.append(compiled(cache))

    assert counts == [0, 1, 1, 1]


def test_what_is_refused_is_never_compiled():
    cache = warm(credential(favouriteColour="blue"), credential(id="relative"))

    assert compiled(cache) == 0


def test_what_is_known_is_read_without_the_contexts():
    asked = []

    def load(url):
        asked.append(url)
        return pinned_context(url)

    cache = ShapeCache(load=load)
    cache.canonical(credential())
    cache.canonical(credential())
    assert asked
    cache.load = nowhere

    assert cache.canonical(credential(id="urn:x:1")).count("<urn:x:1> ") == 5


def nowhere(url):
    raise AssertionError(url)


def test_texts_that_decide_how_others_are_read_have_shapes_of_their_own():
    kinds = [f"https://a.example/{number}" for number in range(MAX_VARIANTS + 3)]
    documents = [credential(evidence=[{"type": [kind], "name": "x"}]) for kind in kinds]
    cache = ShapeCache()
    for _ in range(12):
        for document in documents:
            assert cache.canonical(document) == in_full(document)

    assert 1 < compiled(cache) <= MAX_VARIANTS
    assert cache._bytes == weight_of(cache)


def test_the_memory_is_bounded():
    most = 5 * weight_of(warm(FULL))
    cache = ShapeCache(max_bytes=most)
    for number in range(8):
        cache.canonical(with_credits(number))
        cache.canonical(with_credits(number))

    assert 1 < compiled(cache) < 6
    assert cache._bytes == weight_of(cache) <= most


def test_a_shape_that_was_dropped_may_come_back():
    cache = ShapeCache(max_bytes=int(4.5 * weight_of(warm(FULL))))
    others = [with_credits(number) for number in range(6)]
    for document in (FULL, FULL, *others, *others):
        cache.canonical(document)
    before = set(cache._kept)
    cache.canonical(FULL)
    assert set(cache._kept) == before
    cache.canonical(FULL)
    assert set(cache._kept) != before


def test_a_shape_of_several_kinds_that_was_dropped_comes_back_as_soon():
    kinds = [credential(evidence=[{"type": [f"https://a.example/{n}"]}]) for n in range(2)]
    others = [with_credits(number) for number in range(6)]
    shape = describe(kinds[0]).shape
    cache = ShapeCache(max_bytes=int(4.5 * weight_of(warm(FULL))))
    standing = []
    for documents in ([kinds[0]] * 2 + [kinds[1]] * 2, others * 2, [kinds[0]] * 2):
        for document in documents:
            cache.canonical(document)
        standing.append(shape in cache._kept)

    assert standing == [True, False, True]


def test_what_cannot_be_kept_is_compiled_ever_more_rarely(monkeypatch):
    """A shape is worth trying again at the second, fourth, eighth sight, and so on."""
    tries = []

    def counted(*given, **how):
        tries.append(given)
        return compile_shape(*given, **how)

    monkeypatch.setattr(shape_cache, "compile_shape", counted)
    cache = ShapeCache(max_bytes=1_000)
    tried = []
    for _ in range(17):
        cache.canonical(credential())
        tried.append(len(tries))

    assert tried == [0, 1, 1, *[2] * 4, *[3] * 8, 4, 4]


def test_contexts_inside_are_refused_at_every_sight():
    document = credential()
    document["@context"].append({"word": "https://a.example/#word"})
    cache = ShapeCache()

    for _ in range(4):
        with pytest.raises(UnknownContext, match="inside the document"):
            cache.canonical(document)


def test_a_shape_that_is_too_large_is_not_kept():
    cache = ShapeCache(max_bytes=1_000)
    for _ in range(3):
        assert cache.canonical(FULL) == in_full(FULL)

    assert compiled(cache) == 0


def test_the_list_of_what_was_seen_is_bounded():
    cache = ShapeCache(load=lambda url: {"@context": {"a": "https://a.example/"}})
    for number in range(MAX_SEEN + 10):
        cache.canonical({"@context": "https://b.example/", "a": number})

    assert len(cache._seen) == MAX_SEEN


@pytest.mark.parametrize("document", [{"a": object()}, {"@context": None}])
def test_what_has_no_shape_goes_the_full_way(document):
    cache = ShapeCache()

    assert outcome(cache.canonical, document) == outcome(in_full, document)


def test_threads_may_share_it():
    cache = ShapeCache()
    documents = [
        credential(name=f"N{n}", evidence=[{"id": f"urn:x:{n}"}] * (n % 5)) for n in range(60)
    ]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(cache.canonical, documents))

    assert found == [in_full(document) for document in documents]
