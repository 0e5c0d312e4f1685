from __future__ import annotations

from io import BytesIO

from cairn_server.files.movies import blank, codings, telling_boxes, walk
from tests.cairn_server.files import making_files as make


def test_the_coding_is_read_from_the_sample_description() -> None:
    data = make.mp4(b"hvc1")

    assert codings(BytesIO(data), len(data)) == ["hvc1"]


def test_a_box_that_tells_of_people_is_found_and_written_over() -> None:
    data = make.mp4(author=b"Ada" * 50_000)
    file = BytesIO(data)

    (found,) = telling_boxes(file, len(data))
    blank(file, found)

    assert (found.start, found.end) == (data.index(b"udta") - 4, data.index(b"mdat") - 4)
    rest = data[: found.start + 4], data[found.end :]
    held = bytes(found.end - found.content)
    assert file.getvalue() == rest[0] + b"free" + held + rest[1]
    assert telling_boxes(file, len(data)) == []


def test_a_box_that_says_it_is_longer_than_the_file_ends_the_walk() -> None:
    data = make.mp4()[:-1]

    assert next(walk(BytesIO(data), len(data))).name == b"ftyp"
    assert b"mdat" not in [box.name for box in walk(BytesIO(data), len(data))]


def test_a_large_box_says_its_size_in_64_bits() -> None:
    data = b"\0\0\0\x01free" + (24).to_bytes(8, "big") + b"\0" * 8 + make.box(b"mdat")

    assert [box.name for box in walk(BytesIO(data), len(data))] == [b"free", b"mdat"]
