from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cairn.errors import ImageRefused
from cairn.openbadges.png import bake_png, read_chunks, texts_in_png, unbake_png
from tests.pictures import chunk, png, with_chunks
from tests.shared_data import shared_data

ITXT = b"openbadgecredential\0\0\0\0\0"
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(texts.filter(str.strip))
def test_what_was_baked_comes_out_again(text):
    assert unbake_png(bake_png(png(), text)) == text


def test_pillow_reads_the_same_text_and_the_same_pixels():
    baked = bake_png(png(), '{"name": "Zoë"}')

    with Image.open(io.BytesIO(baked)) as picture, Image.open(io.BytesIO(png())) as before:
        picture.load()
        assert picture.text["openbadgecredential"] == '{"name": "Zoë"}'
        assert picture.tobytes() == before.tobytes()


def test_every_other_byte_stays_as_it_was():
    """The chunk by hand: one iTXt, uncompressed, without language, before IEND."""
    image = with_chunks(png(), chunk(b"tEXt", b"Software\0Draw"), chunk(b"prVt", b"\x01\x02"))

    baked = bake_png(image, "{}")

    assert baked == with_chunks(image, chunk(b"iTXt", ITXT + b"{}"))


def test_a_credential_of_either_version_is_replaced():
    old = chunk(b"tEXt", b"openbadges\0https://a.example/1")
    image = with_chunks(png(), old, chunk(b"iTXt", ITXT + b'{"id": 1}'))

    assert bake_png(image, '{"id": 2}') == with_chunks(png(), chunk(b"iTXt", ITXT + b'{"id": 2}'))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("1edtech-validator-fixtures/ob30/simple-json.png", '{  "@context"'),
        ("1edtech-validator-fixtures/ob30/simple-jwt.png", "eyJhbGciOiJSUzI1NiI"),
        ("1edtech-validator-fixtures/ob20/simple-badge.png", '{"@context"'),
        ("badgr-openbadges/baked_image.png", '{"uid":"123abc"'),
    ],
)
def test_badges_baked_by_others_are_read(file, begins):
    folder, _, rest = file.partition("/")

    assert unbake_png((shared_data(folder) / rest).read_bytes()).startswith(begins)


def test_the_address_in_an_old_badge_is_read():
    image = with_chunks(png(), chunk(b"tEXt", b"openbadges\0https://a.example/1"))

    assert unbake_png(image) == "https://a.example/1"


GOOD = chunk(b"iTXt", ITXT + b"{}")
OLD = chunk(b"tEXt", b"openbadges\0https://a.example/1")
COMPRESSED = b"openbadgecredential\0\x01\0\0\0" + zlib.compress(b"{}")


@pytest.mark.parametrize("order", [1, -1])
def test_a_badge_may_be_baked_in_both_versions_and_the_newer_is_read(order):
    chunks = [GOOD, OLD][::order]
    image = with_chunks(png(), *chunks)

    assert texts_in_png(image) == ["{}", "https://a.example/1"]
    assert unbake_png(image) == "{}"


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (png(), "no credential"),
        (with_chunks(png(), GOOD, GOOD), "2 credentials"),
        (with_chunks(png(), OLD, OLD), "2 credentials"),
        (with_chunks(png(), GOOD, OLD, OLD), "2 credentials"),
        (with_chunks(png(), GOOD, chunk(b"zTXt", b"openbadges\0\0x")), "other than iTXt"),
        (with_chunks(png(), GOOD[:-1] + b"\0"), "checksum"),
        (with_chunks(png(), chunk(b"iTXt", COMPRESSED)), "compressed"),
        (with_chunks(png(), chunk(b"zTXt", b"openbadgecredential\0\0x")), "other than iTXt"),
        (with_chunks(png(), chunk(b"tEXt", b"openbadgecredential\0{}")), "other than iTXt"),
        (with_chunks(png(), chunk(b"iTXt", ITXT + b"\xff")), "not UTF-8"),
        (with_chunks(png(), chunk(b"iTXt", ITXT[:-2] + b"{}")), "malformed"),
        (with_chunks(png(), chunk(b"iTXt", ITXT + b" " * (1 << 21))), "longer than 1 MiB"),
        (png() + b"PK\x03\x04", "follows the end"),
        (png()[:-12], "breaks off"),
        (png()[:-4], "breaks off"),
        (png()[:30], "breaks off"),
        (png()[:8] + chunk(b"IEND", b""), "begins with one IHDR"),
        (with_chunks(png(), png()[8:33]), "begins with one IHDR"),
        (b"GIF89a", "not a PNG"),
        (png()[:8] + b"\0" * (17 << 20), "more than 16 MiB"),
        (with_chunks(png(), chunk(b"aaAa", b"") * 70_000), "more than 65536 chunks"),
    ],
)
def test_a_picture_that_cannot_be_trusted_is_refused_with_its_reason(image, why):
    with pytest.raises(ImageRefused, match=why):
        unbake_png(image)


@pytest.mark.parametrize("text", ["", "  \n", "a\0b", "\ud800", "x" * (1 << 20) + "x"])
def test_a_text_that_no_chunk_may_hold_is_refused(text):
    with pytest.raises(ImageRefused):
        bake_png(png(), text)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tail):
    for image in (tail, png()[:8] + tail, with_chunks(png(), tail)):
        with suppress(ImageRefused):
            list(read_chunks(image))
