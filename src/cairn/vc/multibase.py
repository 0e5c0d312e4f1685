"""
Multibase: bytes as text that names its own alphabet by its first letter.

Credentials use two alphabets only: `z`, base58btc, for keys and signatures, and `u`,
base64url without padding, for status lists. Anything else is refused, and so is any
second spelling of the same bytes.

Source: W3C Controlled Identifiers 1.0, section "Multibase".
"""

from __future__ import annotations

import base64
import binascii

from cairn.errors import MalformedCredential

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGIT = {letter: value for value, letter in enumerate(_BASE58)}

_PAIRS = [first + second for first in _BASE58 for second in _BASE58]
_PAIR = {pair: value for value, pair in enumerate(_PAIRS)}
_2, _4, _6, _8 = (58**letters for letters in (2, 4, 6, 8))
_TEN_LETTERS = 58**10  # what fits into one machine word

MAX_BASE58 = 2_048
"""Longest base58 text that is read: decoding takes time that grows with its square."""


def encode_base58(data: bytes) -> str:
    """Return `data` in base58btc, without a prefix; one `1` for each leading zero byte."""
    number = int.from_bytes(data, "big")
    tens: list[str] = []
    while number:
        number, ten = divmod(number, _TEN_LETTERS)
        tens.append(
            f"{_PAIRS[ten // _8]}{_PAIRS[ten // _6 % _2]}{_PAIRS[ten // _4 % _2]}"
            f"{_PAIRS[ten // _2 % _2]}{_PAIRS[ten % _2]}"
        )
    zeros = len(data) - len(data.lstrip(b"\0"))
    tens.reverse()
    return "1" * zeros + "".join(tens).lstrip("1")


def decode_base58(text: str) -> bytes:
    """
    Return the bytes that base58btc `text` stands for.

    Raises:
        MalformedCredential: if a letter is not in the alphabet, or the text is longer
            than `MAX_BASE58`.
    """
    if len(text) > MAX_BASE58:
        raise MalformedCredential(f"a base58 text of {len(text)} letters is too long to be a key")
    odd = len(text) % 2
    try:
        number = _DIGIT[text[0]] if odd else 0
        for start in range(odd, len(text), 8):
            part, letters = 0, text[start : start + 8]
            for place in range(0, len(letters), 2):
                part = part * _2 + _PAIR[letters[place : place + 2]]
            number = number * 58 ** len(letters) + part
    except KeyError:
        wrong = next(letter for letter in text if letter not in _DIGIT)
        raise MalformedCredential(f"{wrong!r} is not a letter of base58btc") from None
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_base64url(data: bytes) -> str:
    """Return `data` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """
    Return the bytes that base64url `text` stands for.

    Raises:
        MalformedCredential: on padding, white space, a foreign letter, or left-over bits
            that are not zero, so that every byte string has exactly one spelling.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise MalformedCredential("the text is not base64url without padding") from error
    if encode_base64url(data) != text:
        raise MalformedCredential("the text is not the one base64url spelling of its bytes")
    return data


def encode_multibase(data: bytes) -> str:
    """Return `data` as `z` and base58btc, the spelling of keys and signatures."""
    return "z" + encode_base58(data)


def decode_multibase(text: str) -> bytes:
    """
    Return the bytes of a multibase text that begins with `z` or `u`.

    Raises:
        MalformedCredential: if the prefix is another one or the rest does not fit it.
    """
    if text.startswith("z"):
        return decode_base58(text[1:])
    if text.startswith("u"):
        return decode_base64url(text[1:])
    raise MalformedCredential("a multibase text must begin with z (base58) or u (base64url)")
