"""
Keeping files under the digest of their content, once each, below `CAIRN_HOME/media`.

A file is examined and rendered where nobody can ask for it, then moved to its place in one step.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from cairn.errors import (
    ImageRefused,
    InputTooLarge,
    MalformedInput,
    UnsafeContent,
    UnsupportedFormat,
)
from cairn.openbadges.svg_reading import read_picture
from cairn.vc.multibase import encode_multibase
from cairn_server.files import kinds, rendering
from cairn_server.files.examining import Examined, examine
from cairn_server.files.kinds import Group, Kind
from cairn_server.files.models import StoredFile
from cairn_server.files.stripping import without_metadata

CHUNK = 1 << 20
MAX_NAME = 255
SHA2_256 = b"\x12\x20"
"""The multihash prefix of a SHA-256: function 0x12, length 0x20."""

GROUP_WORDS = {
    Group.PDF: "a PDF",
    Group.IMAGE: "a picture (PNG, JPEG, WebP, GIF)",
    Group.VIDEO: "a video (MP4, WebM)",
    Group.AUDIO: "sound (MP3, M4A, OGG)",
    Group.DOCUMENT: "a document (.docx, .odt, PDF, text)",
}


@dataclass(frozen=True, slots=True)
class KeptMedia:
    """Where a file of a pack is kept: digest (SHA-256, hexadecimal), media type, size in bytes."""

    digest: str
    media_type: str
    size: int


def store(
    *,
    owner: Model,
    upload: BinaryIO,
    name: str,
    accept: Collection[str],
    max_bytes: int,
    at: datetime,
) -> StoredFile:
    """
    Keep a file of `owner`, with a rendition that names nobody.

    Args:
        accept: the groups that are wanted (`pdf`, `image`, `video`, `audio`, `document`).
        max_bytes: the most it may have.

    Raises:
        InputTooLarge: beyond `max_bytes`.
        UnsupportedFormat, UnsafeContent, MalformedInput: not wanted, or not safe to open; the
            text says what to send instead. Nothing is kept.
    """
    waiting = _quarantine(upload, max_bytes)
    try:
        with waiting.open("rb") as file:
            found = examine(file)
        _refuse_unwanted(found.kind, accept)
        return _keep(owner, waiting, found, name, at)
    finally:
        waiting.unlink(missing_ok=True)


def keep_media(*, organisation_id: UUID, data: bytes, name: str, is_new: bool = False) -> KeptMedia:
    """
    Keep a picture, film, sound, caption or PDF that a content pack names.

    SVG is taken in only if every element and attribute merely draws. Any other picture has to
    open, and loses what its camera and its programs wrote into it, such as the place. A PDF or
    a film loses of that what can be blanked where it stands, and may keep the rest.

    Args:
        is_new: somebody sends it now, so nobody has the same file yet: a photograph is made
            smaller, too.

    Raises:
        UnsupportedFormat, UnsafeContent, MalformedInput: naming the file.
    """
    data, kind = _cleaned(data, name, is_new=is_new)
    waiting = _quarantine(BytesIO(data), len(data))
    try:
        digest = _digest_of(waiting)
        _settle(waiting, digest)
    finally:
        waiting.unlink(missing_ok=True)
    return KeptMedia(digest, kind.media_type, len(data))


def try_media(*, data: bytes, name: str) -> KeptMedia:
    """
    Return what `keep_media` would keep, without keeping it.

    Raises:
        UnsupportedFormat, UnsafeContent, MalformedInput: as there.
    """
    data, kind = _cleaned(data, name, is_new=False)
    return KeptMedia(hashlib.sha256(data).hexdigest(), kind.media_type, len(data))


def path_of(digest: str) -> Path:
    """Return where the bytes with this SHA-256 are kept."""
    return Path(settings.CAIRN_HOME) / "media" / digest[:2] / digest[2:4] / digest


def digest_multibase(digest: str) -> str:
    """
    Return a SHA-256 in hexadecimal as the `digestMultibase` of a credential.

    Source:
        W3C Verifiable Credentials Data Model 2.0, section "Integrity of Related Resources":
        a multibase (base58btc) encoded multihash.
    """
    return encode_multibase(SHA2_256 + bytes.fromhex(digest))


def _quarantine(upload: BinaryIO, max_bytes: int) -> Path:
    folder = Path(settings.CAIRN_HOME) / "media" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        with path.open("xb") as file:
            _copy(upload, file, max_bytes)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(upload: BinaryIO, file: BinaryIO, max_bytes: int) -> None:
    size = 0
    while chunk := upload.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            most = max_bytes / (1 << 20)
            raise InputTooLarge(f"The file has more than {most:.0f} MB. Send a smaller one")
        file.write(chunk)


def _refuse_unwanted(kind: Kind, accept: Collection[str]) -> None:
    if kind.groups.isdisjoint(accept):
        wanted = " or ".join(GROUP_WORDS[group] for group in Group if group in accept)
        raise UnsupportedFormat(f"This is a .{kind.ending} file. Asked for is {wanted}")


def _keep(owner: Model, waiting: Path, found: Examined, name: str, at: datetime) -> StoredFile:
    size = waiting.stat().st_size
    rendition = waiting.with_suffix(".rendition")
    try:
        rendered = rendering.render(waiting, found.kind, rendition)
        rendered_digest = _settle(rendition, _digest_of(rendition)) if rendered else ""
    finally:
        rendition.unlink(missing_ok=True)
    return StoredFile.objects.create(
        owner_type=owner._meta.label,
        owner_id=owner.pk,
        digest=_settle(waiting, _digest_of(waiting)),
        media_type=found.kind.media_type,
        plays_in_place=found.plays_in_place,
        size=size,
        name=_plain_name(name),
        rendition_digest=rendered_digest,
        rendition_type=rendered.media_type if rendered else "",
        created_at=at,
    )


def _cleaned(data: bytes, name: str, *, is_new: bool) -> tuple[bytes, Kind]:
    """Return what is kept of a file of a pack, and what it is."""
    try:
        kind = _kind_of_media(data)
        if kind in kinds.PICTURES:
            data = _opened(data, kind, is_new=is_new)
        elif kind in (kinds.PDF, kinds.WEBM) or kind in kinds.MOVIES:
            data = _rendition_of(data, kind) or data
    except (UnsafeContent, UnsupportedFormat, MalformedInput) as error:
        raise type(error)(f"{name}: {error}") from error
    return data, kind


def _opened(data: bytes, kind: Kind, *, is_new: bool) -> bytes:
    """Return a picture that opens without its metadata; a new photograph as its rendition."""
    bare, rendition = without_metadata(data, kind), _rendition_of(data, kind)
    return rendition if rendition and is_new and kind is kinds.JPEG else bare


def _rendition_of(data: bytes, kind: Kind) -> bytes | None:
    waiting = _quarantine(BytesIO(data), len(data))
    rendition = waiting.with_suffix(".rendition")
    try:
        made = rendering.render(waiting, kind, rendition)
        return rendition.read_bytes() if made else None
    finally:
        waiting.unlink(missing_ok=True)
        rendition.unlink(missing_ok=True)


def _kind_of_media(data: bytes) -> Kind:
    if b"<svg" in data[:4096]:
        try:
            read_picture(data)
        except ImageRefused as error:
            raise UnsafeContent(str(error)) from error
        return kinds.SVG
    kind = examine(BytesIO(data)).kind
    if not kind.inline or kind is kinds.TEXT:
        raise UnsupportedFormat("Not a picture, film, sound, caption or PDF")
    return kind


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path, digest: str) -> str:
    """Move a finished file to its place, so that it is there whole or not at all."""
    place = path_of(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return digest


def _plain_name(name: str) -> str:
    """Return the last part of a path, printable, as the owner will know it again."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-MAX_NAME:] or "file"
