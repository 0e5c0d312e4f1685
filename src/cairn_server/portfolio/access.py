"""Which portfolio somebody may see: an id from outside becomes a row, or 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from cairn_server.accounts.models import Person
from cairn_server.portfolio import queries
from cairn_server.portfolio.models import OutsideBadge, Portfolio


def portfolio_for(reader: Person | None, portfolio_id: str) -> Portfolio:
    """Return a portfolio that is switched on, or the reader's own; Http404 otherwise."""
    found = Portfolio.objects.filter(pk=portfolio_id).select_related("person").first()
    is_own = found is not None and reader is not None and found.person_id == reader.pk
    if found is None or not (found.is_public or is_own):
        raise Http404
    return found


def own_badge(person: Person, badge_id: UUID) -> OutsideBadge:
    """Return a badge that `person` brought along; Http404 otherwise."""
    found = queries.outside_badge(person, badge_id)
    if found is None:
        raise Http404
    return found
