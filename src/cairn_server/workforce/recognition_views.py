"""The recognition feed of an organisation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Membership, Person
from cairn_server.workforce.access import Sight, sight_for
from cairn_server.workforce.recognising import choose_feed
from cairn_server.workforce.recognition_queries import feed, recognitions, stays_out


@require_safe
@login_required
def recognition(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Show members what colleagues earned, newest first."""
    organisation = organisation_for(request.user, organisation_id)
    mine = Membership.objects.get(person=request.user, organisation=organisation, until=None)
    try:
        after = UUID(request.GET["after"]) if request.GET.get("after") else None
    except ValueError:
        after = None
    context = {
        "organisation": organisation,
        "sight": _sight(request.user, organisation_id),
        "page": feed(organisation, at=now(), after=after),
        "stays_out": stays_out(mine),
        "can_nominate": bool(recognitions(organisation)),
    }
    return render(request, "workforce/recognition.html", context)


def _sight(person: Person, organisation_id: UUID) -> Sight | None:
    """Return whose skills the reader sees beside the feed; None for most members: nobody's."""
    try:
        return sight_for(person, organisation_id)
    except Http404:
        return None


@require_POST
@login_required
def feed_choice(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Stay out of the feed, or be in it again."""
    organisation = organisation_for(request.user, organisation_id)
    mine = Membership.objects.get(person=request.user, organisation=organisation, until=None)
    out = request.POST.get("stays_out") == "1"
    choose_feed(membership=mine, stays_out=out, at=now())
    told = _("You are not in the feed, past entries neither.") if out else _("You are in the feed.")
    messages.success(request, told)
    return redirect("workforce:recognition", organisation_id)
