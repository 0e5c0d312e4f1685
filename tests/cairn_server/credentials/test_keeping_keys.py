from threading import Barrier, Thread

import pytest
from django.db import connection

from cairn.errors import KeyRotationRefused
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key, signer
from cairn_server.credentials.models import Issuer, IssuerKey, KeyState, Standing
from tests.moments import DAY, MONDAY

PUBLIC = "https://cairn.example.org"


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
    together, found = Barrier(2), []

    def make():
        together.wait()
        try:
            found.append(establish_issuer(organisation=college, at=MONDAY).did)
        finally:
            connection.close()

    both = [Thread(target=make) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(found) == 2
    assert set(found) == {Issuer.objects.get().did}
    assert IssuerKey.objects.count() == 1
