"""Small files of every kind, made here byte by byte; nothing is taken from anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, form, **how)
    return out.getvalue()


def named_jpeg(artist: str) -> bytes:
    """A photograph whose EXIF names who took it."""
    image = Image.new("RGB", (40, 30), (200, 120, 40))
    exif = image.getexif()
    exif[0x013B] = artist
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has this many pixels: a decompression bomb."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 4_000_000, 9)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(author: str = "Nobody") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n"
        b"4 0 obj<</Author(" + author.encode() + b")/Title(Memo of " + author.encode() + b")>>"
        b"endobj\ntrailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF\n"
    )


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(coding: bytes = b"avc1", brand: bytes = b"isom", author: bytes = b"") -> bytes:
    entry = box(coding, b"\0" * 70)
    table = box(b"stbl", box(b"stsd", b"\0" * 4 + struct.pack(">I", 1) + entry))
    track = box(b"trak", box(b"mdia", box(b"minf", table)))
    told = box(b"udta", box(b"auth", author)) if author else b""
    return box(b"ftyp", brand + b"\0" * 4) + box(b"moov", track + told) + box(b"mdat", b"\0" * 64)


def archive(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", how) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def docx(author: str = "Nobody", **more: bytes) -> bytes:
    core = f"<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>"
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document>Text</w:document>",
            "docProps/core.xml": core.encode(),
            **more,
        }
    )


def odt() -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return archive(
        {"mimetype": kind, "content.xml": b"<x/>", "meta.xml": b"<creator>Ada</creator>"}
    )
