"""Refusing an upload that says it is too large before any of it is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cairn.errors import InputTooLarge

View = Callable[..., HttpResponse]


def upload_limit(max_bytes: int) -> Callable[[View], View]:
    """
    Let requests of at most `max_bytes` through to a view, which stays protected against forgery.

    The check of the token reads the whole body, so the size is looked at before it.
    """

    def guard(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if int(request.META.get("CONTENT_LENGTH") or 0) > max_bytes:
                raise InputTooLarge(
                    f"That is more than {max_bytes >> 20} MB at once. Send a smaller file"
                )
            return protected(request, *args, **kwargs)

        return limited

    return guard
