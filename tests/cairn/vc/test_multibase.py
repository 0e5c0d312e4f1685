"""Vectors: draft-msporny-base58, section "Test Vectors"; RFC 4648, section 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import MalformedCredential
from cairn.vc.multibase import (
    MAX_BASE58,
    decode_base58,
    decode_base64url,
    decode_multibase,
    encode_base58,
    encode_base64url,
    encode_multibase,
)

BASE58 = [
    (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    (b"", ""),
]
BASE64URL = [(b"f", "Zg"), (b"fo", "Zm8"), (b"foobar", "Zm9vYmFy"), (b"\xfb\xff", "-_8"), (b"", "")]


@pytest.mark.parametrize(("data", "text"), BASE58)
def test_base58_is_that_of_the_draft(data, text):
    assert encode_base58(data) == text
    assert decode_base58(text) == data


@pytest.mark.parametrize(("data", "text"), BASE64URL)
def test_base64url_is_that_of_the_rfc_without_padding(data, text):
    assert encode_base64url(data) == text
    assert decode_base64url(text) == data


@given(st.binary(max_size=100))
def test_what_is_encoded_is_decoded_again(data):
    assert decode_multibase(encode_multibase(data)) == data
    assert decode_multibase("u" + encode_base64url(data)) == data


@pytest.mark.parametrize("count", [1, 2, 3, 63, 64, 65, 88, 128, 129, MAX_BASE58])
def test_letters_are_digits_of_a_number_however_many_there_are(count):
    """Oracle: 58**n - 1 has n times the highest digit, and 58**(n-1) is 1 and zeros."""
    highest = int.from_bytes(decode_base58("z" * count), "big")
    power = int.from_bytes(decode_base58("2" + "1" * (count - 1)), "big")

    assert highest == 58**count - 1
    assert power == 58 ** (count - 1)


@pytest.mark.parametrize(
    "text", ["Zg==", "Zg=", "Z g", "Zg\n", "Z", "Zm9v+w", "Zé", "Zh", "Zm9vYmF6Zn"]
)
def test_a_second_spelling_of_base64url_is_refused(text):
    with pytest.raises(MalformedCredential):
        decode_base64url(text)


@pytest.mark.parametrize("text", ["", "m0g", "f00", "z0", "zO", "zl", "z I", "Z1", "u*"])
def test_other_alphabets_and_letters_are_refused(text):
    with pytest.raises(MalformedCredential):
        decode_multibase(text)


def test_a_base58_text_too_long_for_a_key_is_refused():
    assert decode_base58("1" * MAX_BASE58) == bytes(MAX_BASE58)

    with pytest.raises(MalformedCredential, match="too long"):
        decode_base58("1" * (MAX_BASE58 + 1))


@pytest.mark.parametrize("letter", [*"0OIl?- ", "é", "ß", "\ud800", "\U0001f600", "\x00"])
def test_the_letter_that_is_not_of_the_alphabet_is_named(letter):
    for text in (letter, f"1{letter}", f"{letter}z1", "z" * 87 + letter):
        with pytest.raises(MalformedCredential, match="not a letter of base58btc") as refused:
            decode_base58(text)
        assert str(refused.value).startswith(repr(letter))


@given(st.binary(max_size=80))
def test_base58_is_a_number_written_with_58_digits(data):
    text, letters = (
        encode_base58(data),
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    )
    number = 0
    for letter in text:
        number = number * 58 + letters.index(letter)

    assert number == int.from_bytes(data, "big")
    assert len(text) - len(text.lstrip("1")) == len(data) - len(data.lstrip(b"\0"))
    assert decode_base58(text) == data
