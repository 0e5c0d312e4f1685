"""The pictures and films of one pack on their way into one organisation, each kept once."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cairn.exchange.pack import Card
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import DraftMedia, MediaFile
from cairn_server.errors import NotPublishable
from cairn_server.files.storing import KeptMedia, keep_media, try_media


class PackFiles:
    """
    The files that the cards of a pack show.

    Args:
        keep: whether they are kept on disk; False in a dry run.
    """

    def __init__(
        self, organisation: Organisation, files: Mapping[str, bytes], *, keep: bool
    ) -> None:
        self._organisation = organisation
        self._files = files
        self._keep = keep
        self._examined: dict[str, KeptMedia] = {}
        self._kept: dict[str, KeptMedia] = {}

    def card(self, card: Card) -> dict[str, Any]:
        """Return a card that shows a file, as the version of a unit holds it."""
        file = self.kept(card.media)
        stored = {
            "kind": "media",
            "digest": file.digest,
            "media_type": file.media_type,
            "name": card.media,
            "caption": card.caption,
            "text": card.text,
            "text_after": card.text_after,
        }
        captions = card.media.rpartition(".")[0] + ".vtt"
        if captions in self._files and captions != card.media:
            stored["captions"] = self.kept(captions).digest
        return stored

    def examine(self, name: str) -> None:
        """
        Clean a file that is not known yet, which takes its time, before anything is locked.

        Raises:
            UnsupportedFormat, UnsafeContent, MalformedInput: as `keep_media`.
        """
        if name in self._files and name not in self._examined:
            self._examined[name] = self._cleaned(name)

    def kept(self, name: str) -> KeptMedia:
        """
        Keep a file of the pack once; in a dry run only say what keeping it would give.

        Raises:
            NotPublishable: if the pack has no such file.
            UnsupportedFormat, UnsafeContent, MalformedInput: as `keep_media`.
        """
        if name in self._kept:
            return self._kept[name]
        if name not in self._files:
            raise NotPublishable(f"A card shows {name}, which is not in media/")
        self.examine(name)
        file = self._examined[name]
        MediaFile.objects.get_or_create(
            organisation=self._organisation,
            digest=file.digest,
            defaults={"media_type": file.media_type, "size": file.size},
        )
        self._kept[name] = file
        return file

    def _cleaned(self, name: str) -> KeptMedia:
        data = self._files[name]
        digest = sha256(data).hexdigest()
        if (known := self._known(digest)) is not None:
            return KeptMedia(digest, known.media_type, known.size)
        if self._keep:
            return keep_media(organisation_id=self._organisation.pk, data=data, name=name)
        return try_media(data=data, name=name)

    def _known(self, digest: str) -> MediaFile | DraftMedia | None:
        """Return where the same bytes were cleaned before: published, or in a draft."""
        published = MediaFile.objects.filter(organisation=self._organisation, digest=digest)
        drafted = DraftMedia.objects.filter(draft__organisation=self._organisation, digest=digest)
        return published.first() or drafted.first()
