from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import ImageRefused
from cairn.openbadges.svg import bake_svg, looks_like_svg, texts_in_svg, unbake_svg
from tests.pictures import SVG
from tests.shared_data import shared_data

CREDENTIAL = "{https://purl.imsglobal.org/ob/v3p0}credential"
JWS = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IngifQ.c2ln"
ROOT = b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:o='https://purl.imsglobal.org/ob/v3p0'>"
V2_ROOT = b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges='http://openbadges.org'>"
strings = st.dictionaries(st.text(), st.text(), min_size=1)


def picture(content: bytes, root: bytes = ROOT) -> bytes:
    return root + content + b"</svg>"


@given(strings, st.booleans())
def test_what_was_baked_comes_out_again(members, ascii_only):
    text = json.dumps(members, ensure_ascii=ascii_only)

    assert json.loads(unbake_svg(bake_svg(SVG, text))) == members


def test_json_stands_in_the_first_element_of_the_picture():
    """Oracle: xml.etree of Python."""
    root = ElementTree.fromstring(bake_svg(SVG, '{"a": "]]> < &"}'))

    assert root[0].tag == CREDENTIAL
    assert json.loads(root[0].text) == {"a": "]]> < &"}
    assert root[1].text == ".a{fill:#246}"


def test_a_jws_stands_in_an_attribute():
    root = ElementTree.fromstring(bake_svg(SVG, JWS))

    assert (root[0].tag, root[0].attrib, root[0].text) == (CREDENTIAL, {"verify": JWS}, None)
    assert unbake_svg(bake_svg(SVG, JWS)) == JWS


def test_every_other_byte_stays_as_it_was():
    baked = bake_svg(SVG, JWS)
    declared = b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
    element = b'<openbadges:credential verify="' + JWS.encode() + b'"/>'

    assert baked.replace(declared, b"").replace(element, b"") == SVG
    assert baked.index(element) == baked.index(b"'10'" + declared + b">") + 5 + len(declared)


def test_a_credential_of_either_version_is_replaced():
    v2 = picture(b"<openbadges:assertion verify='x'>\n{}</openbadges:assertion><g/>", V2_ROOT)
    once = bake_svg(v2, '{"id": 1}')
    twice = bake_svg(once, '{"id": 2}')

    assert b"openbadges.org" not in twice
    assert twice.count(b"<openbadges:credential") == 1
    assert unbake_svg(twice) == '{"id": 2}'
    assert bake_svg(once, '{"id": 1}') == once


@pytest.mark.shared
def test_a_badge_baked_by_others_is_read():
    fixtures = shared_data("1edtech-validator-fixtures") / "ob30"
    text = unbake_svg((fixtures / "simple-json.svg").read_bytes())

    assert json.loads(text)["id"] == "http://example.com/credentials/3527"


def test_the_credential_of_an_older_badge_is_read():
    image = picture(b"<openbadges:assertion verify='https://a.example/1'/>", V2_ROOT)

    assert unbake_svg(image) == "https://a.example/1"


OLD = b"<a:assertion xmlns:a='http://openbadges.org' verify='https://a.example/1'/>"
EMPTY_OLD = b"<a:assertion xmlns:a='http://openbadges.org'/>"
BOTH = OLD + b"<o:credential>{}</o:credential>"


def test_a_badge_may_be_baked_in_both_versions_and_the_newer_is_read():
    assert texts_in_svg(picture(BOTH)) == ["{}", "https://a.example/1"]
    assert unbake_svg(picture(BOTH)) == "{}"


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (SVG, "no credential"),
        (picture(b"<o:credential verify='a.b.c'/>" * 2), "2 credentials"),
        (picture(BOTH + OLD), "2 credentials"),
        (picture(OLD * 2), "2 credentials"),
        (picture(b"<o:credential>{}</o:credential>" + EMPTY_OLD), "is empty"),
        (picture(b"<o:credential verify='a.b.c'>{}</o:credential>"), "in two forms"),
        (picture(b"<o:credential/>"), "is empty"),
        (picture(b"<g><o:credential>{}</o:credential></g>"), "directly inside"),
        (picture(b"<o:credential><g/></o:credential>"), "where only text may"),
        (picture(b"<o:credential>" + b"x" * (1 << 21) + b"</o:credential>"), "longer than 1 MiB"),
    ],
)
def test_a_picture_without_one_clear_credential_is_refused(image, why):
    with pytest.raises(ImageRefused, match=why):
        unbake_svg(image)


@pytest.mark.parametrize("text", ["", "hello", "a.b", "[]", "{" + "x" * (1 << 20)])
def test_what_is_neither_json_nor_a_jws_is_not_baked(text):
    with pytest.raises(ImageRefused):
        bake_svg(SVG, text)


def test_an_empty_picture_is_not_baked():
    with pytest.raises(ImageRefused, match="empty"):
        bake_svg(b"<svg xmlns='http://www.w3.org/2000/svg'/>", JWS)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (SVG, True),
        (b"\xef\xbb\xbf \n" + SVG, True),
        (b"<html><body>", False),
        (b'{"a": "<svg>"}', False),
        (b"", False),
    ],
)
def test_an_svg_is_told_by_its_bytes(data, is_one):
    assert looks_like_svg(data) is is_one
