"""
Lists of issuers that whoever runs the installation recognises, beside the issuers on it.

A list is a file, read again when it changes, or an https address, which the worker asks every
hour. The last copy that could be read is kept in the home, so that a verdict waits for nobody
and a list that is out of reach for a while says what it said before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn.vc.trust import TrustList

NOBODY = TrustList.empty()
log = logging.getLogger("cairn.credentials")


def lists_of_others() -> TrustList:
    """Return whom the lists of this installation name; the first that names one is followed."""
    return TrustList.joined(map(_list_at, settings.CAIRN_TRUST))


def fetch_lists(at: datetime, *, ask: Callable[[str], bytes]) -> int:
    """
    Ask every list that lies at an address; return how many were read.

    One that cannot be had, or is none, leaves its last copy as it was.
    """
    return sum(_fetched(one, ask) for one in settings.CAIRN_TRUST if is_address(one))


def is_address(source: str) -> bool:
    """Return whether a list is asked of the network."""
    return source.startswith("https://")


def _fetched(url: str, ask: Callable[[str], bytes]) -> bool:
    try:
        data = ask(url)
        TrustList.from_json(read_json(data))
    except CairnError as error:
        log.warning("The list of issuers at %s was not read: %s", url, error)
        return False
    path = _copy_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)
    return True


def _copy_of(url: str) -> Path:
    name = sha256(url.encode()).hexdigest()[:32]
    return Path(settings.CAIRN_HOME) / "trust" / f"{name}.json"


def _list_at(source: str) -> TrustList:
    path = _copy_of(source) if is_address(source) else Path(source)
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except FileNotFoundError:
        if not is_address(source):  # an address may not have been asked yet
            log.warning("The list of issuers %s is not there", source)
    except (CairnError, OSError) as error:
        log.warning("The list of issuers %s was not read: %s", source, error)
    return NOBODY


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> TrustList:
    """Return the list in a file as it was `changed`, which tells one state from another."""
    return TrustList.from_json(read_json(path.read_bytes()))
