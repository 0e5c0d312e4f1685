"""
From a credential to the RDF that a proof signs, with nothing lost on the way.

A canonicaliser sees only what JSON-LD could give a meaning: whatever else stands in the
document could be changed without breaking the signature. So it is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cairn.errors import MalformedCredential, UndefinedTerm
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.jsonld_literals import double_form
from cairn.vc.jsonld_nodes import refuse_divided
from cairn.vc.jsonld_place import Path, show
from cairn.vc.jsonld_rdf import Writer
from cairn.vc.jsonld_values import Values
from cairn.vc.nquads import Quad, escape

__all__ = ["Quad", "signable_quads", "to_quads", "write_document"]

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
            protected term; for an IRI in the place of a member or type that has a word.
        BudgetExceeded: nested too deep, or too many contexts.
    """
    return write_document(document, load=load, allow_inline_contexts=allow_inline_contexts).quads


def signable_quads(
    document: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
) -> list[Quad]:
    """
    Return what `to_quads` does, of a document that can be signed.

    Raises as `to_quads` does, and NodeDivided if objects of one id could exchange members
    without any change of the quads, see `cairn.vc.jsonld_nodes`.
    """
    writer = write_document(document, load=load, allow_inline_contexts=allow_inline_contexts)
    refuse_divided(writer.nodes, writer.keyed)
    return writer.quads


def write_document(
    document: Mapping[str, Any],
    *,
    load: ContextLoader,
    allow_inline_contexts: bool,
    values_of: Callable[[Contexts], Values] = Values,
) -> Writer:
    """Return who wrote the quads of `to_quads`, the values read by what `values_of` gives."""
    if not isinstance(document, Mapping):
        raise MalformedCredential("A credential must be a JSON object")
    contexts = Contexts(load, _root_of(load))
    writer = Writer(contexts, values_of(contexts), allow_inline=allow_inline_contexts)
    try:
        writer.write(document)
    finally:
        contexts.root.weight += contexts.made
    _check_every_leaf(document, writer)
    return writer


_roots: dict[ContextLoader, ActiveContext] = {}


def _root_of(load: ContextLoader) -> ActiveContext:
    """Return the empty context below which the contexts of `load` are kept."""
    root = _roots.pop(load, None)
    if root is None or root.weight > MAX_CONTEXTS_MADE:
        root = ActiveContext()
    _roots[load] = root
    if len(_roots) > MAX_LOADERS:
        _roots.pop(next(iter(_roots)), None)  # the one that was asked for longest ago
    return root


def _check_every_leaf(document: Mapping[str, Any], writer: Writer) -> None:
    """Check once more, from the document's side, that the quads hold every leaf."""
    held = _held(writer.quads)
    meanings = writer.values.meanings
    for leaf in _leaves(document, writer.values.whole):
        if meanings.get(leaf) not in held and held.isdisjoint(_forms(leaf)):
            place = next(path for found, path in _placed(document, ()) if found is leaf)
            raise UndefinedTerm(f"{show(place)}: a signature would not cover {leaf!r:.80}")


def _held(quads: list[Quad]) -> set[str]:
    """Return what the quads say: IRIs, literals, and literals without type and language."""
    objects = {quad[2] for quad in quads}
    literals = {obj[: obj.rindex('"') + 1] for obj in objects if obj[0] == '"'}
    return literals.union(objects, (quad[0] for quad in quads))


def _forms(leaf: Any) -> tuple[str, ...]:
    if isinstance(leaf, str):
        return f'"{escape(leaf)}"', f"<{leaf}>"
    if isinstance(leaf, bool):
        return ('"true"' if leaf else '"false"',)
    return f'"{int(leaf)}"' if leaf == int(leaf) else "", f'"{double_form(leaf)}"'


def _leaves(document: Mapping[str, Any], whole: set[int]) -> list[Any]:
    """Return each text, number and boolean that is no context and no part of a JSON literal."""
    leaves: list[Any] = []
    waiting = [item for key, item in document.items() if key != "@context"]
    while waiting:
        value = waiting.pop()
        is_object = isinstance(value, dict)
        if not is_object and not isinstance(value, list):
            leaves.append(value)
        elif id(value) in whole:
            continue
        elif not is_object:
            waiting += value
        elif "@context" in value:
            waiting += [item for key, item in value.items() if key != "@context"]
        else:
            waiting += value.values()
    return leaves


def _placed(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _placed(item, (path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _placed(item, (path, position))
    else:
        yield value, path
