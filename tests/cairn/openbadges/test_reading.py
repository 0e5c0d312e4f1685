from __future__ import annotations

import json

import pytest

from cairn.errors import ImageRefused, InputError, InputTooLarge, MalformedInput, UnsupportedFormat
from cairn.openbadges.baking import bake
from cairn.openbadges.reading import Kind, find_credential, refuse_no_credential
from tests.pictures import SVG, chunk, png, with_chunks
from tests.shared_data import shared_data

JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IngifQ.c2ln"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"id": "x"}', Kind.JSON),
        (b'\n\t {"id": "x"} \r\n', Kind.JSON),
        (bake(png(), '{"id": "x"}'), Kind.PNG),
        (bake(SVG, '{"id": "x"}'), Kind.SVG),
    ],
)
def test_a_document_is_found_whatever_it_lies_in(data, kind):
    found = find_credential(data)

    assert (found.kind, found.document, found.jwt) == (kind, {"id": "x"}, None)
    assert json.loads(found.text) == {"id": "x"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JWT.encode(), Kind.JWT),
        (f"  {JWT}\n".encode(), Kind.JWT),
        (bake(png(), JWT), Kind.PNG),
        (bake(SVG, JWT), Kind.SVG),
    ],
)
def test_a_jwt_is_found_whatever_it_lies_in(data, kind):
    found = find_credential(data)

    assert (found.kind, found.jwt, found.document) == (kind, JWT, None)


def test_an_old_picture_may_hold_only_an_address():
    image = with_chunks(png(), chunk(b"tEXt", b"openbadges\0https://a.example/1"))

    assert find_credential(image).address == "https://a.example/1"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", MalformedInput),
        (b" \n", MalformedInput),
        (b'{"id": 1, "id": 2}', MalformedInput),
        (b'{"id": ', MalformedInput),
        (b"[]", MalformedInput),
        (b"\xef\xbb\xbf{}", MalformedInput),
        (b"\xff\xfe{\0}\0", UnsupportedFormat),
        (b"https://a.example/1", UnsupportedFormat),
        (b"hello", UnsupportedFormat),
        (b"<html></html>", UnsupportedFormat),
        (b"\xff\xd8\xff\xe0", UnsupportedFormat),
        (b'\x0b{"id": "x"}', UnsupportedFormat),
        (b'{"id": "x"}\x0c', MalformedInput),
        (bake(SVG, '{"id": "x"}').replace(b"<![CDATA[", b"\xc2\xa0<![CDATA["), ImageRefused),
        (b"{" + b" " * (1 << 20), InputTooLarge),
        (b" " * (17 << 20), InputTooLarge),
        (bake(png(), '{"a": 1, "a": 2}'), MalformedInput),
        (bake(png(), "hello"), ImageRefused),
        (png(), ImageRefused),
    ],
)
def test_what_holds_no_credential_is_refused(data, error):
    with pytest.raises(error):
        find_credential(data)


def test_an_error_names_the_file():
    with pytest.raises(InputError, match=r"^certificate\.pdf .* the address or the code"):
        find_credential(b"%PDF-1.7\n...", name="certificate.pdf")
    with pytest.raises(InputError, match=r"^letter\.docx is not a credential"):
        find_credential(b"PK\x03\x04", name="letter.docx")


@pytest.mark.parametrize("is_both", [False, True])
def test_it_is_told_that_an_older_badge_lies_beside_the_one_that_is_read(is_both):
    old = chunk(b"tEXt", b"openbadges\0https://a.example/1")
    baked = bake(png(), JWT)

    found = find_credential(with_chunks(baked, old) if is_both else baked)
    assert (found.jwt, found.is_accompanied) == (JWT, is_both)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "VerifiableCredential"},
        {"type": ["X", "ClrCredential"]},
        {"type": "EnvelopedVerifiablePresentation"},
        {"type": "Assertion"},
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"@context": [{}, "https://www.w3.org/2018/credentials/v1"]},
        {"@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
        {"credentialSubject": {}},
        {"badge": 1},
        {"recipient": {}},
    ],
)
def test_what_says_that_it_is_a_credential_is_taken_for_one(document):
    refuse_no_credential(document)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"a": 1},
        {"@context": "https://schema.org/", "type": "Person"},
        {"@context": {"@vocab": "https://www.w3.org/ns/credentials/v2"}},
        {"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass"},
        {"type": "FeatureCollection", "proof": {}},
        {"type": 7, "id": "urn:x:y", "name": "Statistics"},
    ],
)
def test_json_that_says_nothing_of_the_kind_is_no_credential(document):
    with pytest.raises(UnsupportedFormat, match="JSON and not a credential"):
        refuse_no_credential(document)


@pytest.mark.shared
def test_the_badges_of_1edtech_are_found():
    folder = shared_data("1edtech-validator-fixtures") / "ob30"
    names = ("simple.json", "simple.1ob", "simple-json.png", "simple-json.svg", "simple.jwt")
    kinds = [find_credential((folder / name).read_bytes()).kind for name in names]

    assert kinds == ["json", "json", "png", "svg", "jwt"]


def padded(size, **members):
    return json.dumps({**members, "a": "x" * size}).encode()


RECORD = {"type": ["VerifiableCredential", "ClrCredential"]}


@pytest.mark.parametrize("many", [{"b": [0] * 10_001}, {"b": ["x" * (1 << 20)]}])
def test_a_learner_record_may_be_larger_where_its_reader_has_time(many):
    data = json.dumps(RECORD | many).encode()

    found = find_credential(data, large_records=True)

    assert (found.document, found.is_large) == (RECORD | many, True)
    assert json.loads(found.text) == RECORD | many
    with pytest.raises(InputTooLarge):
        find_credential(data)
    for other in ({"type": ["VerifiableCredential"]}, {"type": "Record"}, {}):
        with pytest.raises(InputTooLarge):
            find_credential(json.dumps(other | many).encode(), large_records=True)


def test_a_learner_record_has_limits_too_and_a_small_one_is_nothing_special():
    small = find_credential(json.dumps(RECORD).encode(), large_records=True)
    listed = json.dumps([RECORD | {"b": [0] * 10_001}]).encode()

    assert (small.document, small.is_large) == (RECORD, False)
    for data in (padded(16 << 20, **RECORD), json.dumps(RECORD | {"b": [0] * 80_000}).encode()):
        with pytest.raises(InputTooLarge):
            find_credential(data, large_records=True)
    for data in (listed, b"e30." * 300_000, bake_large()):
        with pytest.raises((InputTooLarge, ImageRefused)):
            find_credential(data, large_records=True)


def bake_large():
    """Return a picture with a record that is too large for pictures."""
    data = padded(1 << 20, **RECORD)
    return with_chunks(png(), chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + data))
