"""
The bits of a status list, and the one text in which they travel.

The text is base64url of a single gzip member. Cairn writes that member in blocks of 4 KiB
that know nothing of one another, so that after a change only the block it touched is
compressed again: deflate may begin afresh at any whole byte, and the checksum of the whole
follows from those of the blocks. Any reader of gzip reads it. Where a list is long, the header
says besides how long each block is, as that of a dictionary for dictd does, and one bit can be
read without inflating what stands before it.

Source: W3C Bitstring Status List 1.0, "Bitstring Generation" and "Bitstring Expansion";
RFC 1951 (deflate), RFC 1952 (gzip); dictzip for the table of blocks; `crc32_combine` of zlib
for the checksum.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate

from cairn.errors import MalformedCredential, StatusListInvalid
from cairn.vc.multibase import decode_base64url, encode_base64url

LIST_LENGTH = 131_072
"""Bits in a list; the least that hides one holder among enough others."""

MAX_BYTES = 8 << 20
"""Most bytes that a list may inflate to, so that a small text cannot fill the memory."""

READ_WHOLE = 64 << 10
"""Longest list, in bytes, that is inflated to its end for one bit, with every check of gzip."""

BLOCK = 4096  # bytes; smaller blocks cost a longer text, larger ones time for each change
LEVEL = 4  # at level 9 sparse bits take 50 times as long and are a fifth shorter

_HEADER = struct.Struct("<HBBIBB")  # magic, method, flags, time, extra flags, system
_PLAIN = _HEADER.pack(0x8B1F, 8, 0, 0, 0, 255)
_EXTRA = 4  # the flag of a header that goes on
_TABLE = struct.Struct("<H2sHHHH")  # bytes to follow, RA, bytes of RA, version, block, blocks
_EMPTY_BLOCK = b"\0\0\0\xff\xff"  # a stored deflate block of no bytes, not the last one
_LAST_BLOCK = b"\x03\0"
_ONES = 0xFFFFFFFF
_SHORT = 3 * READ_WHOLE  # letters of a list that is remembered; more than its bits ever take
_SLICE = 1 << 15  # letters that are decoded at a time; a multiple of 4


def bits_with(positions: Iterable[int], *, length: int = LIST_LENGTH) -> bytes:
    """
    Return `length` bits, all zero but those at `positions`; position 0 is the leftmost.

    Raises ValueError if a position lies outside or `length` is not a multiple of 8.
    """
    if length <= 0 or length % 8:
        raise ValueError(f"length must be a positive multiple of 8, not {length}")
    bits = bytearray(length // 8)
    for position in positions:
        if not 0 <= position < length:
            raise ValueError(f"position {position} lies outside a list of {length} bits")
        bits[position >> 3] |= 0x80 >> (position & 7)
    return bytes(bits)


def bit_at(bits: bytes, index: int) -> bool:
    """
    Return the bit at `index`; index 0 is the most significant bit of the first byte.

    Raises:
        StatusListInvalid: RANGE_ERROR, if the list has no such bit.
    """
    _require_within(index, 1, len(bits))
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


@dataclass(frozen=True, slots=True)
class PackedBits:
    """
    Bits as they travel, block by block, ready to be packed again after a change.

    Each text stands for whole groups of three bytes, so that texts side by side are the
    text of the whole.
    """

    length: int  # bytes of the bits
    texts: tuple[str, ...]
    checksums: tuple[int, ...]

    @classmethod
    def of(cls, bits: bytes | bytearray) -> PackedBits:
        """Return `bits` packed; ValueError if they are more than anybody would read."""
        if len(bits) > MAX_BYTES:
            raise ValueError(f"a list has at most {8 * MAX_BYTES} bits, not {8 * len(bits)}")
        count = -(-len(bits) // BLOCK)
        return cls(len(bits), ("",) * count, (0,) * count)._with(bits, range(count))

    def after(self, bits: bytes | bytearray, positions: Iterable[int]) -> PackedBits:
        """
        Return `bits` packed, where they differ from what is packed here at `positions` only.

        Raises ValueError if they are more or fewer bits, or a position lies outside.
        """
        numbers = {position // (8 * BLOCK) for position in positions}
        if len(bits) != self.length or not numbers <= set(range(len(self.texts))):
            raise ValueError("after a change there are as many bits as before")
        return self._with(bits, numbers)

    def _with(self, bits: bytes | bytearray, numbers: Iterable[int]) -> PackedBits:
        texts, checksums = list(self.texts), list(self.checksums)
        for number in numbers:
            block = bytes(bits[number * BLOCK : (number + 1) * BLOCK])
            texts[number], checksums[number] = _packed(block), zlib.crc32(block)
        return replace(self, texts=tuple(texts), checksums=tuple(checksums))

    @property
    def encoded(self) -> str:
        """The `encodedList`: `u` + base64url(GZIP(bits)); the same bits always give it."""
        checksum, left = 0, self.length
        for own in self.checksums:
            checksum = _advanced(checksum, min(left, BLOCK)) ^ own
            left -= BLOCK
        end = _LAST_BLOCK + struct.pack("<II", checksum, self.length)
        return "".join(("u", self._start(), *self.texts, encode_base64url(end)))

    def _start(self) -> str:
        if self.length <= READ_WHOLE:
            return encode_base64url(_PLAIN + _EMPTY_BLOCK)
        count = len(self.texts)
        sizes = struct.pack(f"<{count}H", *(len(text) // 4 * 3 for text in self.texts))
        fill = -(len(_PLAIN) + _TABLE.size + len(sizes) + 4) % 3
        more = struct.pack("<2sH", b"CA", fill) + bytes(fill)  # to whole groups of three
        extra = _TABLE.size - 2 + len(sizes) + len(more)
        header = _HEADER.pack(0x8B1F, 8, _EXTRA, 0, 0, 255)
        table = _TABLE.pack(extra, b"RA", 6 + len(sizes), 1, BLOCK, count)
        return encode_base64url(header + table + sizes + more)


def encode_bits(bits: bytes | bytearray) -> str:
    """Return `u` + base64url(GZIP(bits)); the same bits always give the same text."""
    return PackedBits.of(bits).encoded


def _packed(block: bytes) -> str:
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    while len(data) % 3:
        data += _EMPTY_BLOCK
    return encode_base64url(data)


def _advanced(checksum: int, length: int) -> int:
    """Return the CRC-32 that `checksum` becomes when `length` zero bytes follow, as a term."""
    if length != BLOCK:
        return zlib.crc32(bytes(length), checksum ^ _ONES) ^ _ONES
    tables = _block_tables()
    return (
        tables[0][checksum & 0xFF]
        ^ tables[1][checksum >> 8 & 0xFF]
        ^ tables[2][checksum >> 16 & 0xFF]
        ^ tables[3][checksum >> 24]
    )


@cache
def _block_tables() -> tuple[tuple[int, ...], ...]:
    """Return what a whole block of zeros makes of each byte of a checksum: it is linear."""
    zeros = bytes(BLOCK)
    columns = [zlib.crc32(zeros, (1 << bit) ^ _ONES) ^ _ONES for bit in range(32)]
    tables = []
    for start in range(0, 32, 8):
        table = [0]
        for column in columns[start : start + 8]:
            table += [entry ^ column for entry in table]
        tables.append(tuple(table))
    return tuple(tables)


def decode_bits(encoded: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """
    Return the bits of an `encodedList`, all of them.

    Args:
        encoded: multibase base64url of one gzip member, with `u` in front; lists of the
            older StatusList2021 lack the `u` and are read too.
        max_bytes: most bytes that are inflated.

    Raises:
        StatusListInvalid: MALFORMED_VALUE_ERROR, if it is not such a text or inflates to
            more than `max_bytes`.
    """
    letters = _letters(encoded, max_bytes)
    try:
        inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        bits = inflater.decompress(decode_base64url(letters), max_bytes + 1)
    except (zlib.error, MalformedCredential) as error:
        raise malformed(str(error)) from error
    if len(bits) > max_bytes:
        raise malformed(f"it inflates to more than {max_bytes} bytes")
    if not inflater.eof or inflater.unused_data:
        raise malformed("its gzip data ends too early or too late")
    return bits


def read_value(
    encoded: str, index: int, *, size: int = 1, max_bytes: int = MAX_BYTES
) -> tuple[int, int]:
    """
    Return the number that the `size` bits of entry `index` make, and the bits of the list.

    Of a long list only the block with that entry is inflated, or where its header does not say
    where that is, what comes before. The rest is then not looked at; whoever signed the text
    signed all of it.

    Raises:
        StatusListInvalid: MALFORMED_VALUE_ERROR as `decode_bits`, or RANGE_ERROR if the list
            has no such entry.
    """
    is_short = len(encoded) <= _SHORT
    length = (_short_length if is_short else _stated_length)(encoded, max_bytes)
    _require_within(index, size, length)
    start, end = index * size, (index + 1) * size
    touched = _bytes_between(encoded, start // 8, (end + 7) // 8, length, max_bytes)
    return (int.from_bytes(touched, "big") >> -end % 8) & ((1 << size) - 1), 8 * length


def _bytes_between(encoded: str, start: int, stop: int, length: int, max_bytes: int) -> bytes:
    """Return the bytes from `start` up to `stop` of a list that says it has `length`."""
    if length <= READ_WHOLE:
        decode = _short_bits if len(encoded) <= _SHORT else decode_bits
        return decode(encoded, max_bytes=max_bytes)[start:stop]
    letters = _letters(encoded, max_bytes)
    try:
        blocks = _Blocks.found_in(letters, length)
        if blocks is None:
            return _first_bytes(letters, stop)[start:]
        first = start // blocks.size
        found = b"".join(map(blocks.inflated, range(first, (stop - 1) // blocks.size + 1)))
    except (zlib.error, MalformedCredential) as error:
        raise malformed(str(error)) from error
    return found[start - first * blocks.size : stop - first * blocks.size]


@lru_cache(maxsize=32)  # the same list answers for many; 8 MiB at most, with their texts
def _short_bits(encoded: str, *, max_bytes: int) -> bytes:
    return decode_bits(encoded, max_bytes=max_bytes)


@lru_cache(maxsize=32)
def _short_length(encoded: str, max_bytes: int) -> int:
    return _stated_length(encoded, max_bytes)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of a long list, each to be inflated by itself."""

    letters: str
    length: int  # bytes of the bits
    size: int  # bytes of the bits in each block but the last
    edges: tuple[int, ...]  # where the blocks begin in the gzip member, and the last one ends

    @classmethod
    def found_in(cls, letters: str, length: int) -> _Blocks | None:
        """Return the blocks, if the header lists them as Cairn writes it; else None."""
        head = _decoded_between(letters, 0, _HEADER.size + _TABLE.size)
        flags = head[3]
        extra, name, named, version, size, count = _TABLE.unpack_from(head, _HEADER.size)
        is_ours = (flags, name, version, named) == (_EXTRA, b"RA", 1, 6 + 2 * count)
        if not is_ours or not size or count != -(-length // size):
            return None
        start = _HEADER.size + _TABLE.size
        sizes = struct.unpack(f"<{count}H", _decoded_between(letters, start, start + 2 * count))
        edges = tuple(accumulate(sizes, initial=_HEADER.size + 2 + extra))
        if edges[-1] + len(_LAST_BLOCK) + 8 != len(letters) * 3 // 4:
            return None
        return cls(letters, length, size, edges)

    def inflated(self, number: int) -> bytes:
        """Return the bits of a block; MALFORMED_VALUE_ERROR if they are more or fewer."""
        data = _decoded_between(self.letters, *self.edges[number : number + 2])
        wanted = min(self.size, self.length - number * self.size)
        bits = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, wanted + 1)
        if len(bits) != wanted:
            raise malformed("a block is not as long as it says")
        return bits


def _decoded_between(letters: str, start: int, stop: int) -> bytes:
    """Return the bytes from `start` up to `stop` of what `letters` stand for."""
    group = start // 3
    data = decode_base64url(letters[4 * group : 4 * -(-stop // 3)])[start - 3 * group :]
    if len(data) < stop - start:
        raise malformed("its gzip data ends too early")
    return data[: stop - start]


def _letters(encoded: str, max_bytes: int) -> str:
    # Every gzip member begins with the byte 0x1f, so its base64url begins with H, never u.
    body = encoded[1:] if encoded.startswith("u") else encoded
    if not body.startswith("H4sI") or len(body) > 2 * max_bytes:
        raise malformed("it is not u followed by base64url of gzip")
    return body.rstrip("=")


def _stated_length(encoded: str, max_bytes: int) -> int:
    """Return how many bytes the list has, as its last four bytes say."""
    letters = _letters(encoded, max_bytes)
    last_group = (len(letters) - 1) // 4 * 4
    try:
        end = decode_base64url(letters[max(0, last_group - 8) :])
    except MalformedCredential as error:
        raise malformed(str(error)) from error
    length = int.from_bytes(end[-4:], "little")
    if length > max_bytes:
        raise malformed(f"it inflates to more than {max_bytes} bytes")
    return length


def _first_bytes(letters: str, count: int) -> bytes:
    found, inflater = bytearray(), zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for start in range(0, len(letters), _SLICE):
        data = decode_base64url(letters[start : start + _SLICE])
        found += inflater.decompress(data, count - len(found))
        if len(found) == count:
            return bytes(found)
    raise malformed("it is shorter than it says")


def _require_within(index: int, size: int, length: int) -> None:
    entries = length * 8 // size
    if not 0 <= index < entries:
        raise StatusListInvalid(f"RANGE_ERROR: the list has {entries} entries and none at {index}")


def malformed(why: str) -> StatusListInvalid:
    """Return the error that the recommendation asks for where a list cannot be read."""
    return StatusListInvalid(f"MALFORMED_VALUE_ERROR: the encoded list cannot be read: {why}")
