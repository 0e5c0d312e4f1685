"""The earlier credential that one renews, as the new one names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cairn.pathways.requirement import Reference
from cairn.vc.checks_evidence import digest_multibase
from cairn_server.credentials.models import Award


@dataclass(frozen=True, slots=True)
class ShownFormer:
    """
    The credential before this one.

    Args:
        ends_at: when it ends or ended; it counts until then whatever follows.
        digest: of the document as it was signed; empty while it waits to be signed.
    """

    title: str
    credential_id: str
    issuer: str
    awarded_at: datetime
    ends_at: datetime | None
    digest: str

    @property
    def reference(self) -> Reference:
        """What it stands for; no requirement names it."""
        return Reference("former", self.credential_id)

    @property
    def is_performance(self) -> bool:
        """What was shown for it counted then."""
        return False


def shown_former(award: Award) -> ShownFormer:
    """Return the credential of `award` as the one that renews it names it."""
    credential = award.credential
    document = credential.document
    return ShownFormer(
        title=award.achievement_version.title,
        credential_id=credential.pk,
        issuer=award.organisation.name,
        awarded_at=award.awarded_at,
        ends_at=credential.valid_until,
        digest=digest_multibase(document.encode()) if document else "",
    )
