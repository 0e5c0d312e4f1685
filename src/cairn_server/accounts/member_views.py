"""The members of an organisation, for its owners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from cairn_server.accounts import queries
from cairn_server.accounts.access import PersonRequest, membership_for, organisation_for
from cairn_server.accounts.forms import MemberForm, RolesForm
from cairn_server.accounts.joining import add_member, change_roles, end_membership
from cairn_server.accounts.models import Membership, Organisation, RoleName
from cairn_server.accounts.queries import MEMBER_COLUMNS, MemberFilter
from cairn_server.accounts.views import require_form
from cairn_server.errors import AccountError
from cairn_server.journal.sorting import order_of


@require_form
@login_required
def members(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the members, a page at a time; add one."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    if request.method != "POST":
        return _render_members(request, organisation, MemberForm())
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _render_members(request, organisation, form, status=422)
    try:
        add_member(organisation=organisation, actor=request.user, at=now(), **form.cleaned_data)
    except AccountError as error:
        form.add_error("email", str(error))
        return _render_members(request, organisation, form, status=error.status)
    messages.success(request, _("%s was added.") % form.cleaned_data["email"])
    return redirect("accounts:members", organisation.pk)


@require_form
@login_required
def member(request: PersonRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Show one member; change what they may do."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    membership = membership_for(organisation, membership_id)
    row = queries.member_row(membership)
    if request.method != "POST":
        return _render_member(request, membership, RolesForm(initial={"roles": row.roles}))
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _render_member(request, membership, form, status=422)
    try:
        change_roles(membership=membership, actor=request.user, at=now(), **form.cleaned_data)
    except AccountError as error:
        form.add_error("roles", str(error))
        return _render_member(request, membership, form, status=error.status)
    messages.success(request, _("Saved."))
    return redirect(_after_change(request, organisation))


@require_POST
@login_required
def membership_end(
    request: PersonRequest, organisation_id: UUID, membership_id: UUID
) -> HttpResponse:
    """End a membership."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    membership = membership_for(organisation, membership_id)
    try:
        end_membership(membership=membership, actor=request.user, at=now())
    except AccountError as error:
        form = RolesForm(initial={"roles": queries.member_row(membership).roles})
        messages.error(request, str(error))
        return _render_member(request, membership, form, status=error.status)
    messages.success(request, _("%s is no longer a member.") % membership.person)
    return redirect(_after_change(request, organisation))


def _after_change(request: PersonRequest, organisation: Organisation) -> str:
    """Return where to go on: who took their own ownership away sees the list no longer."""
    try:
        organisation_for(request.user, organisation.pk, RoleName.OWNER)
    except Http404:
        return reverse("accounts:organisations")
    return reverse("accounts:members", args=[organisation.pk])


def _render_members(
    request: PersonRequest, organisation: Organisation, form: MemberForm, status: int = 200
) -> HttpResponse:
    wanted = _wanted(request.GET)
    order = order_of(request.GET.get("sort", ""), MEMBER_COLUMNS, default="-since")
    number = request.GET.get("page")
    context = {
        "organisation": organisation,
        "order": order,
        "rows": queries.member_sheet(organisation, wanted, order=order, number=number),
        "count": queries.member_count(organisation),
        "wanted": wanted,
        "roles": RoleName.choices,
        "form": form,
    }
    partial = request.headers.get("HX-Target") == "members"
    template = "accounts/_members.html" if partial else "accounts/members.html"
    return render(request, template, context, status=status)


def _render_member(
    request: HttpRequest, membership: Membership, form: RolesForm, status: int = 200
) -> HttpResponse:
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "member": queries.member_row(membership),
        "form": form,
    }
    return render(request, "accounts/member.html", context, status=status)


def _wanted(query: QueryDict) -> MemberFilter:
    """Return which members an address asks for; nonsense asks for nothing in particular."""
    try:
        text = query.get("text", "").strip().replace("\0", "")
        return MemberFilter.model_validate({"text": text, "role": query.get("role", "")})
    except ValidationError:
        return MemberFilter()
