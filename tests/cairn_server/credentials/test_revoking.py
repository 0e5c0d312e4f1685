from threading import Barrier, Thread

import pytest
from django.db import connection

from cairn_server.credentials.models import AwardDetail, AwardEvent, AwardEventKind, StatusList
from cairn_server.credentials.publishing import revoked_positions
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import AlreadyRevoked
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


def test_a_revoked_credential_verifies_as_genuine_and_revoked(credential, ida):
    revoke(credential, actor=ida, reason_code="evidence-not-own", at=AT)

    report = report_on(credential.document, at=AT, ask=nobody)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])
    assert report.proof_valid is True


def test_the_ledger_says_who_when_and_why_and_the_note_is_apart(credential, ida):
    revoke(credential, actor=ida, reason_code="assessment-flawed", note="Ada rang", at=AT)
    event = AwardEvent.objects.get(kind=AwardEventKind.REVOKE)

    assert (event.actor_id, event.reason_code, event.at) == (ida.pk, "assessment-flawed", AT)
    assert AwardDetail.objects.get().revocation_note == "Ada rang"


def test_revoking_twice_is_refused_and_changes_nothing(credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=AT)
    published = StatusList.objects.get(purpose="revocation").document

    with pytest.raises(AlreadyRevoked):
        revoke(credential, actor=ida, reason_code="superseded", note="again", at=AT + DAY)

    assert StatusList.objects.get(purpose="revocation").document == published
    assert AwardDetail.objects.get().revocation_note == ""


def test_a_reason_must_be_one_of_ours(credential, ida):
    with pytest.raises(ValueError, match="because"):
        revoke(credential, actor=ida, reason_code="because", at=AT)

    assert not AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).exists()


@pytest.mark.django_db(transaction=True)
def test_revocations_at_once_are_all_in_the_list(ada, ida, checking):
    credentials = [make_credential(ada, checking) for _ in range(6)]
    together = Barrier(6)

    def take_back(credential):
        together.wait()
        try:
            revoke(credential, actor=ida, reason_code="awarded-in-error", at=AT)
        finally:
            connection.close()

    several = [Thread(target=take_back, args=[one]) for one in credentials]
    for one in several:
        one.start()
    for one in several:
        one.join()

    expected = sorted(one.position for one in credentials)
    assert revoked_positions(StatusList.objects.get(purpose="revocation")) == expected
    for one in credentials:
        assert report_on(one.document, at=AT, ask=nobody).reasons == ["revoked"]
