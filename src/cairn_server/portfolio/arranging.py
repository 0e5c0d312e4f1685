"""Choosing what the portfolio shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.credentials.models import Credential
from cairn_server.journal.recording import record
from cairn_server.portfolio.models import OutsideBadge, Portfolio, PortfolioEntry


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing that the portfolio shows: a credential of ours, or a badge from elsewhere."""

    thing: Credential | OutsideBadge
    note: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the list, and whether anybody may see it."""

    headline: str = ""
    about: str = ""
    shows_name: bool = True
    is_public: bool = False


@transaction.atomic
def arrange(*, person: Person, front: Front, chosen: Sequence[Chosen], at: datetime) -> Portfolio:
    """Let the portfolio of `person` show what was chosen, in that order, and nothing else."""
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    portfolio, _ = Portfolio.objects.update_or_create(
        person=person,
        defaults={
            "headline": front.headline,
            "about": front.about,
            "shows_name": front.shows_name,
            "is_public": front.is_public,
            "changed_at": at,
        },
    )
    portfolio.entries.all().delete()
    PortfolioEntry.objects.bulk_create(
        PortfolioEntry(
            portfolio=portfolio,
            credential=one.thing if isinstance(one.thing, Credential) else None,
            outside=one.thing if isinstance(one.thing, OutsideBadge) else None,
            position=position,
            note=one.note,
        )
        for position, one in enumerate(chosen)
    )
    record(
        "portfolio.arranged",
        owner=person,
        actor=person,
        about=person,
        at=at,
        shown=len(chosen),
        is_public=front.is_public,
    )
    return portfolio
