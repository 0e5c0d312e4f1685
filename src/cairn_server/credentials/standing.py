"""What stands behind an issuer, as it is told wherever the issuer is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from pydantic import Field

from cairn_server.catalog.models import Achievement
from cairn_server.credentials.models import Award, Issuer, Standing

OF_CREDENTIAL = "status_list__issuer__standing"

# As the API tells it: a value of Standing.
StandingOut = Annotated[
    str,
    Field(
        description="of the issuer: informal, self-claimed, employer-recognised or "
        "institution-accredited; empty before it has issued anything"
    ),
]


def in_words(standing: str) -> str:
    """Return a value of Standing in the reader's words; empty if there is none."""
    return str(Standing(standing).label) if standing else ""


def with_standing(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Return `awards`, each with the Standing of who issued it, for `standing_of`."""
    return awards.annotate(standing=F(f"credential__{OF_CREDENTIAL}"))


def standing_of(row: object) -> str:
    """Return the Standing that a query noted on `row` as `standing`; empty for none."""
    return getattr(row, "standing", None) or ""  # what is noted is no field of the model


def standing_values(achievement_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the Standing of the issuer of each achievement that has one. One query."""
    issuers = Issuer.objects.filter(organisation=OuterRef("organisation"), succeeded_at=None)
    rows = (
        Achievement.objects.filter(pk__in=list(achievement_ids))
        .annotate(standing=Subquery(issuers.exclude(did="").values("standing")[:1]))
        .values_list("pk", "standing")
    )
    return {key: value for key, value in rows if value}


def standings_of(organisation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return in words what stands behind each organisation that has issued. One query."""
    issuers = Issuer.objects.filter(organisation__in=list(organisation_ids), succeeded_at=None)
    rows = issuers.exclude(did="").values_list("organisation", "standing")
    return {key: in_words(value) for key, value in rows}


def standings(achievement_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return in words what stands behind the issuer of each achievement. One query."""
    return {key: in_words(value) for key, value in standing_values(achievement_ids).items()}
