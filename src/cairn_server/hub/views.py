"""Home and Today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cairn_server.accounts.access import learner_required


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "hub/home.html")


@require_GET
@learner_required
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "hub/today.html")
