"""Ids of packs: lower-case words joined by `-`, each only once."""

from __future__ import annotations

import re
from unicodedata import normalize

MAX_LENGTH = 60


def slug(text: str, fallback: str) -> str:
    """Return the words of `text` as an id; `fallback` if it holds no Latin letter or digit."""
    latin = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", latin.replace("'", "")))
    if len(words) > MAX_LENGTH:
        words = words[:MAX_LENGTH].rpartition("-")[0] or words[:MAX_LENGTH]
    return words or fallback


class Slugs:
    """Gives each id only once: the second gets `-2` and so on."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._last: dict[str, int] = {}  # each search goes on where the one before ended

    def new(self, text: str, fallback: str) -> str:
        first = slug(text, fallback)
        number, id = self._last.get(first, 1), first
        while id in self._given:
            number += 1
            id = f"{first}-{number}"
        self._given.add(id)
        self._last[first] = number
        return id
