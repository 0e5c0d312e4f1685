from __future__ import annotations

from io import BytesIO

import pytest

from cairn.errors import CairnError, MalformedInput, UnsafeContent, UnsupportedFormat
from cairn_server.files.examining import examine
from tests.cairn_server.files import making_files as make

GOOD = {
    "application/pdf": make.pdf(),
    "image/png": make.picture("PNG"),
    "image/jpeg": make.picture("JPEG"),
    "image/webp": make.picture("WEBP"),
    "image/gif": make.picture("GIF"),
    "video/mp4": make.mp4(),
    "video/quicktime": make.mp4(brand=b"qt  "),
    "audio/mp4": make.mp4(b"mp4a", b"M4A "),
    "video/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 40,
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0" + b"\0" * 40,
    "audio/ogg": b"OggS\0\x02" + b"\0" * 40,
    "text/plain": "Größe: 3 Meter\n".encode(),
    "text/vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
}


@pytest.mark.parametrize("media_type", GOOD)
def test_a_kind_is_found_in_the_content(media_type: str) -> None:
    assert examine(BytesIO(GOOD[media_type])).kind.media_type == media_type


REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', UnsafeContent),
    "svg after a declaration": (b'<?xml version="1.0"?>\n<svg/>', UnsafeContent),
    "svg after a comment": (b"<!-- drawn by hand --><svg/>", UnsafeContent),
    "page": (b"<!DOCTYPE html><p>Hello", UnsafeContent),
    "page with space before": (b"\xef\xbb\xbf \n <HTML><p>Hello", UnsafeContent),
    "script": (b"#!/bin/sh\nrm -rf /\n", UnsafeContent),
    "php": (b"<?php system('ls');", UnsafeContent),
    "windows program": (b"MZ\x90\0" + b"\0" * 80, UnsafeContent),
    "linux program": (b"\x7fELF\x02" + b"\0" * 80, UnsafeContent),
    "zip": (make.archive({"a.txt": b"hello"}), UnsafeContent),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 30, UnsafeContent),
    "rar": (b"Rar!\x1a\x07\x01\0", UnsafeContent),
    "tar": (b"\0" * 257 + b"ustar" + b"\0" * 300, UnsafeContent),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, UnsupportedFormat),
    "heic": (make.mp4(brand=b"heic"), UnsupportedFormat),
    "matroska": (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska" + b"\0" * 60, UnsupportedFormat),
    "noise": (bytes(range(200, 256)) * 9, UnsupportedFormat),
    "empty": (b"", MalformedInput),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_or_cannot_be_shown_is_refused_with_a_sentence(what: str) -> None:
    content, error = REFUSED[what]

    with pytest.raises(error) as refusal:
        examine(BytesIO(content))

    assert isinstance(refusal.value, CairnError)
    assert len(str(refusal.value).split()) >= 4


@pytest.mark.parametrize(
    ("coding", "plays"), [(b"avc1", True), (b"vp09", True), (b"hvc1", False), (b"mp4v", False)]
)
def test_a_video_that_few_browsers_play_is_told(coding: bytes, plays: bool) -> None:
    found = examine(BytesIO(make.mp4(coding)))

    assert found.codings == (coding.decode(),)
    assert found.plays_in_place is plays


@pytest.mark.parametrize("cut", range(1, len(make.mp4()), 7))
def test_a_film_cut_anywhere_never_hangs_or_breaks(cut: int) -> None:
    found = None
    try:
        found = examine(BytesIO(make.mp4()[:cut])).kind.media_type
    except CairnError as error:
        found = error.code

    assert found in {"video/mp4", "video/quicktime", "unsupported_format", "text/plain"}


def test_a_pdf_whose_end_is_missing_is_refused() -> None:
    with pytest.raises(MalformedInput, match="cut off"):
        examine(BytesIO(make.pdf()[:-10]))
