from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from cairn_server.files.picture_decoder import render
from tests.cairn_server.files import making_files as make


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(make.picture("JPEG", (400, 200)))

    told = render(str(source), str(target), max_pixels=100_000, max_side=100)

    with Image.open(target) as picture:
        assert (told, picture.size) == ("image/jpeg", (100, 50))


def test_a_picture_taken_sideways_stands_upright(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    image = Image.new("RGB", (40, 20))
    exif = image.getexif()
    exif[0x0112] = 6  # EXIF 2.32, Orientation: rotate by 90 degrees
    image.save(source, "JPEG", exif=exif)

    render(str(source), str(target), max_pixels=100_000, max_side=100)

    with Image.open(target) as picture:
        assert picture.size == (20, 40)


def test_more_pixels_than_allowed_are_refused_with_their_number(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(make.picture("PNG", (400, 200)))

    with pytest.raises(ValueError, match="400 by 200 pixels"):
        render(str(source), str(tmp_path / "target"), max_pixels=70_000, max_side=100)
