"""Teams and reporting lines, for those who manage people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn_server.accounts.access import PersonRequest, membership_for
from cairn_server.accounts.models import Membership, Organisation, Team
from cairn_server.accounts.reporting import set_manager
from cairn_server.accounts.teaming import (
    change_team,
    create_team,
    dissolve_team,
    join_team,
    leave_team,
)
from cairn_server.accounts.views import require_form
from cairn_server.errors import AccountError, CircularStructure
from cairn_server.journal.sorting import order_of
from cairn_server.workforce import queries
from cairn_server.workforce.access import Sight, manages, sight_for, team_of
from cairn_server.workforce.asking import choice, chosen_members, others
from cairn_server.workforce.forms import ManagerForm, TeamForm


@require_form
@login_required
def teams(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the teams; found one."""
    organisation = manages(request.user, organisation_id)
    form = TeamForm(request.POST or None, teams=_teams(organisation))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create_team(
                    organisation=organisation, actor=request.user, at=now(), **form.cleaned_data
                )
            except AccountError as error:
                form.add_error("name", str(error))
            else:
                return redirect("workforce:team", organisation_id, made.pk)
    context = {
        "sight": sight_for(request.user, organisation_id),
        "organisation": organisation,
        "teams": queries.teams(organisation),
        "form": form,
    }
    return render(request, "workforce/teams.html", context, status=status)


@require_form
@login_required
def team(request: PersonRequest, organisation_id: UUID, team_id: UUID) -> HttpResponse:
    """Show who works in a team and who could; change its name, or what it is part of."""
    organisation = manages(request.user, organisation_id)
    found = team_of(organisation, team_id)
    form = TeamForm(
        request.POST or None,
        teams=_teams(organisation).exclude(pk=found.pk),
        initial={"name": found.name, "parent": found.parent_id},
    )
    if request.method == "POST" and _changed(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("workforce:team", organisation_id, team_id)
    order = order_of(request.GET.get("sort", ""), queries.MEMBER_COLUMNS, default="name")
    context = {
        "sight": sight_for(request.user, organisation_id),
        "organisation": organisation,
        "team": team_of(organisation, team_id),
        "order": order,
        "rows": queries.team_sheet(found, order=order, number=request.GET.get("page")),
        **others(request.GET, organisation, Q(team_links__team=found)),
        "form": form,
        "roles": queries.role_choices(organisation),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workforce/team.html", context, status=status)


@require_POST
@login_required
def team_people(request: PersonRequest, organisation_id: UUID, team_id: UUID) -> HttpResponse:
    """Let those who were chosen work in a team, or no longer."""
    organisation = manages(request.user, organisation_id)
    found = team_of(organisation, team_id)
    change = leave_team if request.POST.get("do") == "remove" else join_team
    chosen = chosen_members(request.POST, organisation)
    told_of(request, change(team=found, memberships=chosen, actor=request.user, at=now()))
    return redirect("workforce:team", organisation_id, team_id)


def told_of(request: PersonRequest, changed: int) -> None:
    """Say whether people came or went."""
    if changed:
        messages.success(request, _("Saved."))
    else:
        messages.warning(request, _("Nobody was chosen, so nothing has changed."))


def _changed(request: PersonRequest, team: Team, form: TeamForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_team(team=team, actor=request.user, at=now(), **form.cleaned_data)
    except AccountError as error:
        field = "parent" if isinstance(error, CircularStructure) else "name"
        form.add_error(field, str(error))
        return False
    return True


@require_POST
@login_required
def team_end(request: PersonRequest, organisation_id: UUID, team_id: UUID) -> HttpResponse:
    """Dissolve a team."""
    organisation = manages(request.user, organisation_id)
    dissolve_team(team=team_of(organisation, team_id), actor=request.user, at=now())
    messages.success(request, _("The team is dissolved; its people stay."))
    return redirect("workforce:teams", organisation_id)


@require_form
@login_required
def manager(request: PersonRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Say to whom somebody reports."""
    organisation = manages(request.user, organisation_id)
    membership = membership_for(organisation, membership_id)
    line = getattr(membership, "reports_to", None)
    members = _others(organisation, membership)
    form = ManagerForm(
        request.POST or None,
        members=members,
        initial={"manager": line.manager_id if line else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_manager(membership=membership, actor=request.user, at=now(), **form.cleaned_data)
        except CircularStructure as error:
            form.add_error("manager", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("workforce:person", organisation_id, membership_id)
    context = {
        "sight": Sight(organisation, True, frozenset()),
        "organisation": organisation,
        "membership": membership,
        "form": form,
        **choice(request.GET, members, [form["manager"].value() or ""]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workforce/manager.html", context, status=status)


def _teams(organisation: Organisation) -> QuerySet[Team]:
    return Team.objects.filter(organisation=organisation).order_by("name")


def _others(organisation: Organisation, membership: Membership) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation=organisation, until=None)
    return rows.exclude(pk=membership.pk)
