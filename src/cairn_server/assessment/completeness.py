"""How far a piece of work is complete, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from cairn_server.assessment.parts import Part


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What is there for one part: a text, a file, or neither."""

    text: str = ""
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class PartState:
    """
    How far one part is.

    Args:
        words: words written; 0 for a file.
        missing: what is missing, in a few words; empty if nothing is.
    """

    part: Part
    words: int
    missing: str

    @property
    def is_complete(self) -> bool:
        return not self.missing


def count_words(text: str) -> int:
    """Return how many words there are: runs of anything but white space."""
    return len(text.split())


def completeness(parts: Iterable[Part], handed_in: Mapping[str, HandedIn]) -> list[PartState]:
    """Return the state of every part, in their order; `handed_in` goes by the part's id."""
    return [_state(part, handed_in.get(part.id, HandedIn())) for part in parts]


def _state(part: Part, there: HandedIn) -> PartState:
    if not part.is_text:
        missing = gettext("a file") if part.required and not there.has_file else ""
        return PartState(part, 0, missing)
    words = count_words(there.text)
    return PartState(part, words, _missing_words(part, words))


def _missing_words(part: Part, words: int) -> str:
    if words == 0:
        return gettext("your text") if part.required else ""
    short = (part.min_words or 0) - words
    if short > 0:
        return ngettext("%(n)d more word", "%(n)d more words", short) % {"n": short}
    over = words - part.max_words if part.max_words else 0
    if over > 0:
        return ngettext("%(n)d word less", "%(n)d words less", over) % {"n": over}
    return ""
