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

_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = bytes(_BASE58.find(code) % 256 for code in range(256))
# written two letters at a time, of four that fit into one digit of Python's integers
_PAIRS = tuple(first + second for first in _BASE58.decode() for second in _BASE58.decode())
_PAIR = 58**2
_FOUR_LETTERS = 58**4

MAX_BASE58 = 2_048
"""Longest base58 text that is read: decoding takes time that grows with its square."""

# For reading, all letters at once: neighbours are put together in one number, then these with
# their neighbours, and so on. Each step has how far neighbours are apart in bits, what lets
# every second one through, and how much less the left one is worth than where it stands.
_STEPS = tuple(
    (
        8 * length,
        int.from_bytes((bytes(length) + b"\xff" * length) * (MAX_BASE58 // length // 2), "big"),
        2 ** (8 * length) - 58**length,
    )
    for length in (2**step for step in range(MAX_BASE58.bit_length() - 1))
)


def encode_base58(data: bytes) -> str:
    """Return `data` in base58btc, without a prefix; one `1` for each leading zero byte."""
    number = int.from_bytes(data, "big")
    pairs: list[str] = []
    while number:
        number, four = divmod(number, _FOUR_LETTERS)
        pairs.append(_PAIRS[four % _PAIR])
        pairs.append(_PAIRS[four // _PAIR])
    pairs.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(pairs).lstrip("1")


def decode_base58(text: str) -> bytes:
    """
    Return the bytes that base58btc `text` stands for.

    Raises:
        MalformedCredential: if a letter is not in the alphabet, or the text is longer
            than `MAX_BASE58`.
    """
    if len(text) > MAX_BASE58:
        raise MalformedCredential(f"a base58 text of {len(text)} letters is too long to be a key")
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if 255 in digits:
        wrong = next(one for one in text if one.encode("utf-8", "replace") not in _BASE58)
        raise MalformedCredential(f"{wrong!r} is not a letter of base58btc")
    number = int.from_bytes(digits, "big")
    for apart, every_second, less in _STEPS[: max(len(digits) - 1, 0).bit_length()]:
        number -= (number >> apart & every_second) * less
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
