"""Which credentials somebody may see or act on: an id from outside becomes a row, or 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from cairn_server.accounts.models import Person, Role, RoleName
from cairn_server.credentials.models import AwardEvent, AwardEventKind, Credential


@dataclass(frozen=True, slots=True)
class Seen:
    """A credential as one reader sees it."""

    credential: Credential
    is_holder: bool
    is_issuer: bool  # holds the role issuer in the organisation that awarded it
    revocation: AwardEvent | None
    is_erased: bool

    @property
    def is_open(self) -> bool:
        """Whether this reader is shown it: its page is on, or it is theirs."""
        return self.credential.is_public or self.is_holder or self.is_issuer


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
            "status_list__issuer",
        )
        .first()
    )
    if credential is None:
        raise Http404
    award = credential.award
    events = {event.kind: event for event in award.events.all()}
    seen = Seen(
        credential,
        is_holder=reader is not None and award.person_id == reader.pk,
        is_issuer=reader is not None and _is_issuer(reader, credential),
        revocation=events.get(AwardEventKind.REVOKE),
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
