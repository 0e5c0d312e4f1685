"""Taking a credential back, in the open: a new entry in the ledger and a new status list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.credentials.models import AwardDetail, AwardEvent, AwardEventKind, Credential
from cairn_server.credentials.publishing import publish_list
from cairn_server.errors import AlreadyRevoked
from cairn_server.journal.recording import record


class RevocationReason(TextChoices):
    """Why a credential is taken back; shown to whoever verifies it."""

    AWARDED_IN_ERROR = "awarded-in-error", _("It was awarded in error")
    EVIDENCE_NOT_OWN = "evidence-not-own", _("The evidence was not the holder's own work")
    ASSESSMENT_FLAWED = "assessment-flawed", _("The assessment was flawed")
    HOLDER_REQUEST = "holder-request", _("The holder asked for it")
    SUPERSEDED = "superseded", _("Another credential takes its place")


@transaction.atomic
def revoke(
    credential: Credential,
    *,
    actor: Person,
    reason_code: RevocationReason | str,
    at: datetime,
    note: str = "",
) -> AwardEvent:
    """
    Revoke `credential` and publish its status list before this returns.

    Args:
        reason_code: public.
        note: for the issuer's own records; personal, so it is kept where it can be erased.

    Raises:
        AlreadyRevoked: if it is revoked already. Nothing changes.
    """
    award = credential.award
    event, is_new = AwardEvent.objects.get_or_create(
        award=award,
        kind=AwardEventKind.REVOKE,
        defaults={
            "organisation_id": award.organisation_id,
            "actor_id": actor.pk,
            "reason_code": RevocationReason(reason_code),
            "at": at,
        },
    )
    if not is_new:
        raise AlreadyRevoked(f"This credential was revoked on {event.at:%Y-%m-%d} already")
    AwardDetail.objects.filter(award=award).update(revocation_note=note)
    publish_list(credential.status_list, at=at)
    record(
        "credential.revoked",
        owner=award.organisation,
        actor=actor,
        about=award,
        at=at,
        reason=event.reason_code,
    )
    return event
