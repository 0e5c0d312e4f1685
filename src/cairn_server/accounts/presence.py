"""A guest who still answers is not forgotten."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from cairn_server.accounts.guesting import note_presence


class PresenceMiddleware:
    """Note that the guest of a session was here, when something is sent in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            note_presence(request, now())
        return self.get_response(request)
