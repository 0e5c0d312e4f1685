"""Small pictures, made by others: a PNG by Pillow, an SVG by hand."""

from __future__ import annotations

import io
import struct
from zlib import crc32

from PIL import Image

SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- a badge -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width='10'>
  <style>.a{fill:#246}</style>
  <defs><path id="p" d="M0 0L9 9"/></defs>
  <use href="#p" class="a" style="stroke:url(#g)"/>
  <text x="1" y="9">&lt;Zo\xc3\xab&gt;</text>
</svg>
"""


def png() -> bytes:
    """Return a picture of 4 by 4 pixels."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (36, 68, 102)).save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk as PNG writes it: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def with_chunks(image: bytes, *chunks: bytes) -> bytes:
    """Return the PNG `image` with `chunks` before its end, which takes twelve bytes."""
    return image[:-12] + b"".join(chunks) + image[-12:]
