"""
What was awarded, in the words of Open Badges 2.0: hosted, and true as long as it is. Reads only.

All of it is read out of the signed credential. Version 2.0 knows no suspension: what is
suspended is published as revoked, and as it was once that has ended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cairn.errors import CairnError
from cairn.openbadges import v2_writing
from cairn.openbadges.writing import as_document
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.addresses import (
    assertion_url,
    assertions_base,
    badge_class_url,
    credential_url,
    hosted_issuer_url,
    issuer_url,
)
from cairn_server.credentials.composing import MOST_RELATED, issuer_profile
from cairn_server.credentials.models import AwardEvent, AwardEventKind, Credential, Issuer
from cairn_server.credentials.revoking import RevocationReason

_OURS = re.compile(
    r"/ob2/(?:assertions/(?P<assertion>[0-9a-f]{32})"
    r"|badges/(?P<version>[0-9a-f-]{36})/(?P<by>[0-9a-f-]{36})"
    r"|issuers/(?P<issuer>[0-9a-f-]{36}))"
)


@dataclass(frozen=True, slots=True)
class Hosted:
    """A document, and whether what it stood for was taken back."""

    document: dict[str, Any]
    is_gone: bool = False

    @property
    def content(self) -> bytes:
        return json.dumps(self.document, ensure_ascii=False, indent=2).encode()


def hosted_assertion(credential: Credential, events: Iterable[AwardEvent]) -> Hosted | None:
    """
    Return the assertion of a signed credential; None if nothing hashed tells whose it is.

    Args:
        events: the ledger of its award.
    """
    url = assertion_url(credential.pk)
    taken_back = _taken_back(events)
    if taken_back is not None:
        return Hosted(v2_writing.revoked_assertion(url=url, reason=taken_back), is_gone=True)
    award = credential.award
    try:
        document = v2_writing.assertion(
            json.loads(credential.document),
            url=url,
            badge_url=badge_class_url(
                award.achievement_version_id, credential.status_list.issuer_id
            ),
            image_url=f"{credential_url(credential.pk)}badge-2.0.png",
        )
    except CairnError:
        return None
    return Hosted(document)


def hosted_badge_class(version_id: UUID, issuer_id: UUID) -> Hosted | None:
    """Return a version of an achievement as an issuer awards it; None if it never did."""
    signed = _signed_by(issuer_id).filter(award__achievement_version=version_id)
    first = signed.select_related("award__achievement_version").order_by("signed_at").first()
    if first is None:
        return None
    former = _former(first.award.achievement_version, issuer_id)
    return Hosted(
        v2_writing.badge_class(
            json.loads(first.document),
            url=badge_class_url(version_id, issuer_id),
            issuer_url=hosted_issuer_url(issuer_id),
            related=[badge_class_url(one, issuer_id) for one in former],
        )
    )


def _former(version: AchievementVersion, issuer_id: UUID) -> Iterable[UUID]:
    """Return the versions before `version` that the issuer awarded too, the newest first."""
    awarded = _signed_by(issuer_id).filter(award__achievement_version=OuterRef("pk"))
    before = AchievementVersion.objects.filter(
        Exists(awarded), achievement=version.achievement_id, number__lt=version.number
    )
    return before.order_by("-number").values_list("pk", flat=True)[:MOST_RELATED]


def _signed_by(issuer_id: UUID) -> QuerySet[Credential]:
    return Credential.objects.filter(status_list__issuer=issuer_id).exclude(document="")


def hosted_issuer(issuer_id: UUID) -> Hosted | None:
    """Return an issuer as it is known now; None if there is none. One query."""
    found = Issuer.objects.exclude(did="").filter(pk=issuer_id)
    issuer = found.select_related("organisation", "logo").first()
    if issuer is None:
        return None
    return Hosted(
        v2_writing.issuer_profile(
            as_document(issuer_profile(issuer)),
            url=hosted_issuer_url(issuer_id),
            homepage=issuer.organisation.url or issuer_url(issuer_id),
            email=issuer.email or settings.DEFAULT_FROM_EMAIL,
            hosted_below=assertions_base(),
        )
    )


def own_hosted(url: str) -> bytes | None:
    """Return what everybody finds at `url` if it is hosted here; None otherwise."""
    ours = _OURS.fullmatch(url.removeprefix(settings.CAIRN_BASE_URL))
    if ours is None or not url.startswith(settings.CAIRN_BASE_URL):
        return None
    if ours["assertion"]:
        return _public_assertion(ours["assertion"])
    try:
        found = (
            hosted_issuer(UUID(ours["issuer"]))
            if ours["issuer"]
            else hosted_badge_class(UUID(ours["version"]), UUID(ours["by"]))
        )
    except ValueError:  # letters and hyphens that are no id
        return None
    return found.content if found else None


def _public_assertion(credential_id: str) -> bytes | None:
    found = Credential.objects.filter(pk=credential_id, is_public=True).exclude(document="")
    credential = found.select_related("award", "status_list").first()
    if credential is None:
        return None
    events = list(credential.award.events.all())
    if any(event.kind == AwardEventKind.ERASE for event in events):
        return None
    hosted = hosted_assertion(credential, events)
    return hosted.content if hosted else None


def _taken_back(events: Iterable[AwardEvent]) -> str | None:
    """Return why the award does not stand at this moment; None while it stands."""
    reason = None
    for event in sorted(events, key=lambda event: (event.at, event.pk)):
        if event.kind == AwardEventKind.REVOKE:
            return str(dict(RevocationReason.choices).get(event.reason_code, event.reason_code))
        if event.kind == AwardEventKind.SUSPEND:
            reason = _("Suspended")
        elif event.kind == AwardEventKind.REINSTATE:
            reason = None
    return reason
