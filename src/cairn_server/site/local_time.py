"""Dates on a page are the reader's."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cairn_server.accounts.access import learner_of


class LocalTimeMiddleware:
    """Show times in the zone of whoever is reading, if anybody has told us theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(("/static/", "/status/")):
            person = learner_of(request)
            timezone.activate(ZoneInfo(person.time_zone if person else "UTC"))
        return self.get_response(request)
