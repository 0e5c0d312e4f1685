"""What draws stays bit by bit; what was written beside it goes, and twice is once."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageOps, PngImagePlugin

from cairn.errors import MalformedInput
from cairn_server.files import kinds
from cairn_server.files.kinds import Kind
from cairn_server.files.stripping import without_metadata

SECRET = b"Ada Lovelace"
PLACE = 0x8825  # the part of EXIF that says where


def drawn(form: str, **how: object) -> bytes:
    image = Image.radial_gradient("L").resize((40, 30)).convert("RGB")
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def told(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    exif[0x0112] = orientation
    exif.get_ifd(PLACE)[2] = (52.0, 31.0, 12.0)
    return exif


def telling_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return drawn("PNG", pnginfo=texts, exif=told(), icc_profile=b"a profile")


SAMPLES: dict[str, tuple[Kind, bytes]] = {
    "png": (kinds.PNG, telling_png()),
    "jpeg": (kinds.JPEG, drawn("JPEG", exif=told(), comment=SECRET, icc_profile=b"a profile")),
    "progressive": (kinds.JPEG, drawn("JPEG", exif=told(), progressive=True)),
    "mpo": (kinds.JPEG, drawn("JPEG") + drawn("JPEG", exif=told())),  # a second picture behind
    "webp": (kinds.WEBP, drawn("WEBP", exif=told(), xmp=SECRET, lossless=True)),
    "gif": (kinds.GIF, drawn("GIF", comment=SECRET)),
}


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_written_goes_and_every_pixel_stays(name: str) -> None:
    kind, data = SAMPLES[name]
    assert SECRET in data or name == "png"  # there it is packed

    bare = without_metadata(data, kind)

    assert len(bare) < len(data)
    assert SECRET not in bare
    assert pixels(bare) == pixels(data)
    with Image.open(io.BytesIO(bare)) as image:
        assert not dict(image.getexif())
        assert not {"Author", "XML:com.adobe.xmp", "xmp", "comment"} & {*image.info}
        if name in ("png", "jpeg"):
            assert image.info["icc_profile"] == b"a profile"
    assert without_metadata(bare, kind) == bare


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photograph_keeps_which_way_is_up(orientation: int) -> None:
    data = drawn("JPEG", exif=told(orientation))

    bare = without_metadata(data, kinds.JPEG)

    assert SECRET not in bare
    with Image.open(io.BytesIO(bare)) as image, Image.open(io.BytesIO(data)) as before:
        assert dict(image.getexif()) == {0x0112: orientation}
        upright, wanted = ImageOps.exif_transpose(image), ImageOps.exif_transpose(before)
        assert (upright.size, upright.tobytes()) == (wanted.size, wanted.tobytes())
    assert without_metadata(bare, kinds.JPEG) == bare


@pytest.mark.parametrize("name", SAMPLES)
def test_a_picture_cut_anywhere_is_refused_or_stays_a_beginning(name: str) -> None:
    kind, data = SAMPLES[name]
    whole = without_metadata(data, kind)

    for end in range(12, len(data), 7):
        try:
            bare = without_metadata(data[:end], kind)
        except MalformedInput:
            continue
        assert SECRET not in bare
        assert len(bare) <= len(whole)


def test_what_is_no_picture_of_pixels_is_left_alone() -> None:
    assert without_metadata(b"<svg/>", kinds.SVG) == b"<svg/>"
    assert without_metadata(b"%PDF-", kinds.PDF) == b"%PDF-"
