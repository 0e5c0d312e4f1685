"""How a refusal looks to a person: a page that says what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cairn.errors import CairnError


class RefusalMiddleware:
    """Turn an error of Cairn's own that a view let through into a page with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """
        Answer an address with the sign NUL in it as one that leads nowhere.

        Raises:
            Http404: for such an address; PostgreSQL would refuse to look it up.
        """
        if "\0" in request.path:
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CairnError):
            return None
        partial = "HX-Request" in request.headers
        template = "site/_refusal.html" if partial else "site/refusal.html"
        return render(request, template, {"error": error}, status=error.status)
