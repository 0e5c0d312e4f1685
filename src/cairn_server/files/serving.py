"""Sending a stored file to somebody who was found to be allowed to have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header

from cairn_server.files.kinds import PDF, shows_inline
from cairn_server.files.storing import path_of

CHUNK = 1 << 16
POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
SANDBOX = f"sandbox; {POLICY}"
PDF_POLICY = f"{POLICY}; object-src 'self'"  # a browser's own reader does not start in a sandbox
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def file_response(
    request: HttpRequest, digest: str, media_type: str, name: str
) -> HttpResponseBase:
    """
    Return the file with this digest, or the range of it that was asked for (206, 416).

    It may be shown in a page of ours, run nothing and fetch nothing; what a browser has no safe
    way to show is saved under `name` instead.

    Raises:
        Http404: if its bytes are not there.
    """
    path = path_of(digest)
    if not path.is_file():
        raise Http404
    etag = f'"{digest}"'
    if request.headers.get("If-None-Match") == etag:
        return _headed(HttpResponseNotModified(), etag, media_type, name)
    span = _wanted_range(request, path.stat().st_size, etag)
    if span is None:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=media_type)
        return _headed(response, etag, media_type, name)
    return _headed(_partial(path, span, media_type), etag, media_type, name)


def _headed(response: HttpResponseBase, etag: str, media_type: str, name: str) -> HttpResponseBase:
    is_inline = shows_inline(media_type)
    disposition = content_disposition_header(not is_inline, name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Security-Policy"] = (
        PDF_POLICY if media_type == PDF.media_type else SANDBOX
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    if response.status_code != 304:
        response.headers["Content-Encoding"] = "identity"  # packing would break the ranges
    return response


def _wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """
    Return the first and one past the last byte wanted, (size, size) for none such, None for all.

    Source:
        RFC 9110, section 14.2, Range: one range of bytes; others may be ignored.
    """
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if not found or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), min(int(last or size), size - 1) + 1
        if last and int(last) < int(first):
            return None
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return None
    return (start, end) if start < end else (size, size)


def _partial(path: Path, span: tuple[int, int], media_type: str) -> HttpResponseBase:
    start, end = span
    size = path.stat().st_size
    if start >= size:
        response: HttpResponseBase = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    response = StreamingHttpResponse(_read(path, start, end), status=206, content_type=media_type)
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.headers["Content-Length"] = str(end - start)
    return response


def _read(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
