"""
Contexts written into a document: they may add words, and never change what a word means.

JSON-LD itself keeps only protected terms from being redefined. Here no word that a context
named by its address defines may get another meaning, protected or not. Nor may a member get a
second name: written by that, an end or a status would still be signed, and nobody would read it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from cairn.vc.documents import ContextLoader
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.members import OBJECTS, listed

_SETTINGS = ("@vocab", "@language", "@direction")
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
    contexts, prefixes = Contexts(load), None
    for found in _inline(document):
        prefixes = _prefixes(document) if prefixes is None else prefixes
        active = contexts.root
        for item in found:
            following = contexts.local(active, item, allow_inline=True)
            inline = item if isinstance(item, OBJECTS) else {}
            term = _changed(active, following, inline) or _borrowed(following, inline, prefixes)
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
    active: ActiveContext, context: Mapping[str, Any], prefixes: Container[str]
) -> str | None:
    """Return a new word of `context` for what has its name already, or by which ids are spelt."""
    for name in context:
        term = active.terms.get(name)
        iri = "" if term is None else term.iri or ""
        is_own_name = iri.endswith((f"#{name}", f"/{name}"))
        if iri.startswith("@") or (iri.startswith(_STANDARDS) and not is_own_name):
            return name
    return next((name for name in context if name in prefixes), None)


def _prefixes(document: Mapping[str, Any]) -> frozenset[str]:
    """Return what stands before the colon in each text of a document that may be an id."""
    ids = (text for text in _texts(document) if ":" in text and len(text.split()) == 1)
    return frozenset(text.partition(":")[0] for text in ids)


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
