import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cairn_server.site.browser_security import BrowserSecurityMiddleware


def answered(response, path="/"):
    return BrowserSecurityMiddleware(lambda _: response)(RequestFactory().get(path))


def test_every_page_says_what_a_browser_may_do():
    page = answered(HttpResponse())

    policy = page["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page["Cache-Control"] == "private, no-store"


def test_an_answer_with_a_stricter_policy_keeps_it():
    response = HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert answered(response)["Content-Security-Policy"] == "sandbox"


def test_static_files_may_be_kept():
    assert "Cache-Control" not in answered(HttpResponse(), "/static/site/cairn.css")


@pytest.mark.parametrize("path", ["/", "/catalogue/", "/verify/", "/no-such-page/"])
def test_pages_carry_the_headers(client, db, path):
    page = client.get(path)

    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in page["Content-Security-Policy"]
