"""Forgetting the files of somebody who wants to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

from django.db import transaction

from cairn_server.files.models import StoredFile
from cairn_server.files.storing import path_of


@transaction.atomic
def forget_files(
    *, owner_id: UUID, still_shown: Callable[[Collection[str]], Collection[str]]
) -> None:
    """
    Remove every file of an owner, and its bytes unless somebody else has the same.

    Args:
        still_shown: returns which of some digests stand elsewhere than in `StoredFile`.
    """
    rows = StoredFile.objects.filter(owner_id=owner_id)
    digests = {one for pair in rows.values_list("digest", "rendition_digest") for one in pair}
    digests.discard("")
    rows.delete()
    kept = {*still_shown(digests)}
    for name in ("digest", "rendition_digest"):
        found = StoredFile.objects.filter(**{f"{name}__in": digests})
        kept.update(found.values_list(name, flat=True))
    for digest in digests - kept:
        transaction.on_commit(partial(path_of(digest).unlink, missing_ok=True))
