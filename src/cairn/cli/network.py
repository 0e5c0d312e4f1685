"""
The network as the commands see it: made on the first question, so that most never load it.

What an address is mapped to by the path of a file or folder is no network, and is read offline too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cairn.cli.arguments import WEB
from cairn.cli.sources import Fetch
from cairn.errors import FetchError, FetchRefused

MOST_OF_A_FILE = 8 << 20
"""Bytes: as much as an answer of the network may inflate to."""


def fetch_of(*, offline: bool, mappings: Iterable[tuple[str, str]]) -> Fetch:
    """
    Return a function from an address to its bytes.

    Args:
        offline: the network is not asked; what is not in a mapped file ends in FetchError.
        mappings: bases of addresses, each with the base that is asked in its place, or with the
            path of the file or folder that answers; of several that fit the longest counts.
    """
    pairs = dict(mappings)
    answers: dict[str, bytes] = {}
    made: list[Fetch] = []

    def fetch(url: str) -> bytes:
        if url not in answers:
            file = _file_for(url, pairs)
            answers[url] = online(url) if file is None else _content(file, url)
        return answers[url]

    def online(url: str) -> bytes:
        if offline:
            raise FetchError(f"{url} was not asked, because this runs offline")
        if not made:
            made.append(_online({base: to for base, to in pairs.items() if to.startswith(WEB)}))
        return made[0](url)

    return fetch


def _online(pairs: dict[str, str]) -> Fetch:
    from cairn.fetching import GuardedFetcher

    fetcher = GuardedFetcher(mapping=pairs)
    return lambda url: fetcher.fetch(url).content


def _file_for(url: str, pairs: Mapping[str, str]) -> Path | None:
    """
    Return the file that answers in the place of `url`; None where the network is to be asked.

    Raises FetchRefused if the address leads out of the folder, as a stranger might want it.
    """
    if all(to.startswith(WEB) for to in pairs.values()):
        return None
    from cairn.fetching.addresses import longest_base

    base = longest_base(url, pairs)
    if base is None or pairs[base].startswith(WEB):
        return None
    place = Path(pairs[base])
    below = url[len(base.rstrip("/")) :].partition("#")[0].lstrip("/")
    if not place.is_dir():
        if below:
            raise FetchError(f"{url} is not {base}, which alone is answered from {place}")
        return place
    return _below(place, below, url)


def _below(folder: Path, rest: str, url: str) -> Path:
    """Return the file that lies where the rest of an address leads; a folder has an index.json."""
    from urllib.parse import unquote

    path, _, query = rest.partition("?")
    home = folder.resolve()
    try:
        found = (home / unquote(path, errors="strict")).resolve()
    except (ValueError, OSError) as error:  # U+0000, no UTF-8, a circle of links
        raise FetchRefused(f"{url} names no file below {folder}") from error
    if query or not found.is_relative_to(home):
        raise FetchRefused(f"{url} names no file below {folder}")
    return found / "index.json" if found.is_dir() else found


def _content(file: Path, url: str) -> bytes:
    try:
        if not file.is_file():
            raise FetchError(f"{url} is answered from files, and there is no file {file}")
        with file.open("rb") as opened:
            data = opened.read(MOST_OF_A_FILE + 1)
    except OSError as error:
        raise FetchError(f"{url} is answered from {file}: {error.strerror}") from error
    if len(data) > MOST_OF_A_FILE:
        raise FetchError(f"{url}: {file} has more than {MOST_OF_A_FILE >> 20} MiB")
    return data
