"""
From a credential to the RDF that a proof signs, with nothing lost on the way.

A canonicaliser sees only what JSON-LD could give a meaning: whatever else stands in the
document could be changed without breaking the signature. So it is refused here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from cairn.errors import MalformedCredential, UndefinedTerm
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.jsonld_literals import double_form
from cairn.vc.jsonld_place import Path, show
from cairn.vc.jsonld_rdf import Writer
from cairn.vc.jsonld_values import Values
from cairn.vc.nquads import Quad, escape

__all__ = ["Quad", "to_quads"]

MAX_LOADERS = 8
MAX_CONTEXTS_MADE = 2_048


def to_quads(
    document: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
) -> list[Quad]:
    """
    Return the quads of a JSON-LD document: strict expansion and toRDF, base null.

    Blank nodes are `_:b1`, `_:b2`, … in the order of the document. Base direction is written as
    `i18n-datatype`.

    Args:
        load: gives the document of each context URL; what it gave is kept, so it must be the
            same function for the same answers.
        allow_inline_contexts: whether an `@context` may hold definitions and not only URLs.

    Raises:
        UndefinedTerm: for a member, id, type or value that the RDF would not hold; the text
            names its place.
        UnknownContext: for a context that `load` does not give, cannot be used, or stands
            inside the document.
        MalformedCredential: for what JSON-LD calls an error, such as another meaning for a
            protected term.
        BudgetExceeded: nested too deep, or too many contexts.
    """
    if not isinstance(document, Mapping):
        raise MalformedCredential("A credential must be a JSON object")
    contexts = Contexts(load, _root_of(load))
    writer = Writer(contexts, Values(contexts), allow_inline=allow_inline_contexts)
    try:
        writer.write(document)
    finally:
        contexts.root.weight += contexts.made
    _check_every_leaf(document, writer)
    return writer.quads


_roots: OrderedDict[ContextLoader, ActiveContext] = OrderedDict()


def _root_of(load: ContextLoader) -> ActiveContext:
    """Return the empty context below which the contexts of `load` are kept."""
    root = _roots.get(load)
    if root is None or root.weight > MAX_CONTEXTS_MADE:
        root = _roots[load] = ActiveContext()
        while len(_roots) > MAX_LOADERS:
            _roots.popitem(last=False)
    return root


def _check_every_leaf(document: Mapping[str, Any], writer: Writer) -> None:
    """Check once more, from the document's side, that the quads hold every leaf."""
    held = _held(writer.quads)
    meanings = writer.values.meanings
    for leaf, path in _leaves(document, writer.values.whole):
        if held.isdisjoint(_forms(leaf)) and meanings.get(leaf) not in held:
            raise UndefinedTerm(f"{show(path)}: a signature would not cover {leaf!r:.80}")


def _held(quads: list[Quad]) -> set[str]:
    """Return what the quads say: IRIs, literals, and literals without type and language."""
    held: set[str] = set()
    for subject, _, obj, graph in quads:
        held.add(subject)
        held.add(obj)
        held.add(graph)
        if obj[0] == '"':
            held.add(obj[: obj.rindex('"') + 1])
    return held


def _forms(leaf: Any) -> tuple[str, ...]:
    if isinstance(leaf, str):
        return f'"{escape(leaf)}"', f"<{leaf}>"
    if isinstance(leaf, bool):
        return ('"true"' if leaf else '"false"',)
    return f'"{int(leaf)}"' if leaf == int(leaf) else "", f'"{double_form(leaf)}"'


def _leaves(document: Mapping[str, Any], whole: set[int]) -> Iterator[tuple[Any, Path]]:
    """Yield each text, number and boolean that is no context and no part of a JSON literal."""
    waiting: list[tuple[Any, Path]] = [(document, ())]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, Mapping):
            if id(value) not in whole:
                waiting += [(item, (path, key)) for key, item in value.items() if key != "@context"]
        elif isinstance(value, list):
            if id(value) not in whole:
                waiting += [(item, (path, at)) for at, item in enumerate(value)]
        else:
            yield value, path
