"""What keeps the player going without a connection: the shell and the service worker."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHELL_SECONDS = 3_600


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page that a phone without a connection goes on in; it holds nothing personal."""
    response = render(request, "learning/offline.html")
    response["Cache-Control"] = f"public, max-age={SHELL_SECONDS}"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; its cache is named by the release, so that a new one replaces it."""
    context = {"release": settings.CAIRN_RELEASE, "static_root": settings.STATIC_URL}
    response = render(request, "learning/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response
