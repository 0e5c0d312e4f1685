"""The portfolio and badges from elsewhere, for other programs."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Person
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.verifying import find_in_text
from cairn_server.journal.paging import Page, PageLimit
from cairn_server.portfolio import queries
from cairn_server.portfolio.access import own_badge
from cairn_server.portfolio.arranging import Chosen, Front, arrange
from cairn_server.portfolio.collecting import (
    examine,
    examine_again,
    keep_badge,
    note_check,
    remove_badge,
)
from cairn_server.portfolio.models import OutsideBadge

router = Router(tags=["portfolio"])
MOST_SHOWN = 200


class ShownIn(Schema):
    model_config = ConfigDict(extra="forbid")

    key: str = Field(description="`key` of one of `choices`", max_length=64)
    note: str = Field("", max_length=300)


class PortfolioIn(Schema):
    model_config = ConfigDict(extra="forbid")

    headline: str = Field("", max_length=120)
    about: str = Field("", max_length=2000)
    shows_name: bool = True
    is_public: bool = Field(False, description="Anybody with the link may see it")
    shown: list[ShownIn] = Field(default_factory=list, max_length=MOST_SHOWN)


class ChoiceOut(Schema):
    key: str
    title: str
    kind: str
    issuer: str
    standing: str
    awarded_at: datetime | None
    note: str
    is_chosen: bool


class PortfolioOut(Schema):
    id: str | None = Field(description="its page is /portfolios/<id>/; none until it is saved")
    headline: str
    about: str
    shows_name: bool
    is_public: bool
    choices: list[ChoiceOut] = Field(description="all that may be shown, what is shown first")


class BadgeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    credential: dict[str, Any] | str = Field(
        description="An object, or as text: JSON, JWT, a link", max_length=1 << 20
    )


class BadgeOut(Schema):
    id: UUID
    title: str
    issuer_name: str = Field(description="what the issuer calls itself")
    issuer_domain: str
    standing: str = Field(description="of the issuer, here; empty if it is not known")
    awarded_at: datetime | None
    is_to_person: bool | None = Field(description="whether it names a confirmed address of yours")
    outcome: str
    report: dict[str, Any]
    added_at: datetime
    checked_at: datetime


class BadgePage(Schema):
    items: list[BadgeOut]
    next_cursor: UUID | None


@router.get("/portfolio", response=PortfolioOut)
def get_portfolio(request: HttpRequest) -> dict[str, Any]:
    """Return one's portfolio, and everything that it might show."""
    return _portfolio(caller(request))


@router.put("/portfolio", response=PortfolioOut)
def put_portfolio(
    request: HttpRequest, body: PortfolioIn, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Let the portfolio show this, in this order, and nothing else; unknown keys are left out."""
    person = caller(request)

    def act() -> dict[str, Any]:
        things = queries.things_by_key(person, {one.key for one in body.shown})
        notes = {one.key: one.note for one in body.shown if one.key in things}
        front = Front(body.headline, body.about, body.shows_name, body.is_public)
        chosen = [Chosen(things[key], note) for key, note in notes.items()]
        arrange(person=person, front=front, chosen=chosen, at=now())
        return _jsonable(PortfolioOut(**_portfolio(person)))

    return once(request, idempotency_key, act)


@router.get("/outside-badges", response=BadgePage)
def list_badges(
    request: HttpRequest, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[OutsideBadge]:
    """List the badges that one brought from elsewhere, newest first; at most 200 are kept."""
    return queries.outside_badge_page(caller(request), after=cursor, limit=limit)


@router.post("/outside-badges", response={201: BadgeOut})
def post_badge(
    request: HttpRequest, body: BadgeIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, Any]]:
    """Check a badge from elsewhere and keep it; the same again is checked again."""
    person = caller(request)
    spend(VERIFYING, asker_of(request), at=now())

    given = body.credential
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    examined = examine(person=person, found=find_in_text(text), at=now())

    def act() -> dict[str, Any]:
        badge = keep_badge(person=person, examined=examined, at=now())
        return _jsonable(BadgeOut.from_orm(badge))

    return Status(201, once(request, idempotency_key, act))


@router.post("/outside-badges/{badge_id}/check", response=BadgeOut)
def check_badge(
    request: HttpRequest, badge_id: UUID, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Verify a badge from elsewhere once more."""
    kept = own_badge(caller(request), badge_id)
    spend(VERIFYING, asker_of(request), at=now())
    examined = examine_again(badge=kept, found=find_in_text(kept.document), at=now())

    def act() -> dict[str, Any]:
        note_check(badge=kept, examined=examined, at=now())
        return _jsonable(BadgeOut.from_orm(own_badge(caller(request), badge_id)))

    return once(request, idempotency_key, act)


@router.delete("/outside-badges/{badge_id}", response={204: None})
def delete_badge(
    request: HttpRequest, badge_id: UUID, idempotency_key: IdempotencyKey = None
) -> Status[None]:
    """Keep a badge here no longer."""

    def act() -> dict[str, Any]:
        remove_badge(badge=own_badge(caller(request), badge_id), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _portfolio(person: Person) -> dict[str, Any]:
    found = queries.portfolio_of(person)
    front = found or Front()
    return {
        "id": found.pk if found else None,
        "headline": front.headline,
        "about": front.about,
        "shows_name": front.shows_name,
        "is_public": front.is_public,
        "choices": [
            {name: getattr(one, name) for name in ChoiceOut.model_fields}
            for one in queries.choices_for(person)
        ],
    }


def _jsonable(answer: Schema) -> dict[str, Any]:
    return answer.model_dump(mode="json")
