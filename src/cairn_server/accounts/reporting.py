"""Saying to whom a member reports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts import queries
from cairn_server.accounts.models import Membership, Organisation, Person, ReportingLine
from cairn_server.accounts.reporting_lines import circles
from cairn_server.errors import CircularStructure
from cairn_server.journal.recording import record


@transaction.atomic
def set_manager(
    *, membership: Membership, manager: Membership | None, actor: Person | None, at: datetime
) -> None:
    """
    Let a member report to `manager`, or to nobody; a repeat changes nothing.

    Both belong to the same organisation today.

    Raises:
        CircularStructure: naming the circle that it would close.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    lines = queries.reporting_lines(organisation)
    if lines.get(membership.pk) == (manager.pk if manager else None):
        return
    lines.pop(membership.pk, None)
    if manager is not None:
        _refuse_circle({**lines, membership.pk: manager.pk}, membership)
    ReportingLine.objects.filter(membership=membership).delete()
    if manager is not None:
        ReportingLine.objects.create(membership=membership, manager=manager)
    record("reporting_line.changed", owner=organisation, actor=actor, about=membership, at=at)


def _refuse_circle(lines: dict[UUID, UUID], membership: Membership) -> None:
    for circle in circles(lines):
        at = circle.index(membership.pk)
        way = [*circle[at:], *circle[:at], membership.pk]
        names = queries.names_of_members(way)
        told = " → ".join(names[one] for one in way)
        raise CircularStructure(gettext("This would be a circle: %s") % told)
