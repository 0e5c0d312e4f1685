from __future__ import annotations

import json
from uuid import uuid4

import pytest

from cairn_server.credentials.record_making import publishers_for
from cairn_server.credentials.verifying import nobody, report_on
from tests.moments import DAY, MONDAY

URL = "/api/v1/record"


@pytest.fixture
def me(client, ada):
    client.force_login(ada)
    return client


def post(client, below="", **body):
    return client.post(URL + below, json.dumps(body), content_type="application/json")


def test_what_may_be_in_it_is_listed_and_made_into_one_signed_record(me, ada, held):
    listed = me.get(URL).json()
    [choice], [publisher] = listed["choices"], listed["publishers"]

    record = post(me, enclose=[choice["key"]], publisher=publisher["id"], name="Of Ada").json()

    assert (choice["key"], choice["why_not"]) == (f"c{held.pk}", "")
    assert (record["name"], record["type"][1]) == ("Of Ada", "ClrCredential")
    assert record["credentialSubject"]["verifiableCredential"] == [json.loads(held.document)]
    assert report_on(record, at=MONDAY + DAY, ask=nobody).proof_valid


def test_the_same_record_is_had_as_a_token(me, ada, held):
    publisher = str(publishers_for(ada)[0].pk)
    body = {"enclose": [f"c{held.pk}"], "publisher": publisher, "name": "Of Ada"}

    answer = post(me, "/record.jwt", **body)
    report = report_on(answer.text, at=MONDAY + DAY, ask=nobody)

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain", "private, no-store")
    assert report.proof_valid
    assert (report.name, [one.outcome for one in report.enclosed]) == ("Of Ada", ["valid"])
    assert post(me, "/record.jwt", **body | {"enclose": ["c1"]}).status_code == 422


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enclose": ["c1"]}, "record_refused"),
        ({"publisher": str(uuid4())}, "record_refused"),
        ({"enclose": []}, "invalid"),
        ({"more": 1}, "invalid"),
    ],
)
def test_what_cannot_be_made_says_why(me, ada, held, change, code):
    publisher = str(publishers_for(ada)[0].pk)
    answer = post(me, **({"enclose": [f"c{held.pk}"], "publisher": publisher} | change))

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_nothing_of_somebody_else_is_listed_or_made(client, bea, ada, held):
    client.force_login(bea)
    publisher = str(publishers_for(ada)[0].pk)

    assert client.get(URL).json() == {"choices": [], "publishers": []}
    assert post(client, enclose=[f"c{held.pk}"], publisher=publisher).status_code == 422
