import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cairn_server.credentials.awarding import award
from cairn_server.credentials.models import AwardEvent, AwardEventKind
from tests.making import make_achievement, make_unit
from tests.moments import MONDAY


@pytest.fixture
def credential(college, ada):
    version = make_achievement(college, make_unit(college))
    return award(person=ada, version=version, shown=[], at=MONDAY).credential


def revoke(credential_id, email="ida@north.example"):
    out = StringIO()
    words = ["revoke", credential_id, "--reason", "holder-request", "--as", email]
    call_command(*words, stdout=out)
    return json.loads(out.getvalue())


def test_an_address_or_an_id_names_what_is_revoked(credential, ida):
    told = revoke(f"https://cairn.example.org/credentials/{credential.pk}/")

    assert (told["credential"], told["reason"]) == (credential.pk, "holder-request")
    assert AwardEvent.objects.get(kind=AwardEventKind.REVOKE).actor_id == ida.pk
    with pytest.raises(CommandError) as again:
        revoke(credential.pk)
    assert again.value.returncode == 1


@pytest.mark.parametrize("email", ["ada@north.example", "zoe@south.example"])
def test_only_in_the_name_of_an_issuer_there(credential, ida, zoe, email):
    with pytest.raises(CommandError) as refused:
        revoke(credential.pk, email)

    assert refused.value.returncode == 3
    assert not AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).exists()


def test_an_unknown_id_is_wrong_usage(ida):
    with pytest.raises(CommandError) as refused:
        revoke("0" * 32)

    assert refused.value.returncode == 3
