"""The page that shows a way as a map and as a list."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.hub.drawn_paths import drawn_path
from cairn_server.hub.known_ways import known_ways
from cairn_server.hub.requirement_steps import steps_for


@require_safe
def path(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show what leads to an achievement, and where the reader stands on the way."""
    version = published_achievement_or_404(achievement_id)
    person, at = learner_of(request), now()
    known = known_ways(person, [achievement_id], at=at)
    drawn = drawn_path(
        known,
        steps_for(person, known, at=at),
        [str(achievement_id)],
        for_somebody=person is not None,
    )
    return render(request, "hub/path.html", {"version": version, "drawn": drawn})
