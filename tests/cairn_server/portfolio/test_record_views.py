import json

import pytest
from django.utils.timezone import now
from joserfc import jws
from joserfc.jwk import OKPKey

from cairn.vc.keys import PublicKey
from cairn_server.credentials.models import IssuerKey
from cairn_server.credentials.record_making import publishers_for
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.portfolio.collecting import add_badge
from tests.cairn_server.portfolio.conftest import badge_of, found
from tests.moments import MONDAY

URL = "/my/record/"
# RFC 9864 has a new name for EdDSA; Open Badges 3.0 and most wallets know the old one.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def public_jwk():
    return PublicKey.from_multibase(IssuerKey.objects.get().multibase).jwk


def asked(person, *keys, **changed):
    publisher = str(publishers_for(person)[0].pk)
    return {"enclose": keys, "name": "My record", "publisher": publisher, **changed}


def test_what_is_chosen_comes_as_one_signed_file(as_ada, ada, held, address):
    badge = add_badge(person=ada, found=found(badge_of(ada.email)), at=MONDAY)

    answer = as_ada.post(URL, asked(ada, f"c{held.pk}", f"o{badge.pk}"))
    record = json.loads(answer.content)

    assert answer["Content-Disposition"].startswith('attachment; filename="record-')
    assert (record["name"], record["type"][1]) == ("My record", "ClrCredential")
    names = [one["name"] for one in record["credentialSubject"]["verifiableCredential"]]
    assert names == ["Checking for Understanding", "Welding"]


def test_the_record_comes_as_a_token_where_one_is_asked_for(as_ada, ada, held):
    page = as_ada.get(URL).text
    answer = as_ada.post(URL, asked(ada, f"c{held.pk}", format="jwt"))
    payload = jws.deserialize_compact(
        answer.text, OKPKey.import_key(public_jwk()), algorithms=["EdDSA"]
    ).payload

    assert "Signed token (JWT)" in page
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].endswith('.jwt"')
    assert json.loads(payload)["credentialSubject"]["verifiableCredential"] == [
        json.loads(held.document)
    ]
    assert report_on(answer.text, at=now(), ask=nobody).outcome == "valid"


def test_the_verify_page_shows_each_that_is_enclosed(as_ada, ada, held):
    record = as_ada.post(URL, asked(ada, f"c{held.pk}")).content.decode()

    page = as_ada.post("/verify/", {"text": record}).text

    held_in_it = page.partition("What it holds")[2]
    assert "<bdi>Checking for Understanding</bdi>" in held_in_it
    assert "Genuine</span>" in held_in_it


def test_nothing_of_somebody_else_can_be_chosen(client, ada, bea, held):
    client.force_login(bea)

    assert "Nothing to put into it yet" in client.get(URL).text
    answer = client.post(URL, asked(ada, f"c{held.pk}"))
    assert (answer.status_code, "ClrCredential" in answer.text) == (422, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"enclose": []},
        {"name": ""},
        {"publisher": "7"},
        {"enclose": ["c1", "o1"]},
        {"format": "pdf"},
    ],
)
def test_what_is_not_filled_in_comes_back_with_a_reason(as_ada, ada, held, changed):
    answer = as_ada.post(URL, asked(ada, f"c{held.pk}") | changed)

    assert answer.status_code == 422
    assert 'class="error"' in answer.text or 'role="alert"' in answer.text


def test_whoever_is_signed_out_is_asked_to_sign_in(client, db):
    assert client.get(URL).status_code == 302
