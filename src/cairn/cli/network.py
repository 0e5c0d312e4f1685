"""The network as the commands see it: made on the first question, so that most never load it."""

from __future__ import annotations

from collections.abc import Iterable

from cairn.cli.sources import Fetch
from cairn.errors import FetchError


def fetch_of(*, offline: bool, mappings: Iterable[tuple[str, str]]) -> Fetch:
    """
    Return a function from an address to its bytes.

    Args:
        offline: nothing is asked; every question ends in FetchError.
        mappings: bases of addresses, each with the base that is asked in its place.
    """
    pairs = dict(mappings)
    answers: dict[str, bytes] = {}
    made: list[Fetch] = []

    def fetch(url: str) -> bytes:
        if offline:
            raise FetchError(f"{url} was not asked, because this runs offline")
        if not made:
            made.append(_online(pairs))
        if url not in answers:
            answers[url] = made[0](url)
        return answers[url]

    return fetch


def _online(pairs: dict[str, str]) -> Fetch:
    from cairn.fetching import GuardedFetcher

    fetcher = GuardedFetcher(mapping=pairs)
    return lambda url: fetcher.fetch(url).content
