"""
Contexts that whoever runs Cairn adds to those that it carries.

A folder holds them with a listing, `contexts.json`, that pins each by its SHA-256:

    {"https://college.example/terms/v1": {"file": "terms.jsonld", "sha256": "3b1c…"}}

They add words. None may stand for an address that Cairn carries, give a word of the standards
another meaning, or a member a second name: under that name the end of a credential would be
signed and nobody would read it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cairn.errors import MalformedCredential, MalformedInput, UnknownContext
from cairn.reading import read_json
from cairn.vc.documents import CONTEXT_FILES, ContextLoader, pinned_context
from cairn.vc.inline_contexts import redefined_term
from cairn.vc.jsonld_context import Contexts
from cairn.vc.members import listed
from cairn.vc.model import VC_V1, VC_V2

LISTING = "contexts.json"
MAX_BYTES = 1 << 20
"""Most bytes of one context."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_WHAT = {"file", "sha256"}
_IDS = [f"{scheme}:x" for scheme in ("https", "http", "did", "urn", "mailto", "data", "tag")]
"""As ids are written: a context that takes such a beginning for a prefix would change them."""


def contexts_in(folder: Path) -> ContextLoader:
    """
    Return what gives the contexts that Cairn carries and those in `folder`, which is read once.

    Raises:
        OSError: if the listing or a file cannot be read.
        MalformedInput: if the listing has another form.
        UnknownContext: if a file has not the SHA-256 that is listed, or cannot be used.
    """
    files = {url: (folder / entry["file"], entry) for url, entry in listing_of(folder).items()}
    added = {url: _pinned(url, path, entry["sha256"]) for url, (path, entry) in files.items()}

    def load(url: str) -> Mapping[str, Any]:
        found = added.get(url)
        return pinned_context(url) if found is None else found

    for url in added:
        _check_words(url, load)
    return load


def add_context(folder: Path, url: str, data: bytes) -> str:
    """
    Add the context at `url`, whose file is `data`, to `folder`; return its SHA-256.

    Whatever stood there for `url` is replaced, once the new one has proved usable.

    Raises:
        MalformedInput: if `data` is not JSON, `url` no address of a context, or the listing
            that is there cannot be read.
        UnknownContext: if it cannot be used; nothing has changed then.
        OSError: if the folder cannot be written.
    """
    listing = listing_of(folder) if (folder / LISTING).exists() else {}
    _refuse_address(url)
    document = _context(url, data)

    def load(other: str) -> Mapping[str, Any]:
        return document if other == url else known(other)

    known = contexts_in(folder) if listing else pinned_context
    _check_words(url, load)
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:16]}.jsonld"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    listing[url] = {"file": name, "sha256": digest}
    beside = folder / f".{LISTING}"
    beside.write_text(json.dumps(listing, indent=2, sort_keys=True) + "\n")
    beside.replace(folder / LISTING)
    return digest


def listing_of(folder: Path) -> dict[str, dict[str, str]]:
    """Return the file and SHA-256 of each context in `folder` by its address; raises as above."""
    path = folder / LISTING
    value = read_json(path.read_bytes())
    if not isinstance(value, dict):
        raise MalformedInput(f"{path} is a JSON object from addresses to file and sha256")
    for url, entry in value.items():
        is_entry = isinstance(entry, dict) and set(entry) == _WHAT
        if not is_entry or not all(isinstance(text, str) for text in entry.values()):
            raise MalformedInput(f'{path}: {url} needs {{"file": "…", "sha256": "…"}}')
        if _NAME.fullmatch(entry["file"]) is None:
            raise MalformedInput(f"{path}: {url}: the file is a name in this folder, not a path")
        _refuse_address(url)
    return value


def _refuse_address(url: str) -> None:
    if not url.startswith(("https://", "http://")):
        raise MalformedInput(f"{url[:200]} is no address of a context; it begins with https://")
    if url in CONTEXT_FILES:
        raise MalformedInput(f"{url} is carried by Cairn, and no other file takes its place")


def _pinned(url: str, path: Path, digest: str) -> Mapping[str, Any]:
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != digest.lower():
        raise UnknownContext(f"{path} is not the file that was listed: its SHA-256 is {found}")
    return _context(url, data)


def _context(url: str, data: bytes) -> Mapping[str, Any]:
    if len(data) > MAX_BYTES:
        raise UnknownContext(f"{url[:200]} has more than {MAX_BYTES >> 20} MiB")
    document = read_json(data)
    if not isinstance(document, dict) or "@context" not in document:
        raise UnknownContext(f"{url[:200]} is not a context: it has no @context")
    return MappingProxyType(document)


def _check_words(url: str, load: ContextLoader) -> None:
    """Refuse a context that does more than add words to the data model, version 1 or 2 of it."""
    contexts = Contexts(load)
    contexts.local(contexts.root, url, allow_inline=False)  # can it be read at all?
    clashes: list[MalformedCredential] = []
    for base in (VC_V1, VC_V2):
        document = {"@context": [base, *listed(load(url)["@context"])], "id": _IDS}
        try:
            word = redefined_term(document, load=load)
        except MalformedCredential as clash:
            clashes.append(clash)
            continue
        if word is not None:
            raise UnknownContext(
                f"{url[:200]} gives {word} another meaning, or makes it a second name of a member"
            )
    if len(clashes) > 1:
        raise UnknownContext(f"{url[:200]}: {clashes[-1]}")
