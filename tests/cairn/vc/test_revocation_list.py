import pytest

from cairn.errors import MalformedCredential, StatusListInvalid
from cairn.vc.revocation_list import Revocation, read_revocation_list
from tests.signing import ISSUER, a_badge

URL = "https://college.example/revoked"
ENTRY = {"id": URL, "type": "1EdTechRevocationList"}
OWN_ID = a_badge()["id"]


def read(*revoked, credential=None, **changes):
    found = {"id": URL, "issuer": ISSUER, "revokedCredential": list(revoked), **changes}
    return read_revocation_list(credential or a_badge(), ENTRY, found, issuers={ISSUER})


def test_a_credential_that_is_not_listed_stands():
    assert read() is None
    assert read({"id": "urn:uuid:other", "revocationReason": "Error"}) is None
    assert read({"id": OWN_ID, "revoked": False}) is None


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"id": OWN_ID, "revocationReason": "Issued in error"}, "Issued in error"),
        ({"id": OWN_ID, "revoked": True}, None),
        ({"id": f" {OWN_ID} "}, None),
        (OWN_ID, None),
    ],
)
def test_a_credential_that_is_listed_is_revoked(entry, reason):
    assert read({"id": "urn:uuid:other"}, entry) == Revocation(OWN_ID, reason)


@pytest.mark.parametrize(
    ("own", "listed", "is_same"),
    [
        ("https://college.example/a b", "https://college.example/a%20b", True),
        ("https://college.example/%7Ekim/1", " https://college.example/~kim/1", True),
        ("https://college.example/%c3%a9", "https://college.example/%C3%A9", True),
        ("https://college.example/a%2520b", "https://college.example/a%20b", False),
        ("https://college.example/a+b", "https://college.example/a b", False),
        ("https://college.example/A", "https://college.example/a", False),
        ("https://college.example/1", "https://COLLEGE.example:443/1", True),
        ("https://college.example./1", "https://college.example/1", True),
        ("https://college.example/1", "https://college.example:8443/1", False),
    ],
)
def test_ids_are_compared_as_what_they_name(own, listed, is_same):
    found = read({"id": listed}, credential=a_badge() | {"id": own})

    assert found == (Revocation(own, None) if is_same else None)


@pytest.mark.parametrize(
    "changes",
    [{"id": URL + "2"}, {"id": None}, {"issuer": "did:web:other.example"}, {"issuer": None}],
)
def test_another_list_tells_nothing(changes):
    with pytest.raises(StatusListInvalid):
        read({"id": OWN_ID}, **changes)


def test_a_broken_entry_makes_the_list_unreadable():
    with pytest.raises(StatusListInvalid):
        read({"revoked": True}, {"id": OWN_ID})


def test_a_credential_without_id_cannot_be_looked_up():
    with pytest.raises(MalformedCredential):
        read(credential={"type": ["VerifiableCredential"]})


@pytest.mark.parametrize("member", ["revokedCredentials", "revoked"])
def test_a_list_that_does_not_say_what_it_revokes_is_none(member):
    found = {"id": URL, "issuer": ISSUER, member: [OWN_ID]}

    with pytest.raises(StatusListInvalid, match="does not say"):
        read_revocation_list(a_badge(), ENTRY, found, issuers={ISSUER})
