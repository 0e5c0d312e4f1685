"""Words as they are searched for: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+[+#]*")  # C++ and C# are words


def words_of(text: str) -> list[str]:
    """Return the words of `text`, so that "Qualité" and "QUALITE" are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    if not plain.isascii():
        plain = "".join(one for one in plain if not unicodedata.combining(one))
    return _WORD.findall(plain)


def name_key(name: str) -> str:
    """Return what a name is sorted and compared by."""
    return " ".join(words_of(name))


def search_text(names: Iterable[str]) -> str:
    """
    Return every word of `names` once, each after a blank.

    A word that begins with "prog" is found as the text " prog".
    """
    found = dict.fromkeys(word for name in names for word in words_of(name))
    return "".join(f" {word}" for word in found)
