import json

import pytest
from django.utils.timezone import now

from cairn.openbadges.identity import matches
from cairn.vc.multibase import decode_multibase
from cairn_server.credentials.addresses import status_url
from cairn_server.credentials.keeping_keys import compromise_key, retire_key, succeed_issuer
from cairn_server.credentials.models import Award, Credential, Holder, StatusList
from cairn_server.credentials.publishing import current_list
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import resume_issuing, sign, sign_waiting, written
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import IssuingStopped, KeyUnavailable
from cairn_server.journal.models import Event, HandlerFailure, Outbox
from cairn_server.journal.recording import record
from cairn_server.journal.settling import settle
from tests.cairn_server.credentials.conftest import REFLECTION
from tests.moments import DAY, MONDAY
from tests.node_oracle import running_oracle

AT = MONDAY + DAY
REFLECTION_HASH = bytes.fromhex(  # by sha256sum
    "bd558c63e74a2ee16f924eea76b73b76a6c57157656b027a645e87d5cd3b1d51"
)


def test_what_is_signed_verifies_and_says_so(credential):
    report = report_on(credential.document, at=AT, ask=nobody)

    assert report.outcome == "valid"
    assert report.proof_valid is True
    assert report.issuer_recognised is True


def test_signing_again_gives_the_same_bytes(credential):
    first = credential.document
    Credential.objects.update(document="", signed_at=None)

    again = sign(Credential.objects.get(), at=AT + DAY)

    assert again.document == first
    assert written(again) == first


def test_a_signed_credential_is_left_as_it_is(credential):
    assert sign(credential, at=AT + DAY).signed_at == AT


def test_what_was_revoked_before_it_was_signed_is_signed_and_says_so(earned, ida):
    revoke(earned.credential, actor=ida, reason_code="awarded-in-error", at=AT)

    signed = sign(earned.credential, at=AT)

    assert report_on(signed.document, at=AT, ask=nobody).reasons == ["revoked"]


def test_when_issuing_is_stopped_the_award_waits(earned, settings):
    settings.CAIRN_ISSUING = False
    with pytest.raises(IssuingStopped):
        sign(earned.credential, at=AT)
    settings.CAIRN_ISSUING = True

    assert Credential.objects.get().document == ""
    assert sign_waiting(AT) == 1
    assert sign_waiting(AT) == 0
    assert Credential.objects.get().document


def test_without_its_key_nothing_is_released(earned):
    type(earned.credential.key).objects.update(ref="00000000-gone")

    with pytest.raises(KeyUnavailable):
        sign(earned.credential, at=AT)

    assert Credential.objects.get().signed_at is None


def test_the_holder_is_a_random_id_and_a_salted_hash(credential, ada):
    subject = json.loads(credential.document)["credentialSubject"]
    [identity] = subject["identifier"]

    assert subject["id"] == f"urn:uuid:{Holder.objects.get().subject}"
    assert matches(identity, ada.email)
    assert ada.name not in credential.document
    assert ada.email not in credential.document


def test_the_credential_tells_criteria_results_and_alignment(credential):
    subject = json.loads(credential.document)["credentialSubject"]
    achievement = subject["achievement"]

    assert achievement["achievementType"] == "MicroCredential"
    assert achievement["version"] == "1"
    assert [one["name"] for one in achievement["resultDescription"]] == [
        "Asks everybody",
        "Acts on it",
    ]
    assert [one["achievedLevel"].rsplit("-", 1)[1] for one in subject["result"]] == ["met", "met"]
    assert achievement["alignment"][0]["targetName"] == "assess students"
    assert "Every learner answers." in achievement["criteria"]["narrative"]


def test_evidence_is_bound_by_digest_and_not_told(credential):
    [evidence] = json.loads(credential.document)["evidence"]

    assert evidence["name"] == "Lesson reflection: Reflection"
    assert decode_multibase(evidence["digestMultibase"]) == b"\x12\x20" + REFLECTION_HASH
    assert "1 evaluator of North College" in evidence["narrative"]
    assert REFLECTION not in credential.document
    assert evidence["id"].startswith("urn:uuid:")


@pytest.mark.node
def test_an_independent_verifier_agrees_before_and_after_a_revocation(credential, ida):
    """Oracle: Digital Bazaar's vc, data-integrity and vc-bitstring-status-list."""

    today = now()  # they hold a status list against the clock of the machine

    def is_accepted():
        published = [current_list(one, at=today) for one in StatusList.objects.all()]
        documents = {status_url(one.pk): json.loads(one.document) for one in published}
        return oracle.verify(json.loads(credential.document), documents)[0]

    with running_oracle() as oracle:
        before = is_accepted()
        revoke(credential, actor=ida, reason_code="superseded", at=today)

        assert (before, is_accepted()) == (True, False)


def test_why_it_cannot_be_signed_is_noted_and_told_to_the_log_once(earned, caplog):
    held = earned.credential
    retire_key(issuer=held.status_list.issuer, at=AT)
    compromise_key(key=held.key, since=MONDAY, at=AT)

    assert [sign_waiting(AT + n * DAY) for n in range(3)] == [0, 0, 0]

    assert Credential.objects.get().held_up_by == "issuing_stopped"
    assert len([one for one in caplog.records if "could not be signed" in one.message]) == 1


def test_once_it_is_signed_nothing_holds_it_up(earned):
    Credential.objects.update(held_up_by="key_unavailable")

    assert sign_waiting(AT) == 1
    assert Credential.objects.get().held_up_by == ""


def test_what_was_earned_without_a_key_in_use_is_awarded_once_there_is_one(
    credential, bea, checking, judge, college
):
    """The key stays out of use for two days, far longer than a handler is tried otherwise."""
    issuer = credential.status_list.issuer
    retire_key(issuer=issuer, at=AT)
    work = judge(bea, checking)
    record("submission.evaluated", owner=bea, actor=None, about=work, at=AT, met=True)
    waits, at = Outbox.objects.get(event__kind="submission.evaluated"), AT
    while at < AT + 2 * DAY:
        settle(waits.event_id, at=at)
        waits.refresh_from_db()
        at = waits.due_at

    assert not Award.objects.filter(person=bea).exists()
    assert HandlerFailure.objects.get().given_up_at is None
    succeed_issuer(issuer=issuer, at=at)
    resume_issuing(Event.objects.get(kind="issuer.succeeded"))
    settle(waits.event_id, at=at)

    held = sign(Award.objects.get(person=bea).credential, at=at)
    assert report_on(held.document, at=at, ask=nobody).outcome == "valid"
    assert not HandlerFailure.objects.exists()
