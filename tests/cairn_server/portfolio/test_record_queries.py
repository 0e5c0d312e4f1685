import json

import pytest

from cairn.openbadges.reading import Found, Kind
from cairn.vc.did import did_key_method
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn_server.credentials.revoking import revoke
from cairn_server.portfolio.collecting import add_badge
from cairn_server.portfolio.record_queries import enclosables_of
from tests.cairn_server.portfolio.conftest import KEY, badge_of, found
from tests.moments import MONDAY

ASSERTION = json.dumps({"@context": "https://w3id.org/openbadges/v2", "badge": "", "recipient": 7})
pytestmark = pytest.mark.usefixtures("held")


def of_outside(person):
    return next(one for one in enclosables_of(person) if one.key.startswith("o"))


def test_own_credentials_may_be_enclosed_until_they_are_revoked(ada, bea, held):
    before = enclosables_of(ada)
    revoke(held, actor=bea, reason_code="awarded-in-error", at=MONDAY)
    after = enclosables_of(ada)

    assert [(one.key, one.why_not) for one in before] == [(f"c{held.pk}", "")]
    assert before[0].document["credentialSubject"]["achievement"]["name"] == before[0].title
    assert (after[0].document, after[0].why_not) == (None, "It was revoked.")


def test_a_badge_to_an_address_that_is_proved_may_be_enclosed(ada, address):
    add_badge(person=ada, found=found(badge_of(ada.email)), at=MONDAY)

    assert of_outside(ada).document["name"] == "Welding"


def test_a_token_goes_in_inside_its_envelope_with_a_remark(ada, address):
    unsigned = {name: value for name, value in badge_of(ada.email).items() if name != "proof"}
    key_id = did_key_method(KEY.public)
    token = as_jwt(unsigned, key=JwtKey.of(KEY), key_id=key_id, profile=JwtProfile.OB3)
    add_badge(person=ada, found=Found(Kind.JWT, token, jwt=token), at=MONDAY)

    one = of_outside(ada)

    assert (one.document["type"], one.document["id"].partition(",")[2]) == (
        "EnvelopedVerifiableCredential",
        token,
    )
    assert "envelope" in one.remark


def test_nobody_signs_that_a_badge_is_mine_that_names_nobody(ada, address):
    add_badge(person=ada, found=found(badge_of()), at=MONDAY)

    one = of_outside(ada)

    assert one.document is None
    assert "names no address" in one.why_not


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"document": "ey.ey.x"}, "its envelope cannot be opened"),
        ({"document": "7"}, "no proof of its own"),
        ({"document": ASSERTION}, "an Open Badge of version 2"),
        ({"document": '{"credentialSubject": {}, "proof": {}}'}, "older version"),
        ({"outcome": "undetermined"}, "check it again"),
    ],
)
def test_what_cannot_stand_in_a_record_says_why(ada, address, changed, why):
    badge = add_badge(person=ada, found=found(badge_of(ada.email)), at=MONDAY)
    type(badge).objects.update(**changed)

    assert why in of_outside(ada).why_not


def test_the_number_of_queries_does_not_grow(ada, address, django_assert_num_queries):
    for number in range(3):
        add_badge(person=ada, found=found(badge_of(ada.email, number=number)), at=MONDAY)

    with django_assert_num_queries(4):
        enclosables_of(ada)
