"""
Forgetting the files of somebody who wants to be forgotten.

Their rows go with the transaction, which notes whose bytes are to go. The bytes follow once that
has committed; what the disk refuses then stays noted, and the worker tries it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from cairn_server.files.models import ForgottenFile, StoredFile
from cairn_server.files.storing import path_of

StillShown = Callable[[Collection[str]], Collection[str]]
"""Returns which of some digests stand elsewhere than in `StoredFile`."""

AT_ONCE = 500
log = logging.getLogger("cairn.files")


@transaction.atomic
def forget_files(*, owner_id: UUID, still_shown: StillShown, at: datetime) -> None:
    """Remove every file of an owner, and its bytes unless somebody else has the same."""
    rows = StoredFile.objects.filter(owner_id=owner_id)
    digests = {one for pair in rows.values_list("digest", "rendition_digest") for one in pair}
    digests.discard("")
    rows.delete()
    if digests:
        forget_bytes(digests, still_shown=still_shown, at=at)


@transaction.atomic
def forget_bytes(digests: Collection[str], *, still_shown: StillShown, at: datetime) -> None:
    """Remove the bytes with these digests, once committed, unless somebody has the same."""
    ForgottenFile.objects.bulk_create(
        [ForgottenFile(digest=one, since=at) for one in sorted(digests)], ignore_conflicts=True
    )
    # robust: what fails here is logged, and the worker tries it again
    transaction.on_commit(partial(remove_forgotten, still_shown=still_shown), robust=True)


def remove_forgotten(*, still_shown: StillShown) -> int:
    """Remove the bytes that are noted and that nobody has; return how many notes are left."""
    waiting = list(ForgottenFile.objects.order_by("tries", "since")[:AT_ONCE])
    kept = _kept({one.digest for one in waiting}, still_shown)
    for one in waiting:
        try:
            if one.digest not in kept:
                path_of(one.digest).unlink(missing_ok=True)
        except OSError as error:
            log.error("The forgotten file %s could not be removed: %s", one.digest, error)
            one.tries, one.error = one.tries + 1, str(error)
            one.save(update_fields=["tries", "error"])
        else:
            one.delete()
    return ForgottenFile.objects.count()


def _kept(digests: Collection[str], still_shown: StillShown) -> set[str]:
    kept = {*still_shown(digests)}
    for name in ("digest", "rendition_digest"):
        found = StoredFile.objects.filter(**{f"{name}__in": digests})
        kept.update(found.values_list(name, flat=True))
    return kept
