import pytest

from cairn.errors import MalformedCredential
from cairn.vc.status_list import bit_at, decode_bits
from cairn_server.interop.listing import list_credential, set_status, signed_list
from cairn_server.interop.models import EndpointList
from tests.moments import MONDAY

pytestmark = pytest.mark.django_db
ONE, OTHER = "urn:uuid:1", "urn:uuid:2"


def bits(key):
    found = EndpointList.objects.get(key_ref=key.ref)
    return decode_bits(signed_list(found, at=MONDAY)["credentialSubject"]["encodedList"])


def test_each_credential_gets_a_place_of_its_own(key):
    entries = [list_credential(key_ref=key.ref, credential_id=ONE) for _ in range(20)]

    assert len({entry["statusListIndex"] for entry in entries}) == 20
    assert len({entry["statusListCredential"] for entry in entries}) == 1
    assert {entry["type"] for entry in entries} == {"BitstringStatusListEntry"}


def test_exactly_what_is_set_has_its_bit(key):
    one = int(list_credential(key_ref=key.ref, credential_id=ONE)["statusListIndex"])
    other = int(list_credential(key_ref=key.ref, credential_id=OTHER)["statusListIndex"])

    set_status(key_ref=key.ref, credential_id=ONE, is_set=True)
    assert (bit_at(bits(key), one), bit_at(bits(key), other)) == (True, False)
    set_status(key_ref=key.ref, credential_id=ONE, is_set=False)
    assert not any(bits(key))


@pytest.mark.parametrize(("ref", "id"), [("vc-api-test", OTHER), ("vc-api-test", ""), ("x", ONE)])
def test_what_was_not_listed_here_has_no_status(key, ref, id):
    list_credential(key_ref=key.ref, credential_id=ONE)

    with pytest.raises(MalformedCredential, match="No credential"):
        set_status(key_ref=ref, credential_id=id, is_set=True)


def test_a_full_list_is_closed_and_followed_by_another(key):
    first = list_credential(key_ref=key.ref, credential_id=ONE)
    EndpointList.objects.update(counter=131_071)
    list_credential(key_ref=key.ref, credential_id=ONE)

    following = list_credential(key_ref=key.ref, credential_id=ONE)
    assert following["statusListCredential"] != first["statusListCredential"]
