from __future__ import annotations

from io import BytesIO

from cairn_server.files.movies import codings, telling_places, walk
from tests.cairn_server.files import making_files as make


def test_the_coding_is_read_from_the_sample_description() -> None:
    data = make.mp4(b"hvc1")

    assert codings(BytesIO(data), len(data)) == ["hvc1"]


def test_boxes_that_tell_of_people_are_found_by_the_place_of_their_name() -> None:
    data = make.mp4(author=b"Ada")

    assert telling_places(BytesIO(data), len(data)) == [data.index(b"udta")]


def test_a_box_that_says_it_is_longer_than_the_file_ends_the_walk() -> None:
    data = make.mp4()[:-1]

    assert next(walk(BytesIO(data), len(data))).name == b"ftyp"
    assert b"mdat" not in [box.name for box in walk(BytesIO(data), len(data))]


def test_a_large_box_says_its_size_in_64_bits() -> None:
    data = b"\0\0\0\x01free" + (24).to_bytes(8, "big") + b"\0" * 8 + make.box(b"mdat")

    assert [box.name for box in walk(BytesIO(data), len(data))] == [b"free", b"mdat"]
