import json

import pytest

from cairn.vc.data_integrity import secure
from cairn.vc.did import resolve_method
from cairn_server.credentials.awarding import award
from cairn_server.credentials.keeping_keys import (
    compromise_key,
    establish_issuer,
    retire_key,
    rotate_key,
    signer,
    succeed_issuer,
)
from cairn_server.credentials.models import Issuer, IssuerKey, KeyState, Standing
from cairn_server.credentials.queries import did_document
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import IssuingStopped, KeyMomentRefused, KeyRotationRefused
from tests.cairn_server.credentials.conftest import at_once, make_credential
from tests.moments import DAY, MONDAY

PUBLIC = "https://cairn.example.org"
AT = MONDAY + 2 * DAY


def test_on_localhost_an_issuer_is_its_key(college):
    issuer = establish_issuer(organisation=college, at=MONDAY)
    key = issuer.keys.get()

    assert issuer.did == f"did:key:{key.multibase}"
    assert key.method_id == f"{issuer.did}#{key.multibase}"
    assert issuer.standing == Standing.SELF_CLAIMED


def test_on_a_public_address_an_issuer_is_a_place_on_the_web(college, settings):
    settings.CAIRN_BASE_URL = PUBLIC

    issuer = establish_issuer(organisation=college, at=MONDAY)

    assert issuer.did == f"did:web:cairn.example.org:issuers:{issuer.pk}"


def test_the_did_stays_when_the_address_changes(college, settings):
    before = establish_issuer(organisation=college, at=MONDAY).did
    settings.CAIRN_BASE_URL = PUBLIC

    assert establish_issuer(organisation=college, at=MONDAY + DAY).did == before
    assert IssuerKey.objects.count() == 1


def test_a_standing_may_be_given(college):
    issuer = establish_issuer(
        organisation=college, at=MONDAY, standing=Standing.INSTITUTION_ACCREDITED
    )

    assert Issuer.objects.get().standing == issuer.standing == "institution-accredited"


def test_a_new_key_takes_over_and_the_old_one_stays_listed(college, settings):
    settings.CAIRN_BASE_URL = PUBLIC
    issuer = establish_issuer(organisation=college, at=MONDAY)
    old = issuer.keys.get()

    new = rotate_key(issuer=issuer, at=MONDAY + DAY)

    old.refresh_from_db()
    assert (old.state, old.retired_at) == (KeyState.RETIRED, MONDAY + DAY)
    assert new.state == KeyState.ACTIVE
    assert new.multibase != old.multibase
    assert signer().public(new.ref).multibase == new.multibase


def test_an_issuer_that_is_its_key_cannot_rotate_it(college):
    issuer = establish_issuer(organisation=college, at=MONDAY)

    with pytest.raises(KeyRotationRefused, match="CAIRN_BASE_URL"):
        rotate_key(issuer=issuer, at=MONDAY)

    assert issuer.keys.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_make_the_first_key_at_once_agree(college):
    found = at_once(lambda: establish_issuer(organisation=college, at=MONDAY).did)

    assert len(found) == 2
    assert set(found) == {Issuer.objects.get().did}
    assert IssuerKey.objects.count() == 1


def test_a_new_issuer_takes_the_place_of_one_that_is_its_key(college):
    old = establish_issuer(organisation=college, at=MONDAY)

    new = succeed_issuer(issuer=old, at=MONDAY + DAY)

    old.refresh_from_db()
    assert (old.successor, old.succeeded_at) == (new, MONDAY + DAY)
    assert new.did == f"did:key:{new.keys.get().multibase}" != old.did
    assert old.keys.get().state == KeyState.RETIRED
    assert establish_issuer(organisation=college, at=MONDAY + DAY) == new
    assert succeed_issuer(issuer=old, at=MONDAY + DAY) == new


def test_what_the_older_issuer_signed_goes_on_verifying_and_can_be_revoked(credential, ida):
    old = credential.status_list.issuer
    succeed_issuer(issuer=old, at=MONDAY + DAY)

    later = MONDAY + 10 * DAY
    assert report_on(credential.document, at=later, ask=nobody).outcome == "valid"
    revoke(credential, actor=ida, reason_code="holder-request", at=later)
    assert report_on(credential.document, at=later, ask=nobody).reasons == ["revoked"]


def test_a_lost_key_is_replaced_and_what_it_signs_from_then_on_is_invalid(
    credential, checking, bea
):
    """Credentials of Monday plus a day are older than the loss; what follows is not."""
    key = credential.key

    compromise_key(key=key, since=MONDAY + 2 * DAY, at=MONDAY + 3 * DAY)

    key.refresh_from_db()
    assert (key.state, key.compromised_since) == (KeyState.COMPROMISED, MONDAY + 2 * DAY)
    later = MONDAY + 4 * DAY
    assert report_on(credential.document, at=later, ask=nobody).outcome == "valid"
    forged = json.loads(credential.document) | {"name": "Doctor of Everything"}
    del forged["proof"]
    signed = secure(
        forged,
        sign=signer().signing(key.ref),
        verification_method=key.method_id,
        created=MONDAY,
    )
    assert report_on(signed, at=later, ask=nobody).reasons == ["key_revoked"]
    new = sign(award(person=bea, version=checking, shown=[], at=later).credential, at=later)
    assert new.key != key
    assert report_on(new.document, at=later, ask=nobody).outcome == "valid"


def test_what_was_signed_after_the_loss_is_invalid(credential):
    compromise_key(key=credential.key, since=MONDAY, at=MONDAY + 3 * DAY)

    report = report_on(credential.document, at=MONDAY + 3 * DAY, ask=nobody)

    assert report.reasons == ["key_revoked"]


def test_on_the_web_a_lost_key_is_told_to_everybody(college, settings):
    settings.CAIRN_BASE_URL = PUBLIC
    issuer = establish_issuer(organisation=college, at=MONDAY)
    lost = issuer.keys.get()

    compromise_key(key=lost, since=MONDAY + DAY, at=MONDAY + 2 * DAY)

    told = json.dumps(did_document(issuer)).encode()
    assert resolve_method(lost.method_id, fetch=lambda url: told).revoked == MONDAY + DAY
    [new] = issuer.keys.filter(state=KeyState.ACTIVE)
    assert resolve_method(new.method_id, fetch=lambda url: told).revoked is None
    assert not issuer.organisation.issuers.exclude(pk=issuer.pk).exists()


def test_what_waits_to_be_signed_is_signed_with_the_new_key(ada, checking, settings):
    settings.CAIRN_BASE_URL = PUBLIC
    waiting = award(person=ada, version=checking, shown=[], at=MONDAY).credential

    compromise_key(key=waiting.key, since=MONDAY, at=MONDAY + DAY)

    assert sign(waiting, at=MONDAY + DAY).key.state == KeyState.ACTIVE


@pytest.mark.parametrize("days", [-2, 4])
def test_a_key_is_not_lost_before_it_was_made_or_in_the_future(credential, days):
    with pytest.raises(KeyMomentRefused):
        compromise_key(key=credential.key, since=MONDAY + days * DAY, at=MONDAY + 3 * DAY)


def test_an_earlier_loss_replaces_a_later_one_never_the_other_way(credential):
    at = MONDAY + 3 * DAY
    compromise_key(key=credential.key, since=MONDAY + DAY, at=at)
    compromise_key(key=credential.key, since=MONDAY + 2 * DAY, at=at)
    assert IssuerKey.objects.get(pk=credential.key_id).compromised_since == MONDAY + DAY

    compromise_key(key=credential.key, since=MONDAY, at=at)
    assert IssuerKey.objects.get(pk=credential.key_id).compromised_since == MONDAY


@pytest.mark.django_db(transaction=True)
def test_two_rotations_at_once_leave_one_active_key(college, settings):
    settings.CAIRN_BASE_URL = PUBLIC
    issuer = establish_issuer(organisation=college, at=MONDAY)

    made = at_once(lambda: rotate_key(issuer=issuer, at=MONDAY + DAY))

    assert len(made) == 2
    states = IssuerKey.objects.values_list("state", flat=True)
    assert sorted(states) == ["active", "retired", "retired"]


@pytest.mark.django_db(transaction=True)
def test_two_successions_at_once_make_one_issuer(college):
    issuer = establish_issuer(organisation=college, at=MONDAY)

    made = at_once(lambda: succeed_issuer(issuer=issuer, at=MONDAY + DAY))

    assert len(set(made)) == 1
    assert Issuer.objects.count() == 2


def test_a_key_is_retired_without_another(credential, ida, checking, bea):
    issuer = credential.status_list.issuer

    key = retire_key(issuer=issuer, actor=ida, at=AT)

    assert (key.state, key.retired_at) == ("retired", AT)
    assert report_on(credential.document, at=AT, ask=nobody).outcome == "valid"
    revoke(credential, actor=ida, reason_code="superseded", at=AT)  # its list is still signed
    assert report_on(credential.document, at=AT, ask=nobody).reasons == ["revoked"]
    with pytest.raises(IssuingStopped, match="new one"):
        make_credential(bea, checking)
    with pytest.raises(IssuingStopped):
        retire_key(issuer=issuer, at=AT)


def test_after_a_new_key_what_waited_can_be_issued(credential, checking, bea):
    issuer = credential.status_list.issuer
    retire_key(issuer=issuer, at=AT)
    succeed_issuer(issuer=issuer, at=AT)

    assert report_on(make_credential(bea, checking).document, at=AT, ask=nobody).proof_valid
