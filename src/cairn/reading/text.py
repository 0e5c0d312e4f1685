"""From bytes to text: size, encoding and the characters that no reader may pass on."""

from __future__ import annotations

from cairn.errors import InputTooLarge, MalformedInput

BOM = "\ufeff"
BLANK = " \t\r\n"
"""White space as JSON and XML know it; Python's own holds much more, a no-break space too."""


def text_of(data: bytes | str, *, max_bytes: int, allow_bom: bool) -> str:
    """
    Return `data` as text, without a byte order mark.

    Raises:
        InputTooLarge: if it is longer than `max_bytes`, counted in UTF-8.
        MalformedInput: if it is not UTF-8, or starts with a mark that is not allowed.
    """
    size = len(data)
    if size <= max_bytes and isinstance(data, str) and not data.isascii():
        size = len(data.encode(errors="surrogatepass"))
    if size > max_bytes:
        raise InputTooLarge(f"The input is larger than {max_bytes:,} bytes; send less at a time")
    text = data if isinstance(data, str) else _decode(data)
    if not text.startswith(BOM):
        return text
    if not allow_bom:
        raise MalformedInput("Line 1 starts with a byte order mark; save it as UTF-8 without BOM")
    return text[1:]


def has_forbidden(text: str) -> str | None:
    """Return what is wrong with the characters of `text`: U+0000 or half a surrogate pair."""
    if "\x00" in text:
        return "the character U+0000"
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half of a surrogate pair, which is no character"
    return None


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedInput(f"Line {line} is not UTF-8; save the file as UTF-8") from None
