"""
Contexts written into a document: they may add words, and never change what a word means.

JSON-LD itself keeps only protected terms from being redefined. Here no word that a context
named by its address defines may get another meaning, protected or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.vc.documents import ContextLoader
from cairn.vc.jsonld_context import ActiveContext, Contexts
from cairn.vc.members import OBJECTS, listed

_SETTINGS = ("@vocab", "@language", "@direction")


def redefined_term(document: Mapping[str, Any], *, load: ContextLoader) -> str | None:
    """
    Return a word that an inline context anywhere in `document` redefines; None if none does.

    Each `@context` is judged by itself, in its order.

    Raises:
        UnknownContext, MalformedCredential, BudgetExceeded: as in `cairn.vc.jsonld_context`.
    """
    contexts = Contexts(load)
    for found in _inline(document):
        active = contexts.root
        for item in found:
            following = contexts.local(active, item, allow_inline=True)
            term = _changed(active, following, item) if isinstance(item, Mapping) else None
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


def _setting(active: ActiveContext, name: str) -> str | None:
    settings = {
        "@vocab": active.vocab,
        "@language": active.language,
        "@direction": active.direction,
    }
    return settings[name]
