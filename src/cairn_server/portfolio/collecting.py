"""Bringing along a badge that somebody else issued, and looking after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.errors import CairnError, MalformedCredential
from cairn.openbadges.identity import matches
from cairn.openbadges.reading import Found
from cairn.openbadges.verifying import presentation_of
from cairn.vc.did import Fetch
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.members import listed
from cairn.vc.moments import read_moment
from cairn.vc.report import Outcome, VerificationReport
from cairn_server.accounts.models import Person
from cairn_server.credentials.counting import CheckedBadge, count_outside, stop_counting
from cairn_server.credentials.verifying import (
    find_in_text,
    outside,
    recognised,
    report_on_found,
)
from cairn_server.errors import BadgeRefused
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.portfolio.models import OutsideBadge, Portfolio

MOST_BADGES = 200
MOST_AT_ONCE = 500  # are checked again in one go
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Examined:
    """A badge with what our verifier found; `is_to_person` None where it names no address."""

    text: str
    content: Mapping[str, Any]
    report: VerificationReport
    is_to_person: bool | None


def add_badge(*, person: Person, found: Found, at: datetime, ask: Fetch = outside) -> OutsideBadge:
    """
    Keep a badge from elsewhere among what `person` holds, with what our verifier finds.

    Raises:
        BadgeRefused: as `examine` and `keep_badge`.
    """
    examined = examine(person=person, found=found, at=at, ask=ask)
    return keep_badge(person=person, examined=examined, at=at)


def examine(*, person: Person, found: Found, at: datetime, ask: Fetch = outside) -> Examined:
    """
    Return what our verifier finds about a badge that `person` brings; nothing is kept yet.

    It may wait seconds for others, so it is never called within a transaction.

    Raises:
        BadgeRefused: if it is not genuine, or was given to an address that is not proved to be
            theirs.
    """
    if presentation_of(found) is not None:
        raise BadgeRefused(_("This shows badges and is none: bring each of them by itself."))
    report = report_on_found(found, at=at, ask=ask)
    if report.outcome is Outcome.INVALID:
        raise BadgeRefused(_("This badge cannot be kept. %(why)s") % {"why": report.sentence})
    content = _content(found)
    is_to_person = _is_to(person, content)
    if is_to_person is False:
        raise BadgeRefused(
            _(
                "This badge was given to another e-mail address than yours. If it is an older "
                "address of yours, add it under Settings and confirm it; then try again."
            )
        )
    return Examined(found.text, content, report, is_to_person)


@transaction.atomic
def keep_badge(*, person: Person, examined: Examined, at: datetime) -> OutsideBadge:
    """
    Keep a badge that was just examined; the same badge again notes what was found now.

    What could not be checked is kept and says so.

    Raises:
        BadgeRefused: if they keep too many already.
    """
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    digest = sha256(examined.text.encode()).hexdigest()
    known = OutsideBadge.objects.filter(person=person, digest=digest).first()
    if known is None and OutsideBadge.objects.filter(person=person).count() >= MOST_BADGES:
        raise BadgeRefused(_("You keep %(n)d badges already.") % {"n": MOST_BADGES})
    badge = known or OutsideBadge(person=person, digest=digest, document=examined.text, added_at=at)
    _note(badge, examined, at)
    if known is None:
        record("badge.added", owner=person, actor=person, about=badge, at=at)
    else:
        record("badge.checked", owner=person, actor=person, about=badge, at=at)
    return badge


def check_again(*, badge: OutsideBadge, found: Found, at: datetime, ask: Fetch = outside) -> None:
    """Verify a kept badge once more; one that is revoked by now stays, and says so."""
    note_check(badge=badge, examined=examine_again(badge=badge, found=found, at=at, ask=ask), at=at)


def examine_again(
    *, badge: OutsideBadge, found: Found, at: datetime, ask: Fetch = outside
) -> Examined:
    """Return what our verifier finds about a kept badge now; as slow as `examine`."""
    report = report_on_found(found, at=at, ask=ask)
    content = _content(found)
    return Examined(badge.document, content, report, _is_to(badge.person, content))


@transaction.atomic
def note_check(*, badge: OutsideBadge, examined: Examined, at: datetime) -> None:
    """Note what was found about a kept badge; one that was let go meanwhile stays gone."""
    if not OutsideBadge.objects.select_for_update().filter(pk=badge.pk).exists():
        return
    _note(badge, examined, at)
    record("badge.checked", owner=badge.person, actor=None, about=badge, at=at)


def check_old_again(at: datetime, *, ask: Fetch = outside) -> int:
    """
    Verify badges again that were not looked at for a week; return how many.

    What could not be checked is tried again the next day, for it does not count meanwhile.
    """
    settled = Q(outcome=Outcome.VALID, checked_at__lte=at - WEEK)
    unsettled = Q(outcome=Outcome.UNDETERMINED, checked_at__lte=at - DAY)
    rows = OutsideBadge.objects.filter(settled | unsettled).select_related("person")
    badges = list(rows.order_by("checked_at", "pk")[:MOST_AT_ONCE])
    for badge in badges:
        check_again(badge=badge, found=find_in_text(badge.document), at=at, ask=ask)
    return len(badges)


@transaction.atomic
def remove_badge(*, badge: OutsideBadge, at: datetime) -> None:
    """Forget a badge from elsewhere; the portfolio shows it no longer."""
    record("badge.removed", owner=badge.person, actor=badge.person, about=badge, at=at)
    stop_counting([badge.pk])
    badge.delete()


def forget_holdings(event: Event) -> None:
    """Erase the portfolio and the outside badges of a person who has asked to be forgotten."""
    Portfolio.objects.filter(person=event.about_id).delete()
    badges = OutsideBadge.objects.filter(person=event.about_id)
    stop_counting(badges.values_list("pk", flat=True))
    badges.delete()


def _note(badge: OutsideBadge, examined: Examined, at: datetime) -> None:
    """Write down what the verifier found: what is shown of a badge, and whether it counts."""
    report = examined.report
    _describe(badge, report, at)
    badge.is_to_person = examined.is_to_person
    badge.save()
    is_to_person = examined.is_to_person is True
    checked = CheckedBadge(badge.pk, examined.text, examined.content, report, is_to_person)
    count_outside(person=badge.person, badge=checked, at=at)


def _describe(badge: OutsideBadge, report: VerificationReport, at: datetime) -> None:
    issuer = report.issuer
    known = recognised() if issuer else {}
    badge.title = (report.achievement or _("A badge without a name"))[:300]
    badge.issuer_name = (issuer.name or "" if issuer else "")[:300]
    badge.issuer_domain = (issuer.domain or "" if issuer else "")[:253]
    badge.standing = known[issuer.id].standing if issuer and issuer.id in known else ""
    badge.awarded_at = _moment(report.valid_from)
    badge.report = report.to_json()
    badge.outcome = report.outcome
    badge.checked_at = at


def _moment(text: str | None) -> datetime | None:
    try:
        return read_moment(text) if text else None
    except MalformedCredential:
        return None


def _content(found: Found) -> Mapping[str, Any]:
    if found.document is not None:
        return found.document
    try:
        return credential_in(read_token(found.jwt or ""))
    except CairnError:
        return {}


def _is_to(person: Person, document: Mapping[str, Any]) -> bool | None:
    """Return whether a badge names a proved address of `person`; None if it names no address."""
    stated = list(_identities(document))
    if not stated:
        return None
    proved = EmailAddress.objects.filter(user=person, verified=True)
    addresses = list(proved.values_list("email", flat=True))
    return any(matches(identity, address) for identity in stated for address in addresses)


def _identities(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield how a badge names its recipient by e-mail: Open Badges 3.0 first, then 2.0."""
    for subject in listed(document.get("credentialSubject")):
        for identity in listed(subject.get("identifier") if isinstance(subject, Mapping) else None):
            if isinstance(identity, Mapping) and identity.get("identityType") == "emailAddress":
                yield identity
    recipient = document.get("recipient")
    if isinstance(recipient, Mapping) and recipient.get("type") == "email":
        yield {
            "identityType": "emailAddress",
            "hashed": recipient.get("hashed"),
            "identityHash": recipient.get("identity"),
            "salt": recipient.get("salt"),
        }
