"""Keeping definitions in versions: equal content is one version, a published one never changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from cairn_server.catalog.models import Version

V = TypeVar("V", bound=Version)


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def keep_version(
    model: type[V],
    *,
    of: Mapping[str, Any],
    columns: Mapping[str, Any],
    language: str,
    publish_at: datetime | None,
    and_also: object = None,
    also_of: Callable[[V], object] | None = None,
) -> tuple[V, Outcome]:
    """
    Return the version of the definition `of` with this content, and what had to be done.

    Reads the newest version, and does what `keep_after` says.
    """
    newest = model._default_manager.filter(**of).order_by("-number").first()
    return keep_after(
        newest,
        model,
        of=of,
        columns=columns,
        language=language,
        publish_at=publish_at,
        and_also=and_also,
        also_of=also_of,
    )


def keep_after(
    newest: V | None,
    model: type[V],
    *,
    of: Mapping[str, Any],
    columns: Mapping[str, Any],
    language: str,
    publish_at: datetime | None,
    and_also: object = None,
    also_of: Callable[[V], object] | None = None,
) -> tuple[V, Outcome]:
    """
    Return the version with this content after the `newest`, and what had to be done.

    The newest version is taken if its content is equal, and rewritten if it is an unpublished
    draft; a published one is followed by version n+1.

    Args:
        of: the definition, as `{"unit": unit}`.
        columns: the content, by column.
        publish_at: when it is published; None keeps what is new a draft.
        and_also: content that is kept in other tables and belongs to the version.
        also_of: returns that of a version that is kept, for one whose digest was taken by
            another rule than today's; None where there never was another.
    """
    digest = digest_of({**columns, "language": language, "": and_also})
    if newest is not None and (
        newest.digest == digest or _digest_today(newest, columns, also_of) == digest
    ):
        return newest, _published(newest, publish_at)
    values = {**columns, "language": language, "digest": digest, "published_at": publish_at}
    if newest is not None and newest.published_at is None:
        for name, value in values.items():
            setattr(newest, name, value)
        newest.save()
        return newest, Outcome.UPDATED
    number = newest.number + 1 if newest else 1
    version = model._default_manager.create(**of, **values, number=number)
    return version, Outcome.UPDATED if newest else Outcome.CREATED


def _digest_today(
    version: V, columns: Mapping[str, Any], also_of: Callable[[V], object] | None
) -> str:
    """Return the digest that the kept content would get now; "" without `also_of`."""
    if also_of is None:
        return ""
    kept = {name: getattr(version, name) for name in columns}
    return digest_of({**kept, "language": version.language, "": also_of(version)})


def _published(version: Version, publish_at: datetime | None) -> Outcome:
    if publish_at is None or version.published_at is not None:
        return Outcome.UNCHANGED
    version.published_at = publish_at
    version.save(update_fields=["published_at"])
    return Outcome.UPDATED


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content as sorted JSON, hexadecimal; rows count by their id."""
    text = json.dumps(content, sort_keys=True, default=_id_of, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _id_of(value: Any) -> str:
    return str(getattr(value, "pk", value))
