"""Pages of goals: put together from the catalogue, with what is left and by when."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.errors import GoalDayPassed
from cairn_server.accounts.access import learner_of, learner_required
from cairn_server.accounts.models import Person
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.catalog.queries import CatalogueFilter, CatalogueRow, catalogue
from cairn_server.hub.drawn_paths import drawn_path
from cairn_server.hub.goal_forms import GoalForm, MoveForm, PartForm
from cairn_server.hub.goal_pages import goal_page, goal_pages
from cairn_server.hub.known_ways import known_ways
from cairn_server.hub.requirement_steps import steps_for
from cairn_server.learning import aiming
from cairn_server.learning.access import own_goal_or_404
from cairn_server.learning.goal_queries import parts_of
from cairn_server.learning.models import Goal

MOST_FOUND = 6


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def goals(request: HttpRequest) -> HttpResponse:
    """List the reader's goals; a posted name makes a new one."""
    person = _person(request)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            goal = aiming.set_goal(person=person, at=now(), **form.cleaned_data)
        except GoalDayPassed as error:
            form.add_error("by", str(error))
        else:
            return redirect("hub:goal", goal.pk)
    context = {"goals": goal_pages(person, at=now()), "form": form}
    return render(request, "hub/goals.html", context, status=422 if form.errors else 200)


@require_safe
@learner_required
def goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Show one goal: what is left of it, its parts, its map, and what could be added."""
    found = own_goal_or_404(learner_of(request), goal_id)
    return _page(request, found, GoalForm(initial={"name": found.name, "by": found.by}))


@require_POST
@learner_required
def goal_details(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Give a goal another name or day."""
    found = own_goal_or_404(learner_of(request), goal_id)
    form = GoalForm(request.POST)
    if form.is_valid():
        try:
            aiming.change_goal(goal=found, at=now(), **form.cleaned_data)
        except GoalDayPassed as error:
            form.add_error("by", str(error))
        else:
            return redirect("hub:goal", goal_id)
    return _page(request, found, form, status=422)


@require_POST
@learner_required
def goal_parts(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Add an achievement of the catalogue."""
    found = own_goal_or_404(learner_of(request), goal_id)
    form = PartForm(request.POST)
    if form.is_valid():
        version = published_achievement_or_404(form.cleaned_data["achievement"])
        aiming.add_part(goal=found, achievement=version.achievement, at=now())
    return redirect("hub:goal", goal_id)


@require_POST
@learner_required
def goal_part_place(request: HttpRequest, goal_id: UUID, achievement_id: UUID) -> HttpResponse:
    """Move an achievement one place earlier or later."""
    found = own_goal_or_404(learner_of(request), goal_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        earlier = form.cleaned_data["to"] == "earlier"
        aiming.move_part(goal=found, achievement_id=achievement_id, earlier=earlier, at=now())
    return redirect("hub:goal", goal_id)


@require_POST
@learner_required
def goal_part_removal(request: HttpRequest, goal_id: UUID, achievement_id: UUID) -> HttpResponse:
    """Take an achievement out."""
    found = own_goal_or_404(learner_of(request), goal_id)
    aiming.take_part_out(goal=found, achievement_id=achievement_id, at=now())
    return redirect("hub:goal", goal_id)


@require_POST
@learner_required
def goal_removal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Give a goal up."""
    aiming.give_up(goal=own_goal_or_404(learner_of(request), goal_id), at=now())
    return redirect("hub:goals")


def _person(request: HttpRequest) -> Person:
    return cast(Person, learner_of(request))  # learner_required


def _page(request: HttpRequest, goal: Goal, form: GoalForm, *, status: int = 200) -> HttpResponse:
    words = request.GET.get("words", "").replace("\0", "")[:200]
    if request.headers.get("HX-Target") == "found":
        return render(request, "hub/_goal_found.html", _found(goal, words))
    person, at = _person(request), now()
    known = known_ways(person, parts_of([goal]), at=at)
    shown = goal_page(person, goal, known, at=at)
    ids = [str(part.achievement_id) for part in shown.parts]
    context = {
        "page": shown,
        "form": form,
        "drawn": drawn_path(known, steps_for(person, known, at=at), ids, for_somebody=True),
        **_found(goal, words),
    }
    return render(request, "hub/goal.html", context, status=status)


def _found(goal: Goal, words: str) -> dict[str, Any]:
    """Return what could be added to the goal, for these words or at all."""
    inside = set(parts_of([goal]))
    rows = catalogue(CatalogueFilter(words=words), limit=MOST_FOUND + len(inside)).items
    found: list[CatalogueRow] = [row for row in rows if row.id not in inside]
    return {"goal": goal, "found": found[:MOST_FOUND], "words": words}
