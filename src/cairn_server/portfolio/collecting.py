"""Bringing along a badge that somebody else issued, and looking after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.errors import CairnError, MalformedCredential
from cairn.openbadges.identity import matches
from cairn.openbadges.reading import Found
from cairn.vc.did import Fetch
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.members import listed
from cairn.vc.moments import read_moment
from cairn.vc.report import Outcome, VerificationReport
from cairn_server.accounts.models import Person
from cairn_server.credentials.verifying import outside, recognised, report_on_found
from cairn_server.errors import BadgeRefused
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.portfolio.models import OutsideBadge, Portfolio

MOST_BADGES = 200


def add_badge(*, person: Person, found: Found, at: datetime, ask: Fetch = outside) -> OutsideBadge:
    """
    Keep a badge from elsewhere among what `person` holds, with what our verifier finds.

    The same badge again is checked again. What could not be checked is kept and says so.

    Raises:
        BadgeRefused: if it is not genuine, was given to an address that is not proved to be
            theirs, or they keep too many already.
    """
    report = report_on_found(found, at=at, ask=ask)
    if report.outcome is Outcome.INVALID:
        raise BadgeRefused(_("This badge cannot be kept. %(why)s") % {"why": report.sentence})
    is_to_person = _is_to(person, _content(found))
    if is_to_person is False:
        raise BadgeRefused(
            _(
                "This badge was given to another e-mail address than yours. If it is an older "
                "address of yours, add it under Settings and confirm it; then try again."
            )
        )
    return _keep(person, found.text, report, is_to_person, at)


@transaction.atomic
def _keep(
    person: Person,
    document: str,
    report: VerificationReport,
    is_to_person: bool | None,
    at: datetime,
) -> OutsideBadge:
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    digest = sha256(document.encode()).hexdigest()
    known = OutsideBadge.objects.filter(person=person, digest=digest).first()
    if known is None and OutsideBadge.objects.filter(person=person).count() >= MOST_BADGES:
        raise BadgeRefused(_("You keep %(n)d badges already.") % {"n": MOST_BADGES})
    badge = known or OutsideBadge(person=person, digest=digest, document=document, added_at=at)
    badge.is_to_person = is_to_person
    _note(badge, report, at)
    badge.save()
    if known is None:
        record("badge.added", owner=person, actor=person, about=badge, at=at)
    return badge


def check_again(*, badge: OutsideBadge, found: Found, at: datetime, ask: Fetch = outside) -> None:
    """Verify a kept badge once more; one that is revoked by now stays, and says so."""
    report = report_on_found(found, at=at, ask=ask)
    badge.is_to_person = _is_to(badge.person, _content(found))
    _note(badge, report, at)
    badge.save()


@transaction.atomic
def remove_badge(*, badge: OutsideBadge, at: datetime) -> None:
    """Forget a badge from elsewhere; the portfolio shows it no longer."""
    record("badge.removed", owner=badge.person, actor=badge.person, about=badge, at=at)
    badge.delete()


def forget_holdings(event: Event) -> None:
    """Erase the portfolio and the outside badges of a person who has asked to be forgotten."""
    Portfolio.objects.filter(person=event.about_id).delete()
    OutsideBadge.objects.filter(person=event.about_id).delete()


def _note(badge: OutsideBadge, report: VerificationReport, at: datetime) -> None:
    """Write down what the verifier found, which is all that is ever shown of a badge."""
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
