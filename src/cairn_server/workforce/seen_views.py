"""What one's organisations see of oneself, and sharing more with them."""

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
from cairn_server.credentials.models import Award
from cairn_server.workforce.keeping import let_know
from cairn_server.workforce.seen import seen_of
from cairn_server.workforce.sharing import share_award, stop_sharing


@require_safe
@login_required
def seen(request: PersonRequest) -> HttpResponse:
    """Show a person what each of their organisations sees of them."""
    return render(request, "workforce/seen.html", {"places": seen_of(request.user, at=now())})


@require_POST
@login_required
def recall(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Let an organisation see by which day recall keeps skills current, or end that."""
    organisation = organisation_for(request.user, organisation_id)
    on = request.POST.get("on") == "yes"
    let_know(person=request.user, organisation=organisation, on=on, at=now())
    messages.success(request, _("Saved."))
    return redirect("workforce:seen")


@require_POST
@login_required
def share(request: PersonRequest, organisation_id: UUID, award_id: UUID) -> HttpResponse:
    """Share an award with an organisation for a year, or stop that."""
    organisation = organisation_for(request.user, organisation_id)
    award = Award.objects.filter(pk=award_id, person=request.user).first()
    if award is None:
        raise Http404
    act = stop_sharing if request.POST.get("stop") == "1" else share_award
    act(person=request.user, organisation=organisation, award=award, at=now())
    messages.success(request, _("Saved."))
    return redirect("workforce:seen")
