"""
The cards of a unit, as `UnitVersion.cards` keeps them.

A card is one of::

    {"kind": "text", "text": Markdown}
    {"kind": "question", "item": id of the Item, "version": id of the ItemVersion}
    {"kind": "media", "digest", "media_type", "name", "caption", "text", "text_after"}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

StoredCard = Mapping[str, Any]


def question_items(cards: Iterable[StoredCard]) -> list[UUID]:
    """Return the ids of the items that the cards ask, in order."""
    return [UUID(card["item"]) for card in cards if card["kind"] == "question"]


def question_versions(cards: Iterable[StoredCard]) -> list[UUID]:
    """Return the ids of the versions of items that the cards ask, in order."""
    return [UUID(card["version"]) for card in cards if card["kind"] == "question"]


def shows_media(cards: Iterable[StoredCard], digest: str) -> bool:
    """Return whether one of the cards shows the picture or video, or its captions."""
    return any(digest in (card.get("digest"), card.get("captions")) for card in cards)


def place_of(cards: Iterable[StoredCard], version_id: UUID) -> int | None:
    """Return the number, from 0, of the card that asks this version; None if there is none."""
    wanted = str(version_id)
    for number, card in enumerate(cards):
        if card["kind"] == "question" and card["version"] == wanted:
            return number
    return None
