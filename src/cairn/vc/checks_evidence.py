"""
Checks of what lies outside the credential but is bound into it by a digest.

Evidence is often private. What was not handed in is listed as not checked and never
changes the outcome; what was handed in and differs makes the credential unacceptable. The
contexts that Cairn carries need no handing in.

Source: W3C Verifiable Credentials Data Model 2.0, section "Integrity of Related Resources";
the multihash registry (sha2-256, sha2-384, sha2-512).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from hashlib import sha256, sha384, sha512
from typing import Any

from cairn.errors import MalformedCredential
from cairn.vc.documents import pinned_bytes
from cairn.vc.members import OBJECTS, id_of, listed
from cairn.vc.multibase import decode_multibase, encode_multibase
from cairn.vc.report import Check

_BY_MULTIHASH = {b"\x12\x20": sha256, b"\x20\x30": sha384, b"\x13\x40": sha512}
_BY_NAME = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
_DIGESTS = ("digestMultibase", "digestSRI")


def digest_multibase(data: bytes) -> str:
    """Return the `digestMultibase` of a file: `z` and base58btc of its SHA-256 multihash."""
    return encode_multibase(b"\x12\x20" + sha256(data).digest())


def evidence(document: Mapping[str, Any], *, resources: Mapping[str, bytes]) -> Check:
    """
    Return whether the files that are bound by digest are the ones handed in.

    Args:
        resources: bytes of files by the id that the credential gives them.
    """
    bound = list(_bound(document))
    if not bound:
        return Check.not_applicable("evidence", "no file is bound by its digest")
    missing = []
    for address, node in bound:
        data = None if address is None else resources.get(address) or pinned_bytes(address)
        if data is None:
            missing.append(address or "a file without an id")
        elif not _fits(node, data):
            text = f"{address} is not the file that was signed for"
            return Check.failed("evidence", "evidence_mismatch", text)
    if missing:
        return Check.not_checked("evidence", f"not handed in: {', '.join(missing[:5])}")
    return Check.passed("evidence", f"{len(bound)} files are those that were signed for")


def _bound(document: Mapping[str, Any]) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    for member in ("evidence", "relatedResource"):
        if member not in document:
            continue
        for node in listed(document[member]):
            if isinstance(node, OBJECTS) and not node.keys().isdisjoint(_DIGESTS):
                yield id_of(node), node


def _fits(node: Mapping[str, Any], data: bytes) -> bool:
    """Return whether every digest of `node` is that of `data`; one that cannot be read is not."""
    answers = [_fits_multibase(text, data) for text in listed(node.get("digestMultibase"))]
    answers += [_fits_sri(text, data) for text in listed(node.get("digestSRI"))]
    return bool(answers) and all(answers)


def _fits_multibase(text: Any, data: bytes) -> bool:
    try:
        found = decode_multibase(text) if isinstance(text, str) else b""
    except MalformedCredential:
        return False
    algorithm = _BY_MULTIHASH.get(found[:2])
    return algorithm is not None and algorithm(data).digest() == found[2:]


def _fits_sri(text: Any, data: bytes) -> bool:
    name, _, encoded = text.partition("-") if isinstance(text, str) else ("", "", "")
    algorithm = _BY_NAME.get(name)
    try:
        found = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    return algorithm is not None and algorithm(data).digest() == found
