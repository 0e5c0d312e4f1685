"""
The verdict: a signed credential whose claims were changed is never called valid.

The bytes choose changes to the parsed credential, or to its text.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cairn.errors import ImageRefused, InputError
from cairn.openbadges.verifying import verify_file
from cairn.vc.report import Outcome
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustList
from fuzz.choices import Choices
from fuzz.documents import MEMBERS, TYPES, value
from fuzz.promises import answer, promise
from fuzz.trees import leaves, members, moved, namesakes, turned, with_leaf, with_name
from tests.moments import MONDAY
from tests.signing import LIST_URL, a_badge, a_status_list, nothing, signed


@cache
def good() -> dict[str, Any]:
    """Return a credential that our own verifier calls valid; its evidence has its id."""
    page = {"id": a_badge()["id"], "type": ["Evidence"]}
    entry = status_entry(list_url=LIST_URL, index=7)
    return signed(a_badge(credentialStatus=entry, evidence=[page]))


@cache
def _pages() -> dict[str, bytes]:
    return {LIST_URL: json.dumps(signed(a_status_list())).encode()}


@cache
def _claims() -> frozenset[tuple[Any, ...]]:
    return _said(good())


def seeds() -> list[bytes]:
    """Return the credential as text, and choices of changes."""
    chosen = [bytes([way, *range(start, start + 30)]) for way in range(7) for start in (0, 90)]
    return [json.dumps(good()).encode(), *chosen]


def check(data: bytes) -> None:
    """Verify the text that `data` is, or what becomes of a good one by its choices."""
    text = data if data[:1] == b"{" else _changed(Choices(data))
    report = answer(lambda: _verified(text), InputError, ImageRefused)
    if report is not None and report.outcome is Outcome.VALID:
        said = _said(json.loads(text))
        promise(said == _claims(), f"valid, and it says {said ^ _claims()}")


def _verified(text: bytes) -> Any:
    return verify_file(text, fetch=_fetch, trust=TrustList.empty(), at=MONDAY)


def _fetch(url: str) -> bytes:
    return _pages().get(url) or nothing(url)


def _said(document: Any) -> frozenset[tuple[Any, ...]]:
    """
    Return what a document says, where order and number of equal values say nothing.

    A lone value is a list of one, and `@value` alone is the text itself.
    """
    said = set()
    for path, leaf in leaves({**document, "@context": None, "contexts": document["@context"]}):
        named = tuple(step for step in path if isinstance(step, str) and step != "@value")
        said.add((named, type(leaf).__name__, leaf))
    return frozenset(said)


def _changed(choices: Choices) -> bytes:
    document: Any = good()
    for _ in range(1 + choices.number(3)):
        if isinstance(document, dict):
            document = _change(document, choices)
    try:
        text = json.dumps(document).encode()
    except UnicodeEncodeError:
        return b"{}"
    if choices.number(6):
        return text
    start = choices.number(len(text))
    return text[:start] + choices.some_bytes(8) + text[start + choices.number(9) :]


def _change(document: dict[str, Any], choices: Choices) -> Any:
    way = choices.number(7)
    if way == 6:
        return _moved(document, choices)
    if way == 0:
        return turned(document)
    if way == 1:
        path, _ = _pick(choices, list(leaves(document)))
        return with_leaf(document, path, value(choices, 3))
    path = _pick(choices, list(members(document)))
    if way == 2:
        return with_name(document, path, choices.one_of(MEMBERS))
    if way == 3:
        return with_leaf(document, path, value(choices, 4))
    held: Any = document
    for step in path:
        held = held[step]
    if way == 4:
        return with_leaf(document, path, _wrapped(held, choices))
    if isinstance(held, dict):
        added = {**held, choices.one_of(MEMBERS): value(choices, 3)}
        return with_leaf(document, path, added)
    return {**document, choices.one_of(MEMBERS): value(choices, 3)}


def _moved(document: dict[str, Any], choices: Choices) -> Any:
    """Move a member between two objects of one id, which changes nothing that is signed."""
    pairs = namesakes(document)
    if not pairs:
        return document
    source, target = _pick(choices, pairs)
    held: Any = document
    for step in source:
        held = held[step]
    names = [name for name in held if name not in ("@context", "id", "type", "proof")]
    names = [name for name in names if target[: len(source) + 1] != (*source, name)]
    if not names:
        return document
    return moved(document, _pick(choices, names), source=source, target=target)


def _wrapped(held: Any, choices: Choices) -> Any:
    more = value(choices, 2)
    ways = ([held], [held, more], {"@value": held}, {"@value": held, "@type": more}, [held, held])
    if isinstance(held, list) and held:
        ways = (*ways, held[0], held[1:], held[::-1])
    return choices.one_of((*ways, {"id": held}, choices.one_of(TYPES)))


def _pick(choices: Choices, values: list[Any]) -> Any:
    return values[choices.number(len(values))]
