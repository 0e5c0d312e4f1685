"""Which credentials somebody may see or act on: an id from outside becomes a row, or 404."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from cairn_server.accounts.models import Organisation, Person, Role, RoleName
from cairn_server.credentials import endorsement_queries
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.endorsement_queries import endorsed_organisation_id
from cairn_server.credentials.models import (
    Award,
    AwardEvent,
    AwardEventKind,
    AwardFile,
    Credential,
    IssuerKey,
    KeyState,
    Partnership,
)
from cairn_server.credentials.suspension_queries import SWITCHES
from cairn_server.credentials.verification_models import VerificationList
from cairn_server.credentials.verification_queries import is_access

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A credential as one reader sees it."""

    credential: Credential
    is_holder: bool
    is_issuer: bool  # holds the role issuer in the organisation that awarded it
    revocation: AwardEvent | None
    suspension: AwardEvent | None  # what no later entry of the ledger ended
    is_erased: bool

    @property
    def successor(self) -> Award | None:
        """The award that took the place of this one."""
        return getattr(self.credential.award, "superseded_by", None)

    @property
    def predecessor(self) -> Award | None:
        """The award whose place this one took."""
        return self.credential.award.supersedes

    @property
    def renewal(self) -> Award | None:
        """The award that renews this one."""
        return getattr(self.credential.award, "renewed_by", None)

    @property
    def is_open(self) -> bool:
        """Whether this reader is shown it: its page is on, or it is theirs."""
        return self.credential.is_public or self.is_holder or self.is_issuer

    @property
    def is_signed_once_more(self) -> bool:
        """Whether it is given as a token: it stands, and its key was not lost."""
        has_fallen = self.revocation is not None or self.suspension is not None
        return not has_fallen and self.credential.key.state != KeyState.COMPROMISED


def credential_for(reader: Person | None, credential_id: str) -> Seen:
    """
    Return a credential for whoever has its address; Http404 if there is none.

    One that is not signed yet is there for its holder and its issuer only.
    """
    credential = (
        Credential.objects.filter(pk=credential_id)
        .select_related(
            "award__achievement_version",
            "award__organisation",
            "award__detail",
            "award__person",
            "award__supersedes__credential",
            "award__superseded_by__credential",
            "award__renews__credential",
            "award__renewed_by__credential",
            "key",
            "status_list__issuer__logo",
        )
        .first()
    )
    if credential is None:
        raise Http404
    award = credential.award
    ledger = sorted(award.events.all(), key=lambda event: (event.at, event.pk))
    events = {event.kind: event for event in ledger}
    switches = [event for event in ledger if event.kind in SWITCHES]
    suspended = bool(switches) and switches[-1].kind == AwardEventKind.SUSPEND
    seen = Seen(
        credential,
        is_holder=reader is not None and award.person_id == reader.pk,
        is_issuer=reader is not None and _is_issuer(reader, credential),
        revocation=events.get(AwardEventKind.REVOKE),
        suspension=switches[-1] if suspended else None,
        is_erased=AwardEventKind.ERASE in events,
    )
    waiting = not credential.document and not seen.is_erased
    if waiting and not (seen.is_holder or seen.is_issuer):
        raise Http404
    return seen


def own_credential(person: Person, credential_id: str) -> Credential:
    """Return a credential that `person` holds; Http404 otherwise."""
    seen = credential_for(person, credential_id)
    if not seen.is_holder or seen.is_erased:
        raise Http404
    return seen.credential


def issued_credential(person: Person, credential_id: str) -> Credential:
    """Return a credential that `person` may revoke, as an issuer there; Http404 otherwise."""
    seen = credential_for(person, credential_id)
    if not seen.is_issuer or seen.is_erased:
        raise Http404
    return seen.credential


def _is_issuer(person: Person, credential: Credential) -> bool:
    return Role.objects.filter(
        name=RoleName.ISSUER,
        membership__person=person,
        membership__until=None,
        membership__organisation=credential.award.organisation_id,
    ).exists()


def key_of(organisation: Organisation, key_id: UUID) -> IssuerKey:
    """Return a key of an organisation that one may use; Http404 otherwise."""
    found = IssuerKey.objects.filter(pk=key_id, issuer__organisation=organisation)
    return _one(found.select_related("issuer__organisation").first())


def award_file_of(organisation: Organisation, file_id: UUID) -> AwardFile:
    """Return a file of awards of an organisation that one may use; Http404 otherwise."""
    return _one(AwardFile.objects.filter(pk=file_id, organisation=organisation).first())


def partnership_of(organisation: Organisation, partnership_id: UUID) -> Partnership:
    """Return a partnership, either way, of an organisation that one may use; Http404 otherwise."""
    sides = Q(organisation=organisation) | Q(partner=organisation)
    found = Partnership.objects.filter(sides, pk=partnership_id, ended_at=None)
    return _one(found.select_related("organisation", "partner").first())


def endorsement_given(organisation: Organisation, endorsement_id: str) -> Endorsement:
    """Return what an organisation that one may use endorses; Http404 otherwise."""
    found = endorsement_queries.endorsement(endorsement_id)
    return _one(found if found and found.organisation_id == organisation.pk else None)


def endorsement_received(organisation: Organisation, endorsement_id: str) -> Endorsement:
    """Return an endorsement of an organisation that one may use, or of its; Http404 otherwise."""
    found = endorsement_queries.endorsement(endorsement_id)
    return _one(found if found and endorsed_organisation_id(found) == organisation.pk else None)


def verification_list_of(list_id: str, *, known: Collection[str], access: str) -> VerificationList:
    """
    Return a list to be verified, for whoever brought it or was given its link; Http404 otherwise.

    Args:
        known: the lists that began in the asker's session.
        access: what the link says of itself; empty for none.
    """
    if list_id not in known and not is_access(list_id, access):
        raise Http404
    return _one(VerificationList.objects.filter(pk=list_id).first())


def _one(found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def organisation_award(organisation: Organisation, award_id: UUID) -> Award:
    """Return an award of an organisation that one may use, not erased; Http404 otherwise."""
    found = Award.objects.filter(pk=award_id, organisation=organisation, person__isnull=False)
    return _one(
        found.select_related(
            "organisation", "credential__award__organisation", "credential__status_list"
        ).first()
    )
