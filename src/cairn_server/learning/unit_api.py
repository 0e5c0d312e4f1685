"""Units for other programs: the cards of one, and how far the caller is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from cairn_server.accounts.api_auth import LEARNING, IdempotencyKey, caller, once
from cairn_server.catalog.access import open_unit_or_404
from cairn_server.learning.forms import MOST_CARDS
from cairn_server.learning.phone_cards import phone_unit
from cairn_server.learning.progressing import pass_card

router = Router(tags=["learning"], auth=LEARNING)


class UnitCardsOut(Schema):
    """A unit as the player goes through it; its questions are practice, so they bring their key."""

    id: UUID
    title: str
    seconds: int
    cards: list[dict[str, Any]] = Field(description="`text` with html, or a `question`")


class ProgressIn(Schema):
    model_config = ConfigDict(extra="forbid")

    cards_passed: int = Field(ge=0, le=MOST_CARDS)


class ProgressOut(Schema):
    cards_passed: int = Field(description="never fewer than before")
    finished_at: datetime | None = Field(
        description="once all cards are passed and every question was answered"
    )


@router.get("/units/{unit_id}", response=UnitCardsOut)
def get_unit(request: HttpRequest, unit_id: UUID) -> dict[str, Any]:
    """Return the cards of a unit that a published achievement names."""
    told = phone_unit(open_unit_or_404(unit_id))
    return {"id": told["unit"], **{name: told[name] for name in ("title", "seconds", "cards")}}


@router.put("/units/{unit_id}/progress", response=ProgressOut)
def put_progress(
    request: HttpRequest,
    unit_id: UUID,
    body: ProgressIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Note how many cards of a unit were passed; it never goes back."""
    unit = open_unit_or_404(unit_id)

    def act() -> dict[str, Any]:
        kept = pass_card(
            person=caller(request), unit=unit, cards_passed=body.cards_passed, at=now()
        )
        told = ProgressOut(cards_passed=kept.card, finished_at=kept.finished_at)
        return told.model_dump(mode="json")

    return once(request, idempotency_key, act)
