"""Signing what was awarded: from the stored intent to the bytes that are released."""

from __future__ import annotations

import json
import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cairn.errors import CairnError
from cairn.vc.data_integrity import secure
from cairn.vc.report import Outcome
from cairn_server.credentials import verifying
from cairn_server.credentials.keeping_keys import signer
from cairn_server.credentials.models import AwardEventKind, Credential
from cairn_server.credentials.publishing import current_list
from cairn_server.credentials.resettling import is_lost, resettle
from cairn_server.credentials.shapes import CONTEXTS, SHAPES
from cairn_server.errors import IssuingStopped, UnsoundCredential
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.journal.settling import retry_after

REVOKED = "revoked"  # the one reason of the report that is no flaw in what was signed
log = logging.getLogger("cairn.credentials")


def sign_awarded(event: Event) -> None:
    """Sign the credential of the award that `event` is about."""
    sign(Credential.objects.only("pk").get(award_id=event.about_id), at=event.at)


def resume_issuing(event: Event) -> None:
    """Award at once what could not be awarded while the issuer had no key in use."""
    retry_after(IssuingStopped, at=event.at)


def sign_waiting(at: datetime, *, most: int = 1_000) -> int:
    """
    Sign what was awarded and not yet signed, oldest first; return how many were signed.

    One that cannot be signed, as where a key is missing, holds up no other. Why stands on the
    page of the award, and in the log when it is new.
    """
    if not settings.CAIRN_ISSUING:
        return 0
    waiting = Credential.objects.filter(signed_at=None).exclude(
        award__events__kind=AwardEventKind.ERASE
    )
    signed = 0
    for credential in waiting.order_by("valid_from")[:most]:
        try:
            sign(credential, at=at)
            signed += 1
        except CairnError as error:
            _note(credential, error)
    return signed


def _note(credential: Credential, error: CairnError) -> None:
    if credential.held_up_by == error.code:
        return
    log.error("The credential %s could not be signed", credential.pk, exc_info=error)
    Credential.objects.filter(pk=credential.pk, signed_at=None).update(held_up_by=error.code)


@transaction.atomic
def sign(credential: Credential, *, at: datetime) -> Credential:
    """
    Sign what the intent says and keep the bytes; a signed credential is returned as it is.

    Everything signed is in the intent, so a repeat after a crash gives the same bytes. Where the
    key was lost meanwhile, the one in its place signs. Our own verifier has the last word before
    they are released (SAFETY O4).

    Raises:
        IssuingStopped: if this installation has stopped issuing, or the key was lost and none is
            in its place; the award stands and waits.
        KeyUnavailable: if the key cannot be used.
        UnsoundCredential: if what was signed does not verify. Nothing is kept.
    """
    locked = (
        Credential.objects.select_for_update(of=("self",))
        .select_related(
            "award__detail",
            "award__organisation",
            "award__person",
            "award__achievement_version",
            "key",
            "status_list__issuer",
        )
        .get(pk=credential.pk)
    )
    if locked.document:
        return locked
    if not settings.CAIRN_ISSUING:
        raise IssuingStopped("Issuing is stopped; this credential will be signed when it resumes")
    if is_lost(locked):
        resettle(locked, at=at)
    locked.document = written(locked)
    current_list(locked.status_list, at=at)
    _lint(locked.document, at=at)
    locked.signed_at, locked.held_up_by = at, ""
    locked.save(update_fields=["document", "signed_at", "held_up_by"])
    award = locked.award
    record("credential.signed", owner=award.organisation, actor=None, about=award, at=at)
    return locked


def written(credential: Credential) -> str:
    """Return the signed credential as JSON: the same bytes each time."""
    secured = secure(
        json.loads(credential.award.detail.facts["claims"]),
        sign=signer().signing(credential.key.ref),
        verification_method=credential.key.method_id,
        created=credential.valid_from,
        load=CONTEXTS,
        shapes=SHAPES,
    )
    return json.dumps(secured, ensure_ascii=False, separators=(",", ":"))


def _lint(document: str, *, at: datetime) -> None:
    report = verifying.report_on(document, at=at, ask=verifying.nobody)
    if report.reasons == [REVOKED]:  # between the award and now: sound, and says so
        return
    if report.outcome is not Outcome.VALID:
        raise UnsoundCredential(f"The signed credential would not verify: {report.sentence}")
