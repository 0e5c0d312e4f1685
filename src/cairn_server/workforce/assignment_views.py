"""Asking people to earn an achievement by a day, seeing who is late, reminding them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.models import Team
from cairn_server.accounts.views import require_form
from cairn_server.catalog.models import Achievement
from cairn_server.errors import AssignmentRefused, RemindedAlready
from cairn_server.journal.sorting import order_of
from cairn_server.workforce import queries
from cairn_server.workforce.access import Sight, assignment_seen, sight_for
from cairn_server.workforce.asking import LONGEST_WORDS, choice, wanted
from cairn_server.workforce.assigning import assign, cancel
from cairn_server.workforce.assignment_queries import (
    ASSIGNMENT_COLUMNS,
    AssignmentFilter,
    assignment_sheet,
    assignments,
    late_count,
)
from cairn_server.workforce.board import BoardFilter, people
from cairn_server.workforce.forms import AssignForm
from cairn_server.workforce.gaps import MOST_CHOSEN
from cairn_server.workforce.reminding import remind

KEPT = ("achievement", "team", "due_on")  # of the form, while people are looked for


@require_safe
@login_required
def assignment_list(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List who is asked to earn what, the late ones first."""
    sight = sight_for(request.user, organisation_id)
    asked, at = wanted(AssignmentFilter, request.GET), now()
    order = order_of(request.GET.get("sort", ""), ASSIGNMENT_COLUMNS, default="state")
    number = request.GET.get("page")
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "order": order,
        "rows": assignment_sheet(sight, asked, order=order, number=number, at=at),
        "late": late_count(sight, asked, at=at),
        "wanted": asked,
        "teams": queries.teams(sight.organisation),
    }
    return render(request, "workforce/assignments.html", context)


@require_safe
@login_required
def assignments_csv(request: PersonRequest, organisation_id: UUID) -> StreamingHttpResponse:
    """Export who is asked to earn what."""
    sight = sight_for(request.user, organisation_id)
    rows = assignments(sight, wanted(AssignmentFilter, request.GET), at=now())
    head = ("name", "achievement", "due_on", "state", "earned_on", "reminded_on")
    cells = (
        (
            row.name,
            row.title,
            row.due_on.isoformat(),
            row.state,
            localdate(row.done_at).isoformat() if row.done_at else None,
            localdate(row.reminded_at).isoformat() if row.reminded_at else None,
        )
        for row in rows
    )
    return StreamingHttpResponse(
        csv_lines(head, cells),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="assignments.csv"'},
    )


@require_form
@login_required
def assign_page(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """
    Choose an achievement, a day, and whom to ask; looking for people keeps what was chosen.

    The choice stands in the address, so that going back and reloading keep it, too; where it is
    too long for that, the page itself answers.
    """
    sight = sight_for(request.user, organisation_id)
    is_searching = _is_searching(request)
    if is_searching and len(request.POST.getlist("people")) <= MOST_CHOSEN:
        return redirect(_with_choice(request))
    form = _assign_form(request, sight, is_sent=request.method == "POST" and not is_searching)
    if form.is_bound and form.is_valid() and _assigned(request, sight, form):
        return redirect("workforce:assignments", organisation_id)
    looked_for = request.POST if is_searching else request.GET
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "form": form,
        **choice(looked_for, sight.memberships(), form["people"].value() or ()),
    }
    return render(request, "workforce/assign.html", context, status=422 if form.is_bound else 200)


def _assign_form(request: PersonRequest, sight: Sight, *, is_sent: bool) -> AssignForm:
    """Return the form as it was sent, or with what was chosen so far."""
    chosen = request.POST.getlist("people") or request.GET.getlist("person")
    given = {name: request.POST.get(name, request.GET.get(name)) for name in KEPT}
    return AssignForm(
        request.POST if is_sent else None,
        achievements=queries.assignable(request.GET.get("competency", "")),
        teams=Team.objects.filter(organisation=sight.organisation).order_by("name"),
        members=sight.memberships(),
        today=localdate(now()),
        initial=given | {"people": chosen},
    )


def _is_searching(request: PersonRequest) -> bool:
    return request.POST.get("do") == "search" or "others" in request.POST


def _with_choice(request: PersonRequest) -> str:
    """Return the address of the page with what was chosen so far, and what is looked for."""
    told = QueryDict(mutable=True)
    for name in ("words", "others", *KEPT):
        if value := request.POST.get(name, ""):
            told[name] = value[:LONGEST_WORDS]
    if competency := request.GET.get("competency"):
        told["competency"] = competency
    told.setlist("person", request.POST.getlist("people"))
    return f"{request.path}?{told.urlencode()}#others"


def _assigned(request: PersonRequest, sight: Sight, form: AssignForm) -> bool:
    told = form.cleaned_data
    chosen = list(told["people"].select_related("person"))
    if told["team"] is not None:
        chosen += people(sight, BoardFilter(team=told["team"].pk)).select_related("person")
    try:
        done = assign(
            organisation=sight.organisation,
            achievement=Achievement.objects.get(pk=told["achievement"]),
            memberships=chosen,
            due_on=told["due_on"],
            actor=request.user,
            at=now(),
        )
    except AssignmentRefused as error:
        form.add_error("people", str(error))
        return False
    messages.success(
        request,
        _("%(asked)d asked, %(moved)d moved to another day, %(done)d have it already.")
        % {"asked": done.asked, "moved": done.moved, "done": done.done},
    )
    return True


@require_POST
@login_required
def reminder(request: PersonRequest, organisation_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Remind somebody by mail; once a day at most."""
    sight = sight_for(request.user, organisation_id)
    assignment = assignment_seen(sight, assignment_id)
    try:
        remind(assignment=assignment, actor=request.user, at=now())
    except RemindedAlready as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("%s gets a mail.") % assignment.person)
    return redirect(_list_as_it_was(request, organisation_id))


@require_POST
@login_required
def cancellation(
    request: PersonRequest, organisation_id: UUID, assignment_id: UUID
) -> HttpResponse:
    """Ask for it no longer."""
    sight = sight_for(request.user, organisation_id)
    assignment = assignment_seen(sight, assignment_id)
    cancel(assignment=assignment, actor=request.user, at=now())
    messages.success(request, _("%s is asked for it no longer.") % assignment.person)
    return redirect(_list_as_it_was(request, organisation_id))


def _list_as_it_was(request: PersonRequest, organisation_id: UUID) -> str:
    """Return the address of the list, filtered, sorted and on the page that one came from."""
    place = reverse("workforce:assignments", args=[organisation_id])
    return f"{place}?{request.GET.urlencode()}" if request.GET else place
