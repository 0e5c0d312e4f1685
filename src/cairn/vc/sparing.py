"""
How much may be asked of the network about one badge.

Whoever makes a badge chooses whom its verifier asks: some hundred kilobytes of proofs and enclosed
credentials can name hundreds of hosts, each as slow as it likes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from cairn.errors import FetchesExceeded

MOST_FETCHES = 32
MOST_SECONDS = 15.0


def sparing(
    fetch: Callable[[str], bytes], *, clock: Callable[[], float] = time.monotonic
) -> Callable[[str], bytes]:
    """
    Return `fetch` for one badge: no more than `MOST_FETCHES` calls, none after `MOST_SECONDS`.

    An address that was asked before is answered from memory, with what it answered then.

    Args:
        clock: seconds that only ever grow; they count from the first call.
    """
    answers: dict[str, bytes] = {}
    began: list[float] = []
    asked = 0

    def ask(url: str) -> bytes:
        nonlocal asked
        if url in answers:
            return answers[url]
        began[:] = began or [clock()]
        if asked >= MOST_FETCHES or clock() - began[0] > MOST_SECONDS:
            raise FetchesExceeded(
                f"{url} was not asked: checking it all would take more than {MOST_FETCHES} "
                f"addresses or {MOST_SECONDS:g} seconds"
            )
        asked += 1
        answers[url] = fetch(url)
        return answers[url]

    return ask
