from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cairn.errors import InputTooLarge
from cairn_server.files.receiving import upload_limit


@upload_limit(1 << 20)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    request = RequestFactory().post("/", {}, CONTENT_LENGTH=str(2 << 20))

    with pytest.raises(InputTooLarge, match="1 MB"):
        view(request)

    assert not hasattr(request, "_post")


def test_the_view_stays_protected_against_forgery() -> None:
    request = RequestFactory(enforce_csrf_checks=True).post("/", {"a": "b"})

    assert view(request).status_code == 403
