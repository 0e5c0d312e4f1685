"""Reads of the ledger, of issuers and of signed credentials."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from cairn.errors import CairnError
from cairn.pathways.currency import CurrencyPolicy, currency_on
from cairn.reading import read_json
from cairn.vc.did import MethodRecord, controller_document
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.keys import PublicKey
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.drawing import Stone
from cairn_server.credentials.models import (
    Award,
    AwardEvent,
    AwardEventKind,
    Credential,
    Holder,
    Issuer,
    IssuerKey,
    KeyState,
)
from cairn_server.credentials.renewal_queries import newest_award
from cairn_server.credentials.standing import OF_CREDENTIAL, standing_of
from cairn_server.credentials.suspension_queries import SWITCHES
from cairn_server.journal.paging import Page


def public_document(credential_id: str) -> str | None:
    """Return the signed bytes of a credential whose page is on; None otherwise. One query."""
    found = Credential.objects.filter(pk=credential_id, is_public=True).exclude(document="")
    return found.values_list("document", flat=True).first()


def did_document(issuer: Issuer) -> dict[str, Any]:
    """Return the DID document of `issuer` with every key it ever had. One query."""
    keys = issuer.keys.order_by("created_at", "pk")
    return controller_document(
        issuer.did,
        [
            MethodRecord(PublicKey.from_multibase(key.multibase), revoked=key.compromised_since)
            for key in keys
        ],
    )


def compromised_since(method_id: str) -> datetime | None:
    """Return from when a key of ours may have been in other hands; None if not. One query."""
    found = IssuerKey.objects.filter(method_id=method_id, state=KeyState.COMPROMISED)
    return found.values_list("compromised_since", flat=True).first()


def is_signed_before(document: Any, *, method_id: str, since: datetime) -> bool:
    """
    Return whether the ledger knows `document`, as it stands, as signed before `since`.

    So it knows a token that says the same, neither more nor less: whoever made it, it is true.

    Args:
        document: a credential as JSON, parsed or as text, or as a compact JWT; anything else is
            not known.
    """
    try:
        given, left_out = _as_given(document)
    except CairnError:
        return False
    if not isinstance(given, Mapping):
        return False
    credential_id = str(given.get("id", "")).rstrip("/").rpartition("/")[2]
    signed = Credential.objects.filter(
        pk=credential_id, key__method_id=method_id, signed_at__lt=since
    )
    kept = signed.values_list("document", flat=True).first()
    if not kept:
        return False
    known = json.loads(str(kept))
    return {name: value for name, value in known.items() if name != left_out} == given


def _as_given(document: Any) -> tuple[Any, str]:
    """Return what a document says, and which member of a signed one a token does without."""
    if not isinstance(document, str):
        return document, ""
    if document.lstrip().startswith("{"):
        return read_json(document), ""
    return credential_in(read_token(document)), "proof"


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One line of a list of credentials."""

    id: str
    award_id: UUID
    title: str
    kind: str
    issuer: str
    standing: str  # of the issuer: a value of Standing
    person: str
    awarded_at: datetime
    achievement_id: UUID
    hours: float
    half_life_years: float | None
    is_signed: bool
    is_public: bool
    revoked_at: datetime | None
    is_suspended: bool
    valid_until: datetime | None
    renewable_from: datetime | None
    is_renewed: bool

    def has_ended(self, at: datetime) -> bool:
        """Return whether it has ended by `at`, as everything does that says when."""
        return self.valid_until is not None and self.valid_until <= at

    def ends_soon(self, at: datetime) -> bool:
        """Return whether its holder should renew it: its time has come, or is over."""
        fallen = self.revoked_at is not None or self.is_suspended
        opens = self.renewable_from or self.valid_until
        return opens is not None and opens <= at and not (fallen or self.is_renewed)

    def stone(self, on: date) -> Stone:
        """The stone that stands for it: its scope, and how current it is on the day `on`."""
        return Stone(self.title, self.hours, self._weight(on))

    def _weight(self, on: date) -> float:
        shown_on = self.awarded_at.date()
        if self.valid_until is not None and self.valid_until.date() <= on:
            return 0.0
        if self.half_life_years is None or on < shown_on:
            return 1.0
        policy = CurrencyPolicy(self.half_life_years)
        return currency_on(on, demonstrated_on=shown_on, policy=policy).weight


def held_by(person: Person) -> list[CredentialRow]:
    """Return the credentials of `person`, newest first. Two queries."""
    return _rows(Credential.objects.filter(award__person=person))


def held_page(person: Person, *, after: UUID | None, limit: int) -> Page[CredentialRow]:
    """Return a page of the credentials of `person`, newest first. Two queries."""
    held = Credential.objects.filter(award__person=person)
    if after is not None:
        held = held.filter(award__lt=after)
    rows = _rows(held, most=limit + 1)
    cursor = rows[limit - 1].award_id if len(rows) > limit else None
    return Page(rows[:limit], cursor)


def stones(rows: Iterable[CredentialRow], *, on: date) -> list[Stone]:
    """Return the cairn that `rows` make: what is revoked or renewed lays no stone."""
    return [row.stone(on) for row in rows if row.revoked_at is None and not row.is_renewed]


def awarded_by(organisation: Organisation, *, most: int = 200) -> list[CredentialRow]:
    """Return what `organisation` awarded, newest first. Two queries."""
    return _rows(Credential.objects.filter(award__organisation=organisation), most=most)


def _rows(credentials: Any, *, most: int = 200) -> list[CredentialRow]:
    found = list(
        credentials.select_related(
            "award__achievement_version", "award__organisation", "award__person"
        )
        .annotate(
            is_renewed=Exists(Award.objects.filter(renews=OuterRef("award"))),
            standing=F(OF_CREDENTIAL),
        )
        .order_by("-award_id")[:most]
    )
    events = AwardEvent.objects.filter(
        award__in=[one.award_id for one in found], kind__in=(AwardEventKind.REVOKE, *SWITCHES)
    ).order_by("at", "pk")
    revoked: dict[UUID, datetime] = {}
    switched: dict[UUID, str] = {}
    for event in events:
        if event.kind == AwardEventKind.REVOKE:
            revoked[event.award_id] = event.at
        else:
            switched[event.award_id] = event.kind
    return [
        _row(
            one,
            revoked.get(one.award_id),
            is_suspended=switched.get(one.award_id) == AwardEventKind.SUSPEND,
        )
        for one in found
    ]


def _row(
    credential: Credential, revoked_at: datetime | None, *, is_suspended: bool
) -> CredentialRow:
    award = credential.award
    version = award.achievement_version
    return CredentialRow(
        id=credential.pk,
        award_id=award.pk,
        title=version.title,
        kind=version.get_kind_display(),
        issuer=award.organisation.name,
        standing=standing_of(credential),
        person=str(award.person) if award.person else "",
        awarded_at=award.awarded_at,
        achievement_id=version.achievement_id,
        hours=version.workload_hours or 1,
        half_life_years=version.half_life_years,
        is_signed=credential.signed_at is not None,
        is_public=credential.is_public,
        revoked_at=revoked_at,
        is_suspended=is_suspended,
        valid_until=credential.valid_until,
        renewable_from=credential.renewable_from,
        is_renewed=bool(getattr(credential, "is_renewed", False)),
    )


def issuer_of(organisation: Organisation) -> Issuer | None:
    """Return `organisation` as an issuer; None if it has not become one. One query."""
    found = Issuer.objects.filter(organisation=organisation, succeeded_at=None)
    return found.exclude(did="").first()


def keys_of(organisation: Organisation) -> list[IssuerKey]:
    """Return every key that `organisation` ever signed with, newest first. One query."""
    return list(IssuerKey.objects.filter(issuer__organisation=organisation).order_by("-created_at"))


def show_name(person: Person | None, issuer: Issuer) -> bool | None:
    """Return whether `person` wants to be named by `issuer`; None if they were not asked yet."""
    if person is None:
        return None
    return (
        Holder.objects.filter(person=person, issuer=issuer)
        .values_list("show_name", flat=True)
        .first()
    )


def awardable(organisation: Organisation) -> list[AchievementVersion]:
    """Return the newest published version of each achievement of `organisation`. One query."""
    versions = AchievementVersion.objects.filter(
        achievement__organisation=organisation, published_at__isnull=False
    ).order_by("achievement", "-number")
    newest: dict[UUID, AchievementVersion] = {}
    for version in versions:
        newest.setdefault(version.achievement_id, version)
    return sorted(newest.values(), key=lambda version: version.title)


def award_of(person: Person, achievement_id: UUID) -> Award | None:
    """Return the newest award of an achievement to `person`, whatever its version. One query."""
    return newest_award(person, achievement_id)


def revocation_of(award: Award) -> AwardEvent | None:
    """Return the entry of the ledger that took `award` back; None while it stands. One query."""
    return award.events.filter(kind=AwardEventKind.REVOKE).first()
