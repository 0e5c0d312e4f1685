"""The organisations that a person belongs to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn_server.accounts import queries
from cairn_server.accounts.access import PersonRequest


@require_safe
@login_required
def organisations(request: PersonRequest) -> HttpResponse:
    """List the organisations of the person, and what they may do in each."""
    mine = queries.my_organisations(request.user)
    return render(request, "accounts/organisations.html", {"organisations": mine})
