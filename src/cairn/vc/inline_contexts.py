"""
Contexts written into a document: they may add words, and never change what a word means.

JSON-LD itself keeps only protected terms from being redefined. Here no word that a context
named by its address defines may get another meaning, protected or not. Nor may a member get a
second name: written by that, an end or a status would still be signed, and nobody would read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.vc.documents import ContextLoader
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.members import OBJECTS, listed

_SETTINGS = ("@vocab", "@language", "@direction")
MAX_SCOPES = 4
"""How deep a context may bring contexts for its types and members."""

_STANDARDS = (
    "https://www.w3.org/2018/credentials#",
    "https://www.w3.org/ns/credentials",
    "https://w3id.org/security#",
    "https://w3id.org/vc/status-list#",
    "https://purl.imsglobal.org/spec/",
)
"""What the words begin with by which a credential is judged."""


def redefined_term(document: Mapping[str, Any], *, load: ContextLoader) -> str | None:
    """
    Return a word that an inline context anywhere in `document` redefines; None if none does.

    Each `@context` is judged by itself, in its order.

    Raises:
        UnknownContext, MalformedCredential, BudgetExceeded: as in `cairn.vc.jsonld_context`.
    """
    contexts, prefixes = Contexts(load), _Prefixes(document)
    for found in _inline(document):
        active = contexts.root
        for item in found:
            following = contexts.local(active, item, allow_inline=True)
            inline = item if isinstance(item, OBJECTS) else {}
            term = _second_meaning(contexts, active, following, inline, prefixes)
            if term is not None:
                return term
            active = following
    return None


def has_inline_context(document: Mapping[str, Any]) -> bool:
    """Return whether a context is written into `document`, at any depth."""
    return next(_inline(document), None) is not None


def _inline(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield every `@context` of `document` that holds a definition."""
    rest: list[Any] = [document]
    while rest:
        value = rest.pop()
        if isinstance(value, str):  # most are
            continue
        if isinstance(value, list):
            rest += value
        elif isinstance(value, OBJECTS) and "@context" in value:
            found = listed(value["@context"])
            if any(isinstance(item, OBJECTS) for item in found):
                yield found
            rest += [inner for name, inner in value.items() if name != "@context"]
        elif isinstance(value, OBJECTS):
            rest += value.values()


def _second_meaning(
    contexts: Contexts,
    before: ActiveContext,
    after: ActiveContext,
    context: Mapping[str, Any],
    prefixes: _Prefixes,
    depth: int = 0,
) -> str | None:
    """Return a word that `context`, or one that it brings for a type or a member, makes two of."""
    term = _changed(before, after, context) or _borrowed(before, after, context)
    term = term or prefixes.among(context)
    if term is not None:
        return term
    for name in context:
        brought = after.terms.get(name)
        if brought is None or not brought.is_scoped:
            continue
        if not isinstance(brought.context, OBJECTS) or depth == MAX_SCOPES:
            return name  # one named by its address, or undone, might take back what is above it
        for scoped in (contexts.scoped_to_property, contexts.scoped_to_type):
            below = scoped(after, brought)
            term = _second_meaning(contexts, after, below, brought.context, prefixes, depth + 1)
            if term is not None:
                return term
    return None


def _changed(before: ActiveContext, after: ActiveContext, context: Mapping[str, Any]) -> str | None:
    """Return what `context` changed of what was in force before it."""
    for name in context:
        if name in before.terms and before.terms[name] != after.terms.get(name):
            return name
    for name in _SETTINGS:
        if name in context and _setting(before, name) not in (None, _setting(after, name)):
            return name
    return None


def _borrowed(
    before: ActiveContext, after: ActiveContext, context: Mapping[str, Any]
) -> str | None:
    """Return a new word of `context` for what has its name already."""
    for name in context:
        term = after.terms.get(name)
        if term is None or term == before.terms.get(name):
            continue
        iri = term.iri or ""
        is_own_name = iri.endswith((f"#{name}", f"/{name}"))
        if iri.startswith("@") or (iri.startswith(_STANDARDS) and not is_own_name):
            return name
    return None


class _Prefixes:
    """What stands before the colon in each text of a document that may be an id; read once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._found: frozenset[str] | None = None

    def among(self, words: Mapping[str, Any]) -> str | None:
        """Return one of `words` by which an id of the document is spelt."""
        if not words:
            return None
        if self._found is None:
            texts = (text for text in _texts(self._document) if ":" in text)
            self._found = frozenset(
                text.partition(":")[0] for text in texts if len(text.split()) == 1
            )
        return next((word for word in words if word in self._found), None)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a document, but for contexts and types."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, OBJECTS):
        for member, inner in value.items():
            if member not in ("@context", "type", "@type"):
                yield from _texts(inner)


def _setting(active: ActiveContext, name: str) -> str | None:
    settings = {
        "@vocab": active.vocab,
        "@language": active.language,
        "@direction": active.direction,
    }
    return settings[name]
