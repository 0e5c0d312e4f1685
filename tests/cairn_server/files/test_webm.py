"""What a WebM file tells beside its film."""

from __future__ import annotations

from io import BytesIO

import pytest

from cairn_server.files.webm import blank, telling_parts


def element(id, content):
    """An element with a size of eight bytes, as many programs write them."""
    head = id.to_bytes((id.bit_length() + 7) // 8, "big")
    return head + (len(content) | 1 << 56).to_bytes(8, "big") + content


HEAD = element(0x1A45DFA3, element(0x4282, b"webm"))
LENGTH = element(0x4489, b"\x40\x8f\x40\x00\x00\x00\x00\x00")  # duration: 1000 in float
INFO = element(0x1549A966, LENGTH + element(0x7BA9, b"Ada's lesson") + element(0x5741, b"Lavf60"))
TAGS = element(0x1254C367, element(0x7373, element(0x67C8, b"ARTIST Ada Lovelace")))
FILM = element(0x1F43B675, b"\xe7\x81\x00" + b"film" * 9)


def blanked(data):
    file = BytesIO(data)
    for start, end in telling_parts(file, len(data)):
        blank(file, start, end)
    return file.getvalue()


@pytest.mark.parametrize("size", [None, b"\x01" + b"\xff" * 7])  # known, and of a live recording
def test_who_made_it_with_what_goes_and_the_film_stays_where_it_is(size):
    content = INFO + TAGS + FILM
    segment = element(0x18538067, content)
    if size is not None:
        segment = segment[:4] + size + content
    data = HEAD + segment

    clean = blanked(data)

    assert len(clean) == len(data)
    for told in (b"Ada", b"Lavf", b"lesson"):
        assert told not in clean
    assert clean.index(FILM) == data.index(FILM)
    assert LENGTH in clean
    assert telling_parts(BytesIO(clean), len(clean)) == []


def test_a_short_place_is_blanked_whole_too():
    info = element(0x1549A966, b"\x7b\xa9\x83Ada")  # a size of one byte
    clean = blanked(HEAD + element(0x18538067, info))

    assert clean.endswith(b"\xec\x84\0\0\0\0")


@pytest.mark.parametrize(
    "data", [b"", b"\0", HEAD[:7], HEAD + b"\x18\x53\x80\x67\x01", HEAD + element(0x18538067, b"")]
)
def test_a_file_that_is_cut_off_is_left_as_it_is(data):
    assert blanked(data) == data
