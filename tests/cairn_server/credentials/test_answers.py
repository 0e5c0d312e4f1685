import pytest
from django.test import RequestFactory

from cairn_server.credentials.answers import public_file, wanted_json

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (BROWSER, None),
        ("*/*", None),
        ("", None),
        ("image/png", None),
        ("application/vc", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json;q=0.9, text/html;q=0.1", "application/json"),
        ("text/html, application/json;q=0.5", None),
    ],
)
def test_a_page_or_the_signed_bytes_by_what_is_asked_for(accept, wanted):
    assert wanted_json(RequestFactory().get("/", headers={"accept": accept})) == wanted


def test_equal_bytes_have_an_equal_tag_and_are_sent_once():
    ask = RequestFactory().get
    first = public_file(ask("/"), b"one", "text/plain", max_age_seconds=60)
    again = ask("/", headers={"if-none-match": first["ETag"]})

    assert public_file(again, b"one", "text/plain", max_age_seconds=60).status_code == 304
    assert public_file(again, b"two", "text/plain", max_age_seconds=60).status_code == 200
    assert first["Cache-Control"] == "public, max-age=60"


def test_what_is_for_one_reader_is_kept_nowhere():
    answer = public_file(
        RequestFactory().get("/"), b"one", "text/plain", max_age_seconds=60, for_anybody=False
    )

    assert answer["Cache-Control"] == "private, no-store"
