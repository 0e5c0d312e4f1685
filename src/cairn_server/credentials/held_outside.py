"""The credentials of other issuers that a person holds and that count towards a larger one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cairn.pathways.requirement import OUTSIDE, Reference
from cairn_server.accounts.models import Person
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.renewal_queries import EARLIEST

CHECKED_WITHIN = timedelta(days=30)
"""How long the last look of our verifier is believed; what is older counts once it is looked at."""


@dataclass(frozen=True, slots=True)
class HeldOutside:
    """
    A credential of another issuer, as a larger one names it.

    Args:
        named: by which the requirement asks for it.
        address: what it calls itself; empty if it has no id.
        digest: of the document as its holder brought it along.
    """

    named: str
    title: str
    issuer: str
    issuer_name: str
    address: str
    held_since: datetime
    digest: str

    @property
    def reference(self) -> Reference:
        return Reference(OUTSIDE, self.named)

    @property
    def is_performance(self) -> bool:
        """How it was earned nobody here knows."""
        return False


def counting_outside(at: datetime) -> QuerySet[OutsideHolding]:
    """Return what counts at `at`: found good not long ago, and not expired."""
    unexpired = Q(valid_until=None) | Q(valid_until__gt=at)
    return OutsideHolding.objects.filter(unexpired, counts=True, checked_at__gt=at - CHECKED_WITHIN)


def held_outside(
    person: Person, named: Iterable[str], *, at: datetime, after: datetime = EARLIEST
) -> list[HeldOutside]:
    """
    Return what `person` holds of what is named, each credential for one thing only. One query.

    Who is asked for one achievement of an issuer and for any of that issuer needs two.

    Args:
        named: the ids of references to what is outside.
        after: when it must have been issued.
    """
    wanted = [tuple(one.partition(" ")[::2]) for one in dict.fromkeys(named)]
    wanted.sort(key=lambda one: not one[1])  # what asks for one achievement chooses first
    rows = counting_outside(at).filter(person=person, issuer__in=[issuer for issuer, _ in wanted])
    free = list(rows.filter(held_since__gt=after).order_by("held_since", "pk"))
    found = []
    for issuer, achievement in wanted:
        row = next((one for one in free if one.satisfies(issuer, achievement)), None)
        if row is not None:
            free.remove(row)
            found.append(_shown(row, f"{issuer} {achievement}".strip()))
    return found


def _shown(row: OutsideHolding, named: str) -> HeldOutside:
    return HeldOutside(
        named=named,
        title=row.title,
        issuer=row.issuer,
        issuer_name=row.issuer_name,
        address=row.address,
        held_since=row.held_since,
        digest=row.digest,
    )
