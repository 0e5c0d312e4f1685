from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.credentials.models import (
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    StatusList,
)
from cairn_server.credentials.publishing import current_list, publish_due_lists
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.suspending import (
    ENDED,
    is_suspended,
    reinstate,
    reinstate_overdue,
    suspend,
)
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import (
    AlreadyRevoked,
    AlreadySuspended,
    NotSuspended,
    SuspensionRefused,
)
from cairn_server.journal.models import Event
from tests.cairn_server.credentials.conftest import at_once
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY
WHY = "under-review"


def verdict(credential, at):
    report = report_on(credential.document, at=at, ask=nobody)
    return report.outcome, report.reasons


def test_a_suspended_credential_verifies_as_genuine_and_suspended(credential, ida):
    assert verdict(credential, AT) == ("valid", [])
    suspend(credential, actor=ida, reason_code=WHY, at=AT)

    report = report_on(credential.document, at=AT, ask=nobody)

    assert (report.outcome, report.reasons) == ("invalid", ["suspended"])
    assert report.proof_valid is True
    assert report.sentence.startswith("Genuine, but it is suspended at present")


def test_reinstated_it_is_as_it_was(credential, ida):
    suspend(credential, actor=ida, reason_code=WHY, at=AT)
    reinstate(credential, actor=ida, at=AT + DAY)

    assert verdict(credential, AT + DAY) == ("valid", [])
    suspend(credential, actor=ida, reason_code=WHY, at=AT + 2 * DAY)
    assert verdict(credential, AT + 2 * DAY) == ("invalid", ["suspended"])


def test_the_ledger_says_who_when_why_and_until_when_and_the_note_is_apart(credential, ida):
    suspend(credential, actor=ida, reason_code=WHY, note="Ada rang", until=AT + 9 * DAY, at=AT)
    reinstate(credential, actor=ida, at=AT + DAY)

    on, off = AwardEvent.objects.filter(kind__in=("suspend", "reinstate")).order_by("at")
    assert (on.kind, on.actor_id, on.reason_code) == ("suspend", ida.pk, WHY)
    assert (on.at, on.until) == (AT, AT + 9 * DAY)
    assert (off.kind, off.actor_id, off.at) == ("reinstate", ida.pk, AT + DAY)
    assert AwardDetail.objects.get().suspension_note == "Ada rang"
    kinds = Event.objects.filter(kind__startswith="credential.").values_list("kind", flat=True)
    assert {"credential.suspended", "credential.reinstated"} <= set(kinds)


def test_the_end_that_was_set_comes_by_itself(credential, ida):
    end = AT + timedelta(hours=3)
    suspend(credential, actor=ida, reason_code=WHY, until=end, at=AT)
    listed = StatusList.objects.get(purpose="suspension")
    assert listed.valid_until == end  # nobody goes on showing it after that

    assert verdict(credential, end - timedelta(seconds=1)) == ("invalid", ["suspended"])
    assert verdict(credential, end) == ("valid", [])

    assert reinstate_overdue(end - timedelta(seconds=1)) == 0
    assert reinstate_overdue(end) == 1
    assert reinstate_overdue(end) == 0
    last = AwardEvent.objects.get(kind=AwardEventKind.REINSTATE)
    assert (last.actor_id, last.reason_code) == (None, ENDED)
    assert not is_suspended(credential.award)


def test_a_list_is_published_again_when_a_suspension_in_it_ends(credential, ida):
    end = AT + timedelta(hours=1)
    suspend(credential, actor=ida, reason_code=WHY, until=end, at=AT)
    publish_due_lists(AT)

    assert publish_due_lists(end - timedelta(minutes=1)) == 0
    assert publish_due_lists(end) == 1
    listed = StatusList.objects.get(purpose="suspension")
    assert current_list(listed, at=end).published_at == end


@pytest.mark.parametrize(
    ("before", "error"),
    [
        (lambda one, ida: suspend(one, actor=ida, reason_code=WHY, at=AT), AlreadySuspended),
        (lambda one, ida: revoke(one, actor=ida, reason_code="superseded", at=AT), AlreadyRevoked),
    ],
)
def test_what_does_not_count_anyway_is_not_suspended(credential, ida, before, error):
    before(credential, ida)
    entries = AwardEvent.objects.count()

    with pytest.raises(error):
        suspend(credential, actor=ida, reason_code=WHY, at=AT + DAY)
    assert AwardEvent.objects.count() == entries


def test_an_end_that_is_past_is_refused(credential, ida):
    with pytest.raises(SuspensionRefused, match="still to come"):
        suspend(credential, actor=ida, reason_code=WHY, until=AT, at=AT)


def test_a_reason_must_be_one_of_ours(credential, ida):
    with pytest.raises(ValueError, match="because"):
        suspend(credential, actor=ida, reason_code="because", at=AT)


def test_what_was_signed_without_a_place_for_it_is_refused_with_the_way_out(credential, ida):
    StatusList.objects.filter(purpose="revocation").update(suspension=None)
    credential = Credential.objects.get(pk=credential.pk)

    with pytest.raises(SuspensionRefused, match="corrected"):
        suspend(credential, actor=ida, reason_code=WHY, at=AT)


def test_only_the_suspended_is_reinstated(credential, ida):
    with pytest.raises(NotSuspended):
        reinstate(credential, actor=ida, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_suspend_once(credential, ida):
    def attempt():
        try:
            return suspend(credential, actor=ida, reason_code=WHY, at=AT)
        except AlreadySuspended:
            return None

    assert at_once(attempt).count(None) == 1
    assert AwardEvent.objects.filter(kind=AwardEventKind.SUSPEND).count() == 1
