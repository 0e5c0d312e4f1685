"""
Suspending a credential for a time, in the open, and reinstating it.

Each is a new entry in the ledger and a new status list before the request ends; the last such
entry holds. A suspension whose end was set is over at that moment, and the ledger says so soon
after.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.credentials.models import (
    Award,
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    StatusList,
)
from cairn_server.credentials.publishing import publish_list
from cairn_server.credentials.suspension_queries import last_switch, overdue
from cairn_server.errors import AlreadyRevoked, AlreadySuspended, NotSuspended, SuspensionRefused
from cairn_server.journal.recording import record

ENDED = "ended"  # why it was reinstated: the end that was set has come
LIFTED = "lifted"  # somebody ended it


class SuspensionReason(TextChoices):
    """Why a credential does not count for a time; shown on its page."""

    UNDER_REVIEW = "under-review", _("What it rests on is being looked at again")
    COMPLAINT = "complaint", _("A complaint is being looked into")
    REQUIREMENT_LAPSED = "requirement-lapsed", _("Something it requires has lapsed")
    HOLDER_REQUEST = "holder-request", _("The holder asked for it")


@transaction.atomic
def suspend(
    credential: Credential,
    *,
    actor: Person,
    reason_code: SuspensionReason | str,
    at: datetime,
    until: datetime | None = None,
    note: str = "",
) -> AwardEvent:
    """
    Suspend `credential` and publish its list of suspensions before this returns.

    Args:
        reason_code: public.
        until: when it counts again by itself; None until somebody reinstates it.
        note: for the issuer's own records; personal, so it is kept where it can be erased.

    Raises:
        AlreadySuspended, AlreadyRevoked: if it does not count as it is. Nothing changes.
        SuspensionRefused: if its end is not ahead, or its signed form names no list of
            suspensions, as in credentials signed by earlier versions of Cairn.
    """
    reason, award = SuspensionReason(reason_code), _locked(credential)
    if award.events.filter(kind=AwardEventKind.REVOKE).exists():
        raise AlreadyRevoked("What is revoked is not suspended")
    if is_suspended(award):
        raise AlreadySuspended("This credential is suspended already; reinstate it first")
    until = until and until.replace(microsecond=0)
    if until is not None and until <= at:
        raise SuspensionRefused("A suspension ends on a day that is still to come")
    names = suspension_list_of(credential)
    if names is None:
        raise SuspensionRefused(
            "This credential was signed without a place where its suspension could be told. "
            "Put a corrected one in its place first; that one can be suspended"
        )
    event = _enter(award, AwardEventKind.SUSPEND, reason, actor=actor, at=at, until=until)
    AwardDetail.objects.filter(award=award).update(suspension_note=note)
    publish_list(names, at=at)
    owner = award.organisation
    record("credential.suspended", owner=owner, actor=actor, about=award, at=at, reason=reason)
    return event


@transaction.atomic
def reinstate(
    credential: Credential, *, actor: Person | None, at: datetime, reason_code: str = LIFTED
) -> AwardEvent:
    """
    End the suspension of `credential`, and publish that before this returns.

    Args:
        actor: None where the end that was set has come.

    Raises:
        NotSuspended: if it is not suspended. Nothing changes.
    """
    award = _locked(credential)
    names = suspension_list_of(credential)
    if not is_suspended(award) or names is None:
        raise NotSuspended("This credential is not suspended")
    event = _enter(award, AwardEventKind.REINSTATE, reason_code, actor=actor, at=at)
    publish_list(names, at=at)
    record("credential.reinstated", owner=award.organisation, actor=actor, about=award, at=at)
    return event


def reinstate_overdue(at: datetime) -> int:
    """Reinstate every credential whose suspension has come to its end; return how many."""
    done = 0
    for event in overdue(at):
        try:
            reinstate(event.award.credential, actor=None, at=at, reason_code=ENDED)
        except NotSuspended:  # somebody was quicker
            continue
        done += 1
    return done


def is_suspended(award: Award) -> bool:
    """Return whether the last word of the ledger on it is a suspension. One query."""
    last = last_switch(award)
    return last is not None and last.kind == AwardEventKind.SUSPEND


def suspension_list_of(credential: Credential) -> StatusList | None:
    """Return the list of suspensions that the signed form of `credential` names, if it does."""
    suspension = credential.status_list.suspension
    if suspension is None or not credential.document:
        return None
    entries = json.loads(credential.document).get("credentialStatus")
    named = [one.get("statusListCredential", "") for one in entries if isinstance(one, dict)]
    return suspension if any(one.endswith(f"/{suspension.pk}") for one in named) else None


def _locked(credential: Credential) -> Award:
    """Return the award, locked, so that two switches at once come one after the other."""
    found = Award.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=credential.award_id)


def _enter(
    award: Award,
    kind: AwardEventKind,
    reason_code: str,
    *,
    actor: Person | None,
    at: datetime,
    until: datetime | None = None,
) -> AwardEvent:
    return AwardEvent.objects.create(
        organisation_id=award.organisation_id,
        award=award,
        actor_id=actor.pk if actor else None,
        kind=kind,
        reason_code=reason_code,
        at=at,
        until=until,
    )
