"""From an id to a skill, an occupation or a framework that somebody may see."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from cairn_server.accounts.models import Person
from cairn_server.frameworks.models import Competency, Occupation
from cairn_server.frameworks.queries import visible_frameworks


def competency_or_404(person: Person | None, competency_id: UUID) -> Competency:
    """Return a competency of a framework that `person` may see, retired or not."""
    found = (
        Competency.objects.filter(
            pk=competency_id, framework__in=visible_frameworks(person).values("pk")
        )
        .select_related("framework")
        .first()
    )
    if found is None:
        raise Http404
    return found


def occupation_or_404(
    person: Person | None, occupation_id: UUID, *, within: UUID | None = None
) -> Occupation:
    """Return an occupation of a framework that `person` may see, retired or not."""
    seen = visible_frameworks(person, within)
    found = (
        Occupation.objects.filter(pk=occupation_id, framework__in=seen.values("pk"))
        .select_related("framework")
        .first()
    )
    if found is None:
        raise Http404
    return found
