from __future__ import annotations

import pytest

from cairn.errors import ImageRefused
from cairn.openbadges.baking import bake, bake_png, bake_svg, unbake
from tests.pictures import SVG, png


def test_the_kind_of_picture_is_told_by_its_bytes():
    assert bake(png(), "{}") == bake_png(png(), "{}")
    assert bake(SVG, "{}") == bake_svg(SVG, "{}")
    assert unbake(bake(png(), '{"a": 1}')) == unbake(bake(SVG, '{"a": 1}')) == '{"a": 1}'


@pytest.mark.parametrize(
    ("image", "place"), [(png(), b"iTXtopenbadges\0"), (SVG, b"http://openbadges.org")]
)
def test_an_assertion_of_the_older_version_stands_where_its_readers_look(image, place):
    """Open Badges 2.0, "Baking": the chunk `openbadges`, the element `assertion`."""
    older = bake(image, '{"id": "https://a.example/1"}', is_version_2=True)

    assert place in older
    assert unbake(older) == '{"id": "https://a.example/1"}'
    assert bake(older, "{}") == bake(image, "{}")


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0JFIF", b"{}", b"<html/>"])
def test_anything_else_is_refused(data):
    with pytest.raises(ImageRefused, match="neither"):
        bake(data, "{}")
    with pytest.raises(ImageRefused, match="neither"):
        unbake(data)
