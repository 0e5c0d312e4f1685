"""What brings the caller closest to their goals and work roles, for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import LEARNING, caller
from cairn_server.catalog.queries import CatalogueFilter, catalogue
from cairn_server.hub.catalogue_api import CatalogueRowOut, catalogue_rows
from cairn_server.hub.goal_fit import FittedPage, fitted_catalogue, wants_of
from cairn_server.journal.paging import PageLimit

router = Router(tags=["learning"], auth=LEARNING)


class FitOut(Schema):
    """What an achievement does for the skills that the caller still lacks."""

    closes: int = Field(description="how many of them it proves as well as they are needed")
    nears: int = Field(description="how many others it proves better than ever, if not enough")
    is_wanted: bool = Field(description="it is part of a goal, and not held yet")


class FittedRowOut(CatalogueRowOut):
    fit: FitOut | None = Field(description="null for who has neither a goal nor a work role")


class ClosestPage(Schema):
    items: list[FittedRowOut]
    next_cursor: UUID | None
    lacking: int = Field(description="how many needed skills are not proved, or no longer are")


@router.get("/goals/closest", response=ClosestPage)
def list_closest(
    request: HttpRequest,
    wanted: Query[CatalogueFilter],
    cursor: UUID | None = None,
    limit: PageLimit = 24,
) -> dict[str, Any]:
    """
    List what can be earned, what brings the caller closest to their goals and roles first.

    Most needed skills proved, then most brought nearer, then what a goal names, then the fewest
    minutes. Who has neither a goal nor a role gets the order of the catalogue.
    """
    person = caller(request)
    wants = wants_of(person)
    if wants is None:
        page = catalogue(wanted, after=cursor, limit=limit)
        return _shown(FittedPage(page, {}, lacking=0))
    return _shown(fitted_catalogue(person, wants, wanted, at=now(), after=cursor, limit=limit))


def _shown(found: FittedPage) -> dict[str, Any]:
    items = [_row(one, found) for one in catalogue_rows(found.page.items)]
    return {"items": items, "next_cursor": found.page.next_cursor, "lacking": found.lacking}


def _row(one: dict[str, Any], found: FittedPage) -> dict[str, Any]:
    fit = found.fits.get(one["id"])
    return {**one, "fit": asdict(fit) if fit else None}
