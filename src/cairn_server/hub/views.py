"""Pages that several contexts fill: home, Today, an achievement, the list of everything else."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from cairn_server.accounts.access import PersonRequest, learner_of, learner_required
from cairn_server.assessment import queries as assessment
from cairn_server.assessment.evaluator_queries import waiting_count
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.tier_queries import tiers_of
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.drawing import Stone
from cairn_server.hub import queries
from cairn_server.hub.exporting import export_everything
from cairn_server.hub.goal_pages import goal_pages
from cairn_server.learning import queries as learning
from cairn_server.learning.ways import Way
from cairn_server.workforce.assignment_queries import due_for, late_by_organisation
from cairn_server.workforce.recognition_queries import waiting_nominations

SHOWN_AT_HOME = 6
SHOWN_GOALS = 2
PICTURE = [Stone("1", 20, 0.7), Stone("2", 8, 1.0), Stone("3", 2, 0.85)]  # what can be built here


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show strangers what this is; send learners to their day."""
    if learner_of(request) is not None:
        return redirect("hub:today")
    taught, everything = catalog.CatalogueFilter(teaches=True), catalog.CatalogueFilter()
    first = catalog.catalogue(taught, limit=SHOWN_AT_HOME).items
    shown = first or catalog.catalogue(everything, limit=SHOWN_AT_HOME).items
    return render(request, "hub/home.html", {"achievements": shown, "stones": PICTURE})


@require_GET
@learner_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what is due, what is on the way and what keeps current; one button begins."""
    person = learner_of(request)
    assert person is not None  # learner_required
    held = credentials.held_by(person)
    work = [one for one in assessment.my_submissions(person) if not one.decided_at]
    elsewhere = {one.achievement_id for one in held}
    elsewhere |= {one.achievement_version.achievement_id for one in work}
    at = now()
    day = learning.today(person, at)
    context = {
        "today": day,
        "ways": [one for one in day.ways if _is_shown(one) and one.achievement_id not in elsewhere],
        "goals": [one for one in goal_pages(person, at=now()) if not one.is_reached][:SHOWN_GOALS],
        "work": work,
        "assigned": due_for(person, at=now()),
        "nominations": waiting_nominations(person),
        "to_evaluate": waiting_count(person, at),
        "late": late_by_organisation(person, at=at),
        "ending": [(one, one.has_ended(at)) for one in held if one.ends_soon(at)],
        "stones": credentials.stones(held, on=localdate()),
        "day": localdate(),
    }
    return render(request, "hub/today.html", context)


def _is_shown(way: Way) -> bool:
    """Return whether there is something to do on a way: a stack has nothing of its own."""
    return bool(way.units or way.task_count)


@require_GET
def achievement(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show what an achievement proves, how it is earned, and where the reader stands."""
    page = catalog.published_achievement(achievement_id)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "standing": queries.standing(learner_of(request), page, at=now()),
        "issuer": credentials.issuer_of(page.organisation),
        "tiers": tiers_of(page.version),
    }
    return render(request, "hub/achievement.html", context)


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """List the places that have no tab of their own."""
    return render(request, "hub/more.html")


@require_GET
@login_required
def export(request: PersonRequest) -> FileResponse:
    """Hand the reader everything that is theirs, as one archive."""
    name = f"cairn-{localdate():%Y-%m-%d}.zip"
    return FileResponse(export_everything(request.user), as_attachment=True, filename=name)
