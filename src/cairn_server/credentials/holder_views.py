"""What holders see and decide: their credentials, their name, the public page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from cairn_server.accounts.access import PersonRequest
from cairn_server.credentials import holding, queries
from cairn_server.credentials.access import own_credential
from cairn_server.credentials.forms import SwitchForm
from cairn_server.credentials.renewing import begin_renewal

Switch = Callable[..., Any]


@require_GET
@login_required
def mine(request: PersonRequest) -> HttpResponse:
    """Show the cairn of the reader and every stone in it."""
    held = queries.held_by(request.user)
    at = now()
    context = {
        "held": [(row, row.has_ended(at), row.ends_soon(at)) for row in held],
        "stones": queries.stones(held, on=localdate(at)),
    }
    return render(request, "credentials/mine.html", context)


@require_POST
@login_required
def choose_name(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Keep whether the issuer's credentials name the holder."""

    def choose(credential: Any, on: bool, at: datetime) -> None:
        holding.choose_name(person=request.user, credential=credential, show=on, at=at)

    return _switched(request, credential_id, choose)


@require_POST
@login_required
def renewal(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Let the reader show anew what renews a credential of theirs; say there what that is."""
    credential = own_credential(request.user, credential_id)
    begin_renewal(person=request.user, credential=credential, at=now())
    return redirect("hub:achievement", credential.award.achievement_version.achievement_id)


@require_POST
@login_required
def switch_page(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Show the public page, or switch it off."""

    def switch(credential: Any, on: bool, at: datetime) -> None:
        holding.switch_page(person=request.user, credential=credential, on=on, at=at)

    return _switched(request, credential_id, switch)


def _switched(request: PersonRequest, credential_id: str, act: Switch) -> HttpResponse:
    credential = own_credential(request.user, credential_id)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(content_type="text/plain")
    act(credential, form.cleaned_data["on"], now())
    return redirect("credentials:credential", credential_id)
