"""Expected figures: PyLD 3.3.0 over the same contexts, or a clause of JSON-LD 1.1."""

import pytest
from pyld.jsonld import JsonLdError

from cairn.errors import BudgetExceeded, MalformedCredential, UndefinedTerm, UnknownContext
from cairn.vc.jsonld import to_quads
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.rdfc import canonicalize
from tests.pyld_oracle import pyld_canonical

BASE = {"id": "@id", "type": "@type"}


def ours(context, document, **more):
    load = {"urn:c": {"@context": context}, **more}.__getitem__
    return canonicalize(to_quads({"@context": "urn:c", **document}, load=load))


def theirs(context, document, **more):
    load = {"urn:c": {"@context": context}, **more}.__getitem__
    return pyld_canonical({"@context": "urn:c", **document}, load=load)


def same(context, document, **more):
    text = ours(context, document, **more)
    assert text == theirs(context, document, **more)
    return text


def active(context):
    contexts = Contexts({"urn:c": {"@context": context}}.__getitem__)
    return contexts.local(contexts.root, "urn:c", allow_inline=False)


@pytest.mark.parametrize(
    "context",
    [
        {"a": "urn:a"},
        {"a": {"@id": "urn:a"}},
        {"ex": "urn:ex:", "a": "ex:a"},
        {"a": "ex:a", "ex": "urn:ex:"},
        {"a": {"@id": "ex:a"}, "ex": {"@id": "urn:ex#x", "@prefix": True}},
        {"ex": "urn:ex#x", "a": "ex:a"},
        {"@vocab": "urn:v#"},
        {"@vocab": "urn:v#", "a": "b"},
        {"b": "urn:b", "a": "b"},
        {"@vocab": "urn:v#", "a": {"@type": "@id"}},
        {"@vocab": "urn:v#", "a": {"@id": "urn:a", "@language": "DE"}},
        {"@vocab": "urn:v#", "@language": "fr"},
        {"@vocab": "urn:v#", "@language": "fr", "a": {"@language": None}},
        {"@vocab": "urn:v#", "@language": "fr", "@direction": "rtl"},
        {"@vocab": "urn:v#", "@direction": "rtl", "a": {"@id": "urn:a", "@direction": None}},
        {"@vocab": "urn:v#", "@language": "fr", "a": {"@type": "urn:t"}},
        {"@version": 1.1, "@vocab": "urn:v#"},
        [{"a": "urn:old"}, {"a": "urn:new"}],
        [{"a": "urn:old"}, None, {"a": "urn:new"}],
        [{"@vocab": "urn:v#"}, {"b": "urn:b"}],
        [{"@vocab": "urn:v#"}, {"@vocab": None, "a": "urn:a"}],
        {"ex": "urn:ex:", "ex:a": {"@type": "@id"}, "a": "ex:a"},
    ],
)
def test_a_term_means_what_pyld_says(context):
    contexts = context if isinstance(context, list) else [context]
    assert same([BASE, *contexts] if None not in contexts else [*contexts, BASE],
                {"id": "urn:x", "a": "https://e.example/value"})  # fmt: skip


@pytest.mark.parametrize(
    "context",
    [
        {"a": "a"},
        {"a": "b", "b": "a"},
        {"a": "ex:a", "ex": "a:b"},
        {"a": 5},
        {"a": ["urn:a"]},
        {"a": {"@id": 5}},
        {"a": {"@id": "@context"}},
        {"a": {"@id": "urn:a", "@type": "t"}},
        {"a": {"@id": "urn:a", "@type": 5}},
        {"a": {"@id": "urn:a", "@container": "@bag"}},
        {"a": {"@id": "urn:a", "@language": 5}},
        {"a": {"@id": "urn:a", "@direction": "up"}},
        {"a": {"@id": "urn:a", "context": {}}},
        {"": "urn:a"},
        {"@vocab": 5},
        {"@language": 5},
        {"@direction": "up"},
        {"@version": 1.0},
        5,
    ],
)
def test_a_context_that_pyld_refuses_is_refused(context):
    document = {"id": "urn:x", "a": "value"}

    with pytest.raises((JsonLdError, KeyError, AttributeError, TypeError, IndexError)):
        theirs([BASE, context], document)
    with pytest.raises(UnknownContext):
        ours([BASE, context], document)


@pytest.mark.parametrize(
    "context",
    [
        {"a": {"@reverse": "urn:a"}},
        {"a": {"@id": "urn:a", "@nest": "@nest"}},
        {"@import": "urn:other"},
        {"@base": "urn:base:"},
        {"@a": "urn:a"},
        {"@vocab": "v/"},
    ],
)
def test_what_could_hide_or_move_data_is_refused(context):
    with pytest.raises(UnknownContext):
        ours([BASE, context], {"id": "urn:x", "a": "value"})


@pytest.mark.parametrize("context", [{"a": None}, {"a": {"@id": None}}])
def test_a_word_set_to_null_means_nothing_even_with_a_vocabulary(context):
    with pytest.raises(UndefinedTerm, match=r"\$\.a:"):
        ours([BASE, {"@vocab": "urn:v#"}, context], {"id": "urn:x", "a": "value"})


def test_contexts_that_refer_to_one_another_without_end_are_refused():
    with pytest.raises(UnknownContext, match="without end"):
        ours(["urn:c"], {"id": "urn:x"})


PROTECTED = {"@protected": True, **BASE, "a": {"@id": "urn:a", "@type": "@id"}}


@pytest.mark.parametrize(
    "later",
    [
        {"a": "urn:a"},
        {"a": {"@id": "urn:b", "@type": "@id"}},
        {"a": {"@id": "urn:a", "@type": "@vocab"}},
        {"a": {"@id": "urn:a", "@type": "@id", "@container": "@set"}},
        {"a": None},
        {"id": "urn:other"},
    ],
)
def test_a_protected_term_keeps_its_meaning(later):
    document = {"id": "urn:x", "a": "urn:y"}

    with pytest.raises(JsonLdError):
        theirs([PROTECTED, later], document)
    with pytest.raises((MalformedCredential, UnknownContext)):
        ours([PROTECTED, later], document)


def test_a_protected_term_may_be_said_again_word_for_word():
    again = {"a": {"@id": "urn:a", "@type": "@id"}}

    assert same([PROTECTED, again], {"id": "urn:x", "a": "urn:y"})
    with pytest.raises(MalformedCredential, match="protected term a"):
        ours([PROTECTED, again, {"a": "urn:b"}], {"id": "urn:x", "a": "urn:y"})


def test_null_does_not_undo_protected_terms():
    with pytest.raises(JsonLdError):
        theirs([PROTECTED, None], {"a": "urn:y"})
    with pytest.raises(MalformedCredential, match="undo protected terms"):
        ours([PROTECTED, None], {"a": "urn:y"})


def test_a_term_may_be_excepted_from_protection():
    context = {"@protected": True, **BASE, "a": {"@id": "urn:a", "@protected": False}}

    assert same([context, {"a": "urn:b"}], {"id": "urn:x", "a": "y"})


TYPED = {
    **BASE,
    "a": "urn:a",
    "inner": "urn:inner",
    "T": {"@id": "urn:T", "@context": {"a": "urn:T:a", "inner": "urn:T:inner"}},
    "U": {"@id": "urn:U", "@context": {"a": {"@id": "urn:U:a", "@type": "@id"}}},
    "K": {"@id": "urn:K", "@context": {"@propagate": True, "a": "urn:K:a"}},
    "N": {"@id": "urn:N", "@context": [None, {**BASE, "a": "urn:N:a"}]},
}


@pytest.mark.parametrize(
    "document",
    [
        {"type": "T", "a": "x"},
        {"type": ["U", "T"], "a": "urn:x"},
        {"type": ["T", "U"], "a": "urn:x"},
        {"type": "T", "inner": {"a": "x"}},
        {"type": "T", "inner": {"type": "U", "a": "urn:x", "inner": {"a": "x"}}},
        {"type": "T", "inner": [{"id": "urn:y"}, {"a": "x", "inner": {"a": "y"}}]},
        {"type": "K", "a": "x", "inner": {"a": "x", "inner": {"a": "y"}}},
        {"type": ["K", "T"], "inner": {"a": "x"}},
        {"type": "N", "a": "x"},
        {"type": "urn:other", "a": "x"},
    ],
)
def test_a_context_of_a_type_holds_for_its_object_alone_unless_it_propagates(document):
    assert same(TYPED, document)


SCOPED = {
    **BASE,
    "@protected": True,
    "a": "urn:a",
    "p": {"@id": "urn:p", "@context": {"a": "urn:p:a"}},
    "q": {"@id": "urn:q", "@type": "@id", "@context": None},
    "r": {"@id": "urn:r", "@type": "@id", "@context": {"r": {"@id": "urn:r", "@type": "urn:t"}}},
    "s": {"@id": "urn:s", "@context": {"@propagate": False, "a": "urn:s:a"}},
    "T": {"@id": "urn:T", "@context": {"b": {"@id": "urn:b", "@context": {"a": "urn:b:a"}}}},
}


@pytest.mark.parametrize(
    "document",
    [
        {"p": {"a": "x", "p": {"a": "y"}}},
        {"p": [{"a": "x"}, {"p": {"p": {"a": "z"}}}], "a": "w"},
        {"q": {"@context": "urn:c", "a": "x"}},
        {"q": "urn:x"},
        {"r": "urn:x"},
        {"s": {"a": "x", "p": {"a": "y"}}},
        {"type": "T", "b": {"a": "x", "p": {"a": "y"}}},
        {"type": "T", "b": {"type": "T", "a": "x", "b": {"a": "z"}}},
    ],
)
def test_a_context_of_a_property_holds_below_it(document):
    assert same(SCOPED, document)


def test_prefixes_count_in_ids_and_words_do_not():
    context = active({**BASE, "ex": "urn:ex:", "word": "urn:word"})

    assert context.expand("ex:a", vocab=False) == "urn:ex:a"
    assert context.expand("word", vocab=False) == "word"
    assert context.expand("word", vocab=True) == "urn:word"
    assert context.expand("ex://a", vocab=True) == "ex://a"
    assert context.expand("_:b", vocab=True) == "_:b"
    assert context.expand("id", vocab=False) == "@id"
    assert context.expand("@unknown", vocab=True) is None
    assert context.expand("@id", vocab=True) == "@id"


def test_aliases_of_a_keyword_are_found():
    assert active({**BASE, "uid": "@id"}).aliases_of("@id") == ("@id", "id", "uid")
    assert ActiveContext().aliases_of("@type") == ("@type",)


def test_one_document_may_make_only_so_many_contexts():
    contexts = Contexts({"urn:c": {"@context": ["urn:d"] * 300}, "urn:d": {"@context": {}}}.get)

    with pytest.raises(BudgetExceeded, match="256 new ways"):
        contexts.local(contexts.root, "urn:c", allow_inline=False)


def test_a_document_that_is_no_context_is_refused():
    with pytest.raises(UnknownContext, match="urn:other is not a context"):
        ours([BASE, "urn:other"], {"id": "urn:x"}, **{"urn:other": {"no": "context"}})


def test_a_word_with_an_at_that_looks_like_no_keyword_is_a_word():
    """JSON-LD 1.1, "IRI Expansion": only an at followed by letters alone is kept for keywords."""
    text = same([BASE, {"@vocab": "urn:v#"}], {"id": "urn:x", "@1": "value"})

    assert text == '<urn:x> <urn:v#@1> "value" .\n'
