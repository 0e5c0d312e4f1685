import json

import pytest

from cairn_server.credentials.awarding import award
from cairn_server.credentials.keeping_keys import (
    compromise_key,
    establish_issuer,
    retire_key,
    rotate_key,
    succeed_issuer,
)
from cairn_server.credentials.models import Credential, Holder, Issuer
from cairn_server.credentials.resettling import is_lost, resettle
from cairn_server.credentials.signing import sign, sign_waiting
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import IssuingStopped
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY


@pytest.fixture
def waiting(earned):
    """A credential that waits to be signed while its key is lost; another issuer is in place."""
    compromise_key(key=earned.credential.key, since=MONDAY, at=AT)
    return Credential.objects.get(pk=earned.credential.pk)


def test_the_issuer_that_took_the_place_signs_what_waits(waiting):
    old = waiting.status_list.issuer

    signed = sign(waiting, at=AT)

    new = Issuer.objects.get(succeeded_at=None)
    said = json.loads(signed.document)
    assert said["issuer"]["id"] == new.did != old.did
    assert said["credentialSubject"]["achievement"]["creator"]["id"] == new.did
    assert old.did not in signed.document
    assert signed.status_list.issuer == new
    assert report_on(signed.document, at=AT, ask=nobody).outcome == "valid"


def test_the_address_and_the_day_stay_and_the_place_is_a_new_one(waiting):
    before = (waiting.pk, waiting.valid_from, waiting.award_id)
    former = waiting.status_list_id

    signed = sign(waiting, at=AT)

    assert (signed.pk, signed.valid_from, signed.award_id) == before
    assert signed.status_list_id != former
    assert signed.status_list_id in json.dumps(json.loads(signed.document)["credentialStatus"])


def test_the_holder_has_another_id_there_and_the_same_name_as_chosen(waiting, ada):
    detail = waiting.award.detail
    detail.recipient_name = "Ada"
    detail.save()

    said = json.loads(sign(waiting, at=AT).document)["credentialSubject"]

    new = Holder.objects.get(person=ada, issuer__succeeded_at=None)
    assert said["id"] == f"urn:uuid:{new.subject}"
    assert "Ada" in json.dumps(said["identifier"])
    assert Holder.objects.filter(person=ada).count() == 2


def test_what_waits_is_signed_by_the_clock_too(waiting):
    assert sign_waiting(AT) == 1
    assert sign_waiting(AT) == 0


def test_signing_again_after_a_crash_gives_the_same_bytes(waiting):
    first = sign(waiting, at=AT).document
    Credential.objects.update(document="", signed_at=None)

    assert sign(Credential.objects.get(), at=AT + DAY).document == first


def test_without_a_key_in_use_it_waits_until_there_is_one(earned):
    held, issuer = earned.credential, earned.credential.status_list.issuer
    retire_key(issuer=issuer, at=AT)
    compromise_key(key=held.key, since=MONDAY, at=AT)
    held.refresh_from_db()

    with pytest.raises(IssuingStopped):
        sign(held, at=AT)
    succeed_issuer(issuer=issuer, at=AT)

    assert report_on(sign(held, at=AT).document, at=AT, ask=nobody).outcome == "valid"


def test_on_the_web_only_the_key_changes(ada, checking, settings):
    settings.CAIRN_BASE_URL = "https://college.example"
    issuer = establish_issuer(organisation=checking.achievement.organisation, at=MONDAY)
    held = award(person=ada, version=checking, shown=[], at=MONDAY).credential
    retire_key(issuer=issuer, at=AT)
    compromise_key(key=held.key, since=MONDAY, at=AT)
    held.refresh_from_db()
    facts, place = held.award.detail.facts, (held.status_list_id, held.position)
    assert is_lost(held)

    new = rotate_key(issuer=issuer, at=AT)
    resettle(held, at=AT)

    held.refresh_from_db()
    assert (held.key, held.status_list_id, held.position) == (new, *place)
    assert held.award.detail.facts == facts
    assert not is_lost(held)


def test_a_holder_without_an_address_is_named_by_the_id_alone(waiting, ada):
    ada.email = ""
    ada.save()

    signed = sign(waiting, at=AT)

    assert "identifier" not in json.loads(signed.document)["credentialSubject"]
    assert signed.award.detail.identity_hash == ""
