from __future__ import annotations

from io import BytesIO

import pytest
from django.http import Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from cairn_server.accounts.models import Person
from cairn_server.files.serving import file_response
from cairn_server.files.storing import store
from tests.cairn_server.files import making_files as make
from tests.moments import MONDAY

CONTENT = make.pdf()


@pytest.fixture
def digest(ada: Person) -> str:
    upload = BytesIO(CONTENT)
    accept = {"pdf"}
    return store(
        owner=ada, upload=upload, name="a.pdf", accept=accept, max_bytes=9999, at=MONDAY
    ).digest


class Answer:
    """A response read to its end and closed."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.status, self.headers = response.status_code, response.headers
        streamed = getattr(response, "streaming_content", None)
        self.body = b"".join(streamed) if streamed is not None else b""
        response.close()


def ask(digest: str, media_type: str = "application/pdf", **headers: str) -> Answer:
    request = RequestFactory().get("/", headers=headers)
    return Answer(file_response(request, digest, media_type, "artifact-1.pdf"))


def test_the_whole_file_comes_with_headers_that_let_it_do_nothing(digest: str) -> None:
    response = ask(digest)

    assert response.body == CONTENT
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Content-Disposition"] == 'inline; filename="artifact-1.pdf"'
    assert response.headers["Cache-Control"].startswith("private")


def test_all_but_pdf_is_also_in_a_sandbox(digest: str) -> None:
    assert ask(digest, "text/plain").headers["Content-Security-Policy"].startswith("sandbox; ")


def test_what_a_browser_cannot_show_is_saved(digest: str) -> None:
    response = ask(digest, "application/vnd.oasis.opendocument.text")

    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, len(CONTENT)),
        ("bytes=-5", len(CONTENT) - 5, len(CONTENT)),
        ("bytes=0-999999", 0, len(CONTENT)),
    ],
)
def test_a_range_is_answered_with_just_that(digest: str, wanted: str, start: int, end: int) -> None:
    response = ask(digest, Range=wanted)

    assert response.status == 206
    assert response.body == CONTENT[start:end]
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert response.headers["Content-Length"] == str(end - start)


def test_a_range_beyond_the_end_is_416(digest: str) -> None:
    response = ask(digest, Range="bytes=999999-")

    assert response.status == 416
    assert response.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("wanted", ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5"])
def test_a_range_that_makes_no_sense_is_ignored(digest: str, wanted: str) -> None:
    assert ask(digest, Range=wanted).status == 200


def test_a_browser_that_has_it_gets_no_bytes(digest: str) -> None:
    assert ask(digest, **{"If-None-Match": f'"{digest}"'}).status == 304


def test_bytes_that_are_gone_are_not_found(db: None) -> None:
    with pytest.raises(Http404):
        ask("0" * 64)
