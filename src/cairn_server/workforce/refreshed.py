"""Who holds what, counted from the day by which recall has kept it current."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cairn_server.accounts.models import Organisation
from cairn_server.workforce.awarded import holders
from cairn_server.workforce.holders import ByVersion, Holders
from cairn_server.workforce.recall_queries import shared_days


def current_holders(
    organisation: Organisation, at: datetime, *, day: date | None = None
) -> ByVersion:
    """
    Return who was awarded what, as `holders` does, with the days that recall has moved.

    Only of those who let the organisation know. One query more.
    """
    return refreshed(holders(organisation, at, day=day), shared_days(organisation, at=at))


def refreshed(awarded: ByVersion, kept: Mapping[str, Mapping[str, str]]) -> ByVersion:
    """
    Return `awarded` with each day moved on to that in `kept`, where that is later.

    Args:
        kept: days by version and person; of people who hold nothing they say nothing.
    """
    moved = {
        version: _moved(awarded[version], days)
        for version, days in kept.items()
        if version in awarded
    }
    return {**awarded, **moved} if moved else awarded


def _moved(held: Holders, days: Mapping[str, str]) -> Holders:
    pairs = sorted((max(day, days.get(person, day)), person) for day, person in held.pairs())
    return Holders([person for _, person in pairs], [day for day, _ in pairs])
