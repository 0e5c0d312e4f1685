from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image

from cairn.errors import UnsafeContent
from cairn_server.files import kinds
from cairn_server.files.rendering import render
from tests.cairn_server.files import making_files as make


def rendered(folder: Path, content: bytes, kind: kinds.Kind) -> tuple[kinds.Kind | None, Path]:
    source, target = folder / "source", folder / "target"
    source.write_bytes(content)
    return render(source, kind, target), target


def test_a_photograph_no_longer_says_who_took_it(tmp_path: Path) -> None:
    content = make.named_jpeg("Ada Lovelace")
    assert b"Ada Lovelace" in content

    kind, target = rendered(tmp_path, content, kinds.JPEG)

    assert kind is kinds.JPEG
    assert b"Ada" not in target.read_bytes()
    with Image.open(target) as picture:
        assert picture.size == (40, 30)
        assert not picture.getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_drawings_are_written_anew_as_png(tmp_path: Path, form: str) -> None:
    kind = {"PNG": kinds.PNG, "WEBP": kinds.WEBP, "GIF": kinds.GIF}[form]

    assert rendered(tmp_path, make.picture(form), kind)[0] is kinds.PNG


@pytest.mark.parametrize("size", [(60_000, 60_000), (2_000_000_000, 1)])
def test_a_bomb_is_refused_within_two_seconds_and_says_why(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    began = time.monotonic()

    with pytest.raises(UnsafeContent, match="pixels"):
        rendered(tmp_path, make.png_claiming(*size), kinds.PNG)

    assert time.monotonic() - began < 2


@pytest.mark.parametrize("content", [make.picture("PNG")[:60], b"\x89PNG\r\n\x1a\n" + b"\0" * 90])
def test_a_damaged_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnsafeContent, match="damaged"):
        rendered(tmp_path, content, kinds.PNG)


def test_a_pdf_keeps_its_length_and_loses_its_author(tmp_path: Path) -> None:
    content = make.pdf("Ada Lovelace")

    kind, target = rendered(tmp_path, content, kinds.PDF)

    assert kind is kinds.PDF
    assert len(target.read_bytes()) == len(content)
    assert b"Ada" not in target.read_bytes()
    assert b"/Type/Page/Parent" in target.read_bytes()


def test_the_titles_of_chapters_stay(tmp_path: Path) -> None:
    chapter = b"5 0 obj<</Title(Two chapters)/Parent 1 0 R>>endobj\n"
    content = make.pdf("Ada").replace(b"trailer", chapter + b"trailer")

    _, target = rendered(tmp_path, content, kinds.PDF)

    assert b"/Title(Two chapters)" in target.read_bytes()


def test_a_description_in_xml_is_blanked(tmp_path: Path) -> None:
    content = make.pdf().replace(
        b"trailer", b"<x:xmpmeta><dc:creator>Ada</dc:creator></x:xmpmeta>\ntrailer"
    )

    _, target = rendered(tmp_path, content, kinds.PDF)

    assert len(target.read_bytes()) == len(content)
    assert b"Ada" not in target.read_bytes()


@pytest.mark.parametrize(
    "filling", [b"<x:xmpmeta ", b"/Author(", b"/Author<", b"/Author   ", b"endobj/Author("]
)
def test_a_pdf_made_to_be_slow_is_not(tmp_path: Path, filling: bytes) -> None:
    began = time.process_time()

    rendered(tmp_path, b"%PDF-1.4\n" + filling * (4_000_000 // len(filling)), kinds.PDF)

    assert time.process_time() - began < 2


def test_a_film_keeps_its_length_and_loses_who_made_it(tmp_path: Path) -> None:
    content = make.mp4(author=b"Ada Lovelace")

    kind, target = rendered(tmp_path, content, kinds.MP4)

    assert kind is kinds.MP4
    assert len(target.read_bytes()) == len(content)
    assert b"udta" not in target.read_bytes()
    assert b"Ada" not in target.read_bytes()
    assert b"avc1" in target.read_bytes()


def test_a_film_that_names_nobody_needs_no_copy(tmp_path: Path) -> None:
    kind, target = rendered(tmp_path, make.mp4(), kinds.MP4)

    assert kind is None
    assert not target.exists()
