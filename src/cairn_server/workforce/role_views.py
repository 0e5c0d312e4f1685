"""Work roles, and the gap of a person or a team to one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.models import Organisation
from cairn_server.accounts.views import require_form
from cairn_server.errors import NameTaken
from cairn_server.frameworks import queries as frameworks
from cairn_server.frameworks.access import competency_or_404, occupation_or_404
from cairn_server.journal.sorting import order_of
from cairn_server.workforce import queries
from cairn_server.workforce.access import Sight, manages, sight_for, work_role_of
from cairn_server.workforce.asking import chosen_members, day_of, others, wanted
from cairn_server.workforce.board import BoardFilter
from cairn_server.workforce.defining import (
    add_holders,
    change_role,
    create_role,
    drop_role,
    remove_holders,
    set_needs,
)
from cairn_server.workforce.forms import RoleForm
from cairn_server.workforce.gaps import RoleGaps, role_gaps
from cairn_server.workforce.models import WorkRole
from cairn_server.workforce.table_file import table_file
from cairn_server.workforce.team_views import told_of

MOST_FOUND = 8
SHOWN = 30  # people named on a side of a need; the file has them all
LEVELS_AND_NONE = ("0", "1", "2", "3", "4", "5")


@require_form
@login_required
def roles(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the work roles; define one, by hand or from an occupation."""
    sight = sight_for(request.user, organisation_id)
    form = RoleForm(request.POST or None)
    if request.method == "POST":
        made = _made(request, manages(request.user, organisation_id), form)
        if made is not None:
            return redirect("workforce:role", organisation_id, made.pk)
    words = request.GET.get("occupation", "").strip()[:100]
    found = frameworks.search_occupations(words, limit=MOST_FOUND, seen_by=request.user)
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "roles": queries.roles(sight.organisation),
        "form": form,
        "words": words,
        "found": found.items if words else (),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workforce/roles.html", context, status=status)


def _made(request: PersonRequest, organisation: Organisation, form: RoleForm) -> WorkRole | None:
    chosen = request.POST.get("occupation_id", "")
    occupation = occupation_or_404(request.user, UUID(chosen)) if _is_id(chosen) else None
    if not form.is_valid():
        return None
    try:
        return create_role(
            organisation=organisation,
            occupation=occupation,
            actor=request.user,
            at=now(),
            **form.cleaned_data,
        )
    except NameTaken as error:
        form.add_error("name", str(error))
        return None


@require_form
@login_required
def role(request: PersonRequest, organisation_id: UUID, role_id: UUID) -> HttpResponse:
    """Show what a role needs and who holds it; change its name, its levels, its holders."""
    sight = sight_for(request.user, organisation_id)
    found = work_role_of(sight.organisation, role_id)
    form = RoleForm(initial=_initial(found))
    if request.method == "POST":
        manages(request.user, organisation_id)
        if "name" in request.POST:
            form = RoleForm(request.POST)
        if _changed(request, found, form):
            messages.success(request, _("Saved."))
            return redirect("workforce:role", organisation_id, role_id)
    words = request.GET.get("skill", "").strip()[:100]
    skills = frameworks.search(words, limit=MOST_FOUND, seen_by=request.user)
    order = order_of(request.GET.get("sort", ""), queries.MEMBER_COLUMNS, default="name")
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "role": found,
        "needs": queries.needs_of(found).values(),
        "levels": queries.LEVELS,
        "form": form,
        "order": order,
        "rows": queries.holder_sheet(found, order=order, number=request.GET.get("page")),
        **others(request.GET, sight.organisation, Q(work_roles__work_role=found)),
        "skill_words": words,
        "skills": skills.items if words else (),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workforce/role.html", context, status=status)


@require_POST
@login_required
def role_people(request: PersonRequest, organisation_id: UUID, role_id: UUID) -> HttpResponse:
    """Let those who were chosen hold a role, or no longer."""
    organisation = manages(request.user, organisation_id)
    found = work_role_of(organisation, role_id)
    change = remove_holders if request.POST.get("do") == "remove" else add_holders
    chosen = chosen_members(request.POST, organisation)
    told_of(request, change(role=found, memberships=chosen, actor=request.user, at=now()))
    return redirect("workforce:role", organisation_id, role_id)


def _changed(request: PersonRequest, role: WorkRole, form: RoleForm) -> bool:
    """Do what one of the forms of the page asks; tell whether it is done."""
    actor, at = request.user, now()
    if levels := _levels(request):
        set_needs(role=role, levels=levels, actor=actor, at=at)
        return True
    if not form.is_bound or not form.is_valid():
        return False
    try:
        change_role(role=role, actor=actor, at=at, **form.cleaned_data)
    except NameTaken as error:
        form.add_error("name", str(error))
        return False
    return True


def _levels(request: PersonRequest) -> dict[UUID, int]:
    """Return the levels that a form sends, of competencies that the person may see."""
    told = {}
    for name, value in request.POST.items():
        key = name.removeprefix("level-")
        if name != key and _is_id(key) and str(value) in LEVELS_AND_NONE:
            told[UUID(key)] = int(str(value))
    for competency_id, level in told.items():
        if level:
            competency_or_404(request.user, competency_id)
    return told


@require_POST
@login_required
def role_end(request: PersonRequest, organisation_id: UUID, role_id: UUID) -> HttpResponse:
    """Take a role out of use."""
    organisation = manages(request.user, organisation_id)
    drop_role(role=work_role_of(organisation, role_id), actor=request.user, at=now())
    messages.success(request, _("The role is gone."))
    return redirect("workforce:roles", organisation_id)


@require_safe
@login_required
def gaps(request: PersonRequest, organisation_id: UUID, role_id: UUID) -> HttpResponse:
    """Show how far people are from a role, on a day, and what would close each gap."""
    sight = sight_for(request.user, organisation_id)
    found = work_role_of(sight.organisation, role_id)
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "role": found,
        "gaps": _gaps(request, sight, found),
        "today": localdate(now()),
        "teams": queries.teams(sight.organisation),
        "shown": SHOWN,
        "less": -SHOWN,
    }
    return render(request, "workforce/gaps.html", context)


@require_safe
@login_required
def gaps_csv(request: PersonRequest, organisation_id: UUID, role_id: UUID) -> StreamingHttpResponse:
    """Export how each need stands for each person."""
    sight = sight_for(request.user, organisation_id)
    shown = _gaps(request, sight, work_role_of(sight.organisation, role_id))
    head = ("name", "skill", "level_needed", "level", "currency", "state", "on")
    return table_file(csv_lines(head, shown.cells()), name="gaps.csv")


def _gaps(request: PersonRequest, sight: Sight, role: WorkRole) -> RoleGaps:
    asked, at = wanted(BoardFilter, request.GET), now()
    team, _role = queries.known_of(sight.organisation, team=asked.team, role=None)
    asked = asked.model_copy(update={"team": team, "role": role.pk})
    one = request.GET.get("person", "")
    return role_gaps(
        sight,
        role,
        asked,
        person=UUID(one) if _is_id(one) else None,
        at=at,
        day=day_of(request.GET, localdate(at)),
    )


def _initial(role: WorkRole) -> dict[str, str]:
    return {"name": role.name, "description": role.description}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
