"""Partners: offering, accepting and ending that two organisations award jointly."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.catalog.models import Achievement
from cairn_server.credentials import issuer_queries, queries
from cairn_server.credentials.access import partnership_of
from cairn_server.credentials.issuer_forms import PartnerForm
from cairn_server.credentials.joint_queries import joint_awards
from cairn_server.credentials.partnering import (
    accept_partnership,
    end_partnership,
    offer_partnership,
)
from cairn_server.credentials.standing import standings_of
from cairn_server.errors import AwardError

KEEPERS = (RoleName.ISSUER, RoleName.OWNER)

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
@login_required
def partners(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the partners; offer a partnership, which an owner does."""
    roles = (RoleName.OWNER,) if request.method == "POST" else KEEPERS
    organisation = organisation_for(request.user, organisation_id, *roles)
    choices = _choices(organisation)
    if request.method != "POST":
        return _partners(request, organisation, PartnerForm(achievements=choices))
    form = PartnerForm(request.POST, achievements=choices)
    if not form.is_valid():
        return _partners(request, organisation, form, status=422)
    partner = Organisation.objects.filter(slug=form.cleaned_data["partner"]).first()
    if partner is None:
        form.add_error("partner", _("Nobody here has this short name."))
        return _partners(request, organisation, form, status=422)
    try:
        _offer(request, organisation, partner, form)
    except AwardError as error:
        form.add_error(None, str(error))
        return _partners(request, organisation, form, status=error.status)
    messages.success(request, _("Offered. It holds once an owner there has accepted."))
    return redirect("credentials:partners", organisation_id)


@require_POST
@login_required
def acceptance(request: PersonRequest, organisation_id: UUID, partnership_id: UUID) -> HttpResponse:
    """Accept what another organisation offered."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    partnership = partnership_of(organisation, partnership_id)
    accept_partnership(partnership=partnership, by=organisation, actor=request.user, at=now())
    messages.success(request, _("You are partners from now on."))
    return redirect("credentials:partners", organisation_id)


@require_POST
@login_required
def partnership_end(
    request: PersonRequest, organisation_id: UUID, partnership_id: UUID
) -> HttpResponse:
    """End a partnership, or refuse it."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    partnership = partnership_of(organisation, partnership_id)
    end_partnership(partnership=partnership, by=organisation, actor=request.user, at=now())
    messages.success(request, _("Ended. What was awarded stays as it is."))
    return redirect("credentials:partners", organisation_id)


def _offer(
    request: PersonRequest, organisation: Organisation, partner: Organisation, form: PartnerForm
) -> None:
    ours = form.cleaned_data["direction"] == "theirs"  # they may award what is ours
    chosen = form.cleaned_data["achievement"] if ours else ""
    offer_partnership(
        organisation=organisation if ours else partner,
        partner=partner if ours else organisation,
        achievement=Achievement.objects.get(pk=chosen) if chosen else None,
        invited_by=organisation,
        actor=request.user,
        at=now(),
        until=form.end,
    )


def _choices(organisation: Organisation) -> list[tuple[str, str]]:
    return [(str(one.achievement_id), one.title) for one in queries.awardable(organisation)]


def _after(request: PersonRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _partners(
    request: PersonRequest, organisation: Organisation, form: PartnerForm, status: int = 200
) -> HttpResponse:
    owned = organisation.memberships.filter(
        person=request.user, until=None, roles__name=RoleName.OWNER
    )
    partnerships = issuer_queries.partnerships(organisation)
    others = {id for one in partnerships for id in (one.organisation_id, one.partner_id)}
    context = {
        "organisation": organisation,
        "partnerships": partnerships,
        "standing": standings_of(others),
        "can_own": owned.exists(),
        "form": form,
        "joint": joint_awards(organisation, after=_after(request)),
    }
    return render(request, "credentials/partners.html", context, status=status)
