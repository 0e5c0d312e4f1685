"""Dates on a page are the reader's."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cairn_server.accounts.access import learner_of


class LocalTimeMiddleware:
    """
    Show times in the zone of whoever is reading, if anybody has told us theirs.

    A thread answers one request after another, so each sets the zone anew: what the one before
    left (that of a token's person, say, who is known only later) is nobody else's. Nothing is
    reset at the end of a request, for a file may still be streaming then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_of_nobody = request.path.startswith(("/static/", "/status/"))
        person = None if is_of_nobody else learner_of(request)
        timezone.activate(ZoneInfo(person.time_zone if person else "UTC"))
        return self.get_response(request)
