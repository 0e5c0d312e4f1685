"""
Checks of the document itself: readable, contexts known, model kept, nothing unsigned in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from math import isfinite
from typing import Any

from cairn.errors import CairnError
from cairn.vc.data_integrity import document_digest
from cairn.vc.documents import ContextLoader
from cairn.vc.inline_contexts import has_inline_context, redefined_term
from cairn.vc.members import OBJECTS, listed, types_of
from cairn.vc.model import VC_V1, VC_V2, Violation
from cairn.vc.report import Check
from cairn.vc.shape_cache import ShapeCache

MAX_DEPTH = 64
MAX_MEMBERS = 10_000
MAX_RECORD_MEMBERS = 8 * MAX_MEMBERS
"""
Most members of a learner record, where its reader lets one be larger than a credential: 400 for
each of the credentials in it that are verified.
"""

_SHOWN_VIOLATIONS = 5


def is_record(document: Any) -> bool:
    """Return whether `document` says that it is a learner record, which holds others."""
    return "ClrCredential" in types_of(document)


def readable(document: Any, *, max_record_members: int = MAX_MEMBERS) -> Check:
    """Return whether `document` is a JSON object within the limits of depth and size."""
    if not isinstance(document, Mapping):
        return Check.failed("readable", "malformed_credential", "a credential is a JSON object")
    most = max_record_members if is_record(document) else MAX_MEMBERS
    level: list[Any] = [document]
    members = 0
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str and value.isascii():
                continue
            if not _is_json(value):
                text = f"{kind.__name__} is not a type of JSON, or its text is no Unicode"
                return Check.failed("readable", "malformed_credential", text)
            if kind is dict:
                below += value.values()
            elif kind is not str:
                below += _children(value)
        level, members = below, members + len(below)
        if not level:
            return Check.passed("readable")
        if members > most:
            break
    text = f"it is nested deeper than {MAX_DEPTH} or has over {most} members"
    return Check.failed("readable", "input_too_large", text)


def _is_json(value: Any) -> bool:
    if isinstance(value, OBJECTS):
        return _are_names(value)
    if isinstance(value, str):
        return value.isascii() or value.encode("utf-8", "ignore").decode("utf-8") == value
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, int | list)


def _are_names(names: Iterable[Any]) -> bool:
    try:
        return _is_json("".join(names))
    except TypeError:  # one of them is no text
        return False


def _children(value: Any) -> Collection[Any]:
    if isinstance(value, list):
        return value
    return value.values() if isinstance(value, OBJECTS) else ()


def contexts(
    document: Mapping[str, Any], *, load: ContextLoader, allow_inline: bool = False
) -> Check:
    """
    Return whether the contexts are the known ones, in order, by address.

    A signature covers what the terms expand to and not the contexts themselves, so a
    context inside the document could give signed words another meaning.

    Args:
        allow_inline: let contexts inside the document define new words, and only new ones.
    """
    found = listed(document.get("@context"))
    if not found or found[0] not in (VC_V1, VC_V2):
        text = f"the first context must be {VC_V2}"
        return Check.failed("contexts", "context_missing", text)
    for context in found:
        if isinstance(context, Mapping) and allow_inline:
            continue
        if not isinstance(context, str):
            text = "a context is written into the document instead of named by its address"
            return Check.failed("contexts", "context_inline", text)
        try:
            load(context)
        except CairnError as error:
            return Check.of_error("contexts", error)
    if allow_inline:
        return _only_new_words(document, load)
    # one in the proof is judged with the proof
    if has_inline_context({name: value for name, value in document.items() if name != "proof"}):
        text = "a context is written into an object of the document"
        return Check.failed("contexts", "context_inline", text)
    return Check.passed("contexts")


def _only_new_words(document: Mapping[str, Any], load: ContextLoader) -> Check:
    try:
        term = redefined_term(document, load=load)
    except CairnError as error:
        return Check.of_error("contexts", error)
    if term is None:
        return Check.passed("contexts")
    text = f"a context inside gives {term} another meaning, or makes it a second name of a member"
    return Check.failed("contexts", "context_redefines", text)


def model(
    document: Mapping[str, Any], rules: Callable[[Mapping[str, Any]], list[Violation]]
) -> Check:
    """Return whether the data model is kept; the reason is the first rule that is broken."""
    violations = rules(document)
    serious = [violation for violation in violations if not violation.tolerable]
    if serious:
        return Check.failed("model", serious[0].code, _shown(serious))
    return Check.passed("model", f"tolerated: {_shown(violations)}" if violations else "")


def data_loss(
    document: Mapping[str, Any],
    *,
    load: ContextLoader,
    allow_inline: bool = False,
    shapes: ShapeCache | None = None,
) -> tuple[Check, bytes | None]:
    """Return whether a signature can cover all that is said, and the document's digest."""
    try:
        digest = document_digest(
            document, load=load, allow_inline_contexts=allow_inline, shapes=shapes
        )
    except CairnError as error:
        return Check.of_error("data_loss", error), None
    return Check.passed("data_loss"), digest


def _shown(violations: list[Violation]) -> str:
    shown = "; ".join(map(str, violations[:_SHOWN_VIOLATIONS]))
    more = len(violations) - _SHOWN_VIOLATIONS
    return f"{shown}; and {more} more" if more > 0 else shown
