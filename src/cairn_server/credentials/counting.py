"""Letting a credential of another issuer count towards a larger one, or count no longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairn.errors import MalformedCredential
from cairn.pathways.requirement import LONGEST_ADDRESS
from cairn.vc.checks_evidence import digest_multibase
from cairn.vc.members import listed
from cairn.vc.moments import read_moment
from cairn.vc.report import Outcome, VerificationReport
from cairn_server.accounts.models import Person
from cairn_server.credentials.outside_holding import OutsideHolding


@dataclass(frozen=True, slots=True)
class CheckedBadge:
    """
    A badge from outside, with what our verifier has just found.

    Args:
        text: as it was found; `content` as it was read.
        is_to_person: whether it names an address that is proved to be theirs.
    """

    id: UUID
    text: str
    content: Mapping[str, Any]
    report: VerificationReport
    is_to_person: bool


def count_outside(*, person: Person, badge: CheckedBadge, at: datetime) -> None:
    """
    Note whether a badge from outside counts, by what our verifier has just found.

    What cannot be named (no issuer, or an id longer than a requirement may have) never counts.
    """
    report, issuer = badge.report, badge.report.issuer
    if issuer is None or len(issuer.id) > LONGEST_ADDRESS:
        OutsideHolding.objects.filter(pk=badge.id).update(counts=False, checked_at=at)
        return
    achievement = _achievement_id(badge.content)
    address = str(badge.content.get("id") or "")
    columns: dict[str, object] = {
        "person": person,
        "issuer": issuer.id,
        "issuer_name": (issuer.name or "")[:300],
        "achievement": achievement if len(achievement) <= LONGEST_ADDRESS else "",
        "title": (report.achievement or issuer.id)[:300],
        "address": address if len(address) <= 2 * LONGEST_ADDRESS else "",
        "digest": digest_multibase(badge.text.encode()),
        "held_since": _moment(report.valid_from) or at,
        "valid_until": _moment(report.valid_until),
        "checked_at": at,
        "counts": report.outcome is Outcome.VALID and badge.is_to_person,
    }
    OutsideHolding.objects.update_or_create(pk=badge.id, defaults=columns)


def stop_counting(ids: Iterable[UUID]) -> None:
    """Forget badges that are kept no longer; what was awarded for them stands."""
    OutsideHolding.objects.filter(pk__in=list(ids)).delete()


def _achievement_id(content: Mapping[str, Any]) -> str:
    """Return what the credential says was achieved: Open Badges 3.0 first, then 2.0."""
    for subject in listed(content.get("credentialSubject")):
        achievement = subject.get("achievement") if isinstance(subject, Mapping) else None
        if isinstance(achievement, Mapping):
            return str(achievement.get("id") or "")
    badge = content.get("badge")
    named = badge.get("id") if isinstance(badge, Mapping) else badge
    return named if isinstance(named, str) else ""


def _moment(text: str | None) -> datetime | None:
    try:
        return read_moment(text) if text else None
    except MalformedCredential:
        return None
