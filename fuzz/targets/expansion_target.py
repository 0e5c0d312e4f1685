"""
JSON-LD expansion: the RDF of a document is what PyLD makes of it, and holds all that it says.

No leaf and no member's name can be changed in a document that is accepted without changing
what is signed, or being refused: nothing unsigned rides along. Nor can a member be moved from
the document to an object in it that has its id.
"""

from __future__ import annotations

import json
import re
from typing import Any
from zlib import crc32

from pyld import jsonld
from pyld.jsonld import JsonLdError

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn.vc.documents import pinned_context
from cairn.vc.jsonld import signable_quads, to_quads
from cairn.vc.nquads import parse_nquads
from cairn.vc.rdfc import canonicalize
from fuzz.choices import Choices
from fuzz.documents import document
from fuzz.promises import answer, promise, timely
from fuzz.trees import another, leaves, members, moved, namesakes, turned, with_leaf, with_name
from tests.credentials import unsigned_credential
from tests.signing import a_badge, a_status_list

MOST_QUADS = 200  # PyLD needs 10 ms for as many
_DIRECTION = re.compile(r"\^\^<https://www\.w3\.org/ns/i18n#([^_>]*)_\w+>")


def seeds() -> list[bytes]:
    """Return credentials as JSON, and bytes that choose one."""
    documents = [a_badge(), a_status_list(7), unsigned_credential()]
    return [json.dumps(value).encode() for value in documents] + [
        bytes(range(start, start + 90)) for start in (0, 41, 150)
    ]


def check(data: bytes) -> None:
    """Compare with PyLD; change a leaf, a name, the order."""
    value = _document(data)
    if not isinstance(value, dict):
        return
    text = _canonical(value)
    if text is None:
        return
    promise(_canonical(turned(value)) == text, "the order of members changes what is signed")
    _check_coverage(value, text, crc32(data))
    _check_moving(value, text, crc32(data))
    _check_against_pyld(value, text)


def _document(data: bytes) -> Any:
    if data[:1] != b"{":
        return document(Choices(data))
    try:
        return read_json(data)
    except CairnError:
        return None


def _canonical(value: dict[str, Any]) -> str | None:
    return answer(lambda: canonicalize(to_quads(value)))


def _check_coverage(value: dict[str, Any], text: str, number: int) -> None:
    found = list(leaves(value))
    if found:
        path, leaf = found[number % len(found)]
        changed = with_leaf(value, path, another(leaf))
        promise(_canonical(changed) != text, f"the leaf at {path} is not signed")
    named = list(members(value))
    if named:
        path = named[number % len(named)]
        if _is_empty(value, path):
            return
        changed = with_name(value, path, f"{path[-1]}~x")
        promise(_canonical(changed) != text, f"the name {path} is not signed")


def _check_moving(value: dict[str, Any], text: str, number: int) -> None:
    targets = [target for source, target in namesakes(value) if not source]
    if not targets:
        return
    target = targets[number % len(targets)]
    kept = ("@context", "id", "type", target[0])
    names = [name for name in value if name not in kept and ":" not in name]
    names = [name for name in names if not _is_empty(value, (name,))]
    if names:
        name = names[number % len(names)]
        changed = moved(value, name, source=(), target=target)
        found = answer(lambda: canonicalize(signable_quads(changed)))
        promise(found != text, f"{name} can be moved to {target}")


def _is_empty(value: Any, path: tuple[Any, ...]) -> bool:
    """Return whether what is at `path` says nothing, so that its name says nothing either."""
    for step in path:
        value = value[step]
    return value == []


def _check_against_pyld(value: dict[str, Any], text: str) -> None:
    if text.count("\n") > MOST_QUADS or any(_is_whole(leaf) for _, leaf in leaves(value)):
        return
    if _differ_by_direction_alone(text):
        return
    try:
        lines = jsonld.to_rdf(value, _OPTIONS)
    except JsonLdError:
        return
    expected = timely(lambda: canonicalize(parse_nquads(lines)))
    promise(text == expected, f"PyLD makes something else of it:\n{expected}\nand not\n{text}")


def _is_whole(leaf: Any) -> bool:
    """Return whether `leaf` is a float that JSON-LD takes for an integer, and PyLD does not."""
    return isinstance(leaf, float) and (leaf == int(leaf) or abs(leaf) >= 1e15)


def _differ_by_direction_alone(text: str) -> bool:
    """Return whether two lines say the same but for a direction; PyLD takes them for one."""
    lines = [_DIRECTION.sub(r"@\1", line).replace('"@ ', '" ') for line in text.splitlines()]
    return len(set(lines)) < len(lines)


def _load(url: str, _: Any) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": json.loads(json.dumps(dict(pinned_context(url)))),
    }


_OPTIONS = {
    "format": "application/n-quads",
    "rdfDirection": "i18n-datatype",
    "base": None,
    "documentLoader": _load,
}
