"""Taking out of files of packs, kept before that was done, what cameras and programs wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.errors import CairnError
from cairn_server.catalog.models import DraftMedia, MediaFile, UnitVersion
from cairn_server.catalog.versioning import digest_of
from cairn_server.files import kinds
from cairn_server.files.erasing import StillShown, forget_bytes
from cairn_server.files.storing import KeptMedia, keep_media, path_of, try_media

CLEANED = kinds.PICTURES | kinds.MOVIES | {kinds.PDF, kinds.WEBM}
CONTENT = ("title", "seconds", "outcomes", "resources", "cards", "language")


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How many files were looked at, how many told too much, and what could not be read."""

    files: int
    wrong: int
    failed: tuple[str, ...]  # each the file and why


def clean_media(*, at: datetime, still_shown: StillShown, save: bool = True) -> Cleaning:
    """
    Let each kept file of a pack be as it would be kept today; the same again changes nothing.

    Units that show one show the clean one, in every version; its old bytes go, unless somebody
    handed in the same. What has no address of its own any more is answered as not there.

    Args:
        still_shown: returns which of some digests stand in other tables than that of handed-in
            files.
    """
    wanted = {kind.media_type for kind in CLEANED}
    drafted = DraftMedia.objects.filter(media_type__in=wanted)
    published = MediaFile.objects.filter(media_type__in=wanted)
    owners = dict(drafted.values_list("digest", "draft__organisation"))
    owners |= dict(published.values_list("digest", "organisation"))
    wrong: list[str] = []
    failed: list[str] = []
    for digest, owner in sorted(owners.items()):
        try:
            clean = _cleaned(digest, owner, save=save)
        except (CairnError, OSError) as error:
            failed.append(f"{digest[:12]}: {error}")
            continue
        if clean.digest != digest:
            wrong.append(digest)
            if save:
                _show_instead(digest, clean)
    if save and wrong:
        forget_bytes(wrong, still_shown=still_shown, at=at)
    return Cleaning(len(owners), len(wrong), tuple(failed))


def _cleaned(digest: str, owner: UUID, *, save: bool) -> KeptMedia:
    """Return the file as it would be kept today, and keep that."""
    data, name = path_of(digest).read_bytes(), digest[:12]
    if not save:
        return try_media(data=data, name=name)
    return keep_media(organisation_id=owner, data=data, name=name)


@transaction.atomic
def _show_instead(digest: str, clean: KeptMedia) -> None:
    now_kept = {"digest": clean.digest, "media_type": clean.media_type, "size": clean.size}
    there = MediaFile.objects.filter(digest=clean.digest).values("organisation")
    shown = MediaFile.objects.filter(digest=digest)
    shown.filter(organisation__in=there).delete()
    shown.update(**now_kept)
    DraftMedia.objects.filter(digest=digest).update(**now_kept)
    for unit in UnitVersion.objects.filter(cards__icontains=digest).select_for_update():
        _change_cards(unit, digest, clean)


def _change_cards(unit: UnitVersion, digest: str, clean: KeptMedia) -> None:
    """Let the cards name the clean file; the content stays what its author wrote."""
    is_known = unit.digest == _digest(unit)
    unit.cards = [_card(card, digest, clean) for card in unit.cards]
    unit.digest = _digest(unit) if is_known else unit.digest
    unit.save(update_fields=["cards", "digest"])


def _card(card: dict[str, Any], digest: str, clean: KeptMedia) -> dict[str, Any]:
    if card.get("digest") != digest:
        return card
    return card | {"digest": clean.digest, "media_type": clean.media_type}


def _digest(unit: UnitVersion) -> str:
    return digest_of({**{name: getattr(unit, name) for name in CONTENT}, "": None})
