from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import ImageRefused
from cairn.openbadges.svg_reading import read_picture
from tests.pictures import SVG
from tests.shared_data import shared_data

ROOT = (
    b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
    b"xmlns:h='http://www.w3.org/1999/xhtml'>"
)


def picture(content: bytes) -> bytes:
    return ROOT + content + b"</svg>"


def test_the_root_tag_is_found_with_its_quotes():
    image = b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg' id='a>b'><g/></svg>"
    start, end = read_picture(image).root

    assert image[start:end] == b"<svg xmlns='http://www.w3.org/2000/svg' id='a>b'>"


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"<h:script>alert(1)</h:script>",
        b"<g onclick='alert(1)'/>",
        b"<g onload='alert(1)'/>",
        b"<foreignObject><h:iframe src='https://e.example'/></foreignObject>",
        b"<image href='https://e.example/p.png'/>",
        b"<image href='data:image/svg+xml;base64,AA=='/>",
        b"<use href='https://e.example/p.svg#a'/>",
        b"<use xlink:href='//e.example/p.svg#a'/>",
        b"<use xlink:href='javascript:alert(1)'/>",
        b"<a href='#x'><text>x</text></a>",
        b"<animate attributeName='href' to='javascript:alert(1)'/>",
        b"<set attributeName='onload' to='alert(1)'/>",
        b"<style>@import 'https://e.example/s.css';</style>",
        b"<style>g{fill:url(https://e.example/p)}</style>",
        b"<style>g{fill:u\\72l(https://e.example/p)}</style>",
        b"<style>svg{background:image-set('https://e.example/p' 1x)}</style>",
        b"<g style='background:-webkit-image-set(\"https://e.example/p\" 1x)'/>",
        b"<g style='mask:SRC(\"https://e.example/p\")'/>",
        b"<style>g{fill:url(<!-- -->https://e.example/p)}</style>",
        b"<g style=\"fill:url( 'https://e.example/p')\"/>",
        b"<g fill='url(//e.example/p)'/>",
        "<g fill='url(\u00a0#a)'/>".encode(),
        "<use href='\u2003#a'/>".encode(),
        b"<g xml:base='https://e.example/'/>",
        b"<metadata><h:link rel='stylesheet' href='https://e.example'/></metadata>",
        b"<?xml-stylesheet href='https://e.example/s.css'?>",
        b"<feImage href='#a'/>",
        b"<handler>1</handler>",
        b"<g xmlns='urn:other'><script/></g>",
        b"<b:credential xmlns:b='https://purl.imsglobal.org/ob/v3p0' onload='alert(1)'/>",
        b"<b:assertion xmlns:b='http://openbadges.org' xml:base='https://e.example/'/>",
    ],
)
def test_what_could_run_fetch_or_follow_is_refused(content):
    with pytest.raises(ImageRefused, match=r"not allowed|outside itself"):
        read_picture(picture(content))


@pytest.mark.parametrize(
    "content",
    [
        b"<use xlink:href='#a' xlink:type='simple'/>",
        b"<g style='fill:url(#g)' filter=\"url('#f')\" data-name='Layer 1' xml:space='preserve'/>",
        b"<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
        b"<style><![CDATA[.cls-1{fill:#fff;clip-path:url(#c)}]]></style>",
        b"<filter id='f'><feGaussianBlur stdDeviation='2'/></filter>",
        b"<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='Layer' i:href='x'/>",
    ],
)
def test_what_only_draws_is_accepted(content):
    assert read_picture(picture(content)).baked == []


DOCTYPE = b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' '%s'>"


def test_the_published_document_type_is_accepted_and_never_fetched():
    published = DOCTYPE % b"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"

    assert read_picture(published + picture(b"<g/>")).baked == []


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (DOCTYPE % b"https://e.example/x.dtd" + picture(b""), "document type"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + picture(b"&a;"), "document type"),
        (b"<!DOCTYPE html>" + picture(b""), "document type"),
        (DOCTYPE % b"http://www.w3.org/Graphics/SVG/1.1/x.dtd" + picture(b"&x;"), "uses entities"),
        (picture(b"&nbsp;"), "not well-formed"),
        (picture(b"<g>"), "not well-formed"),
        (b"<html/>", "first element is not svg"),
        (b"<svg/>", "first element is not svg"),
        (SVG.decode().encode("utf-16"), "not UTF-8"),
        (b"<?xml version='1.0' encoding='latin-1'?>" + picture(b""), "in latin-1"),
        (picture(b"<g>" * 64 + b"</g>" * 64), "too deeply"),
        (picture(b"<g/>" * 100_001), "too many elements"),
        (picture(b" " * (5 << 20)), "more than 4 MiB"),
        (b"", "not well-formed"),
    ],
)
def test_what_is_not_a_sound_picture_is_refused(image, why):
    with pytest.raises(ImageRefused, match=why):
        read_picture(image)


@pytest.mark.shared
def test_pictures_drawn_by_others_are_accepted():
    badgr, dcc = shared_data("badgr-openbadges"), shared_data("dcc-vc-test-fixtures")
    found = [badgr / "test_badgeclass.svg", *dcc.rglob("*.svg")]

    assert len(found) == 2
    assert [read_picture(path.read_bytes()).baked for path in found] == [[], []]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for image in (data, picture(data)):
        with suppress(ImageRefused):
            read_picture(image)
