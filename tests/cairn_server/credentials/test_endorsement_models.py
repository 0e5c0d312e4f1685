import pytest
from django.db import IntegrityError, transaction

from cairn_server.credentials.allocating import allocate
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Endorsement
from tests.moments import MONDAY


def test_one_thing_is_endorsed_once_and_never_two(college, checking):
    issuer = establish_issuer(organisation=college, at=MONDAY)

    def store(**about):
        place = allocate(issuer)
        with transaction.atomic():
            return Endorsement.objects.create(
                organisation=college,
                comment="Good",
                status_list=place.status_list,
                position=place.position,
                given_at=MONDAY,
                **about,
            )

    store(version=checking, withdrawn_at=MONDAY)
    store(version=checking)
    store(issuer=issuer)
    for about in ({}, {"version": checking, "issuer": issuer}, {"version": checking}):
        with pytest.raises(IntegrityError):
            store(**about)

    assert Endorsement.objects.count() == 3
