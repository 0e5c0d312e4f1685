from __future__ import annotations

import json

import pytest

from cairn_server.credentials.endorsing import endorse, withdraw
from cairn_server.credentials.models import Endorsement
from cairn_server.credentials.verifying import nobody, report_on
from tests.making import join
from tests.moments import DAY, MONDAY


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


@pytest.fixture
def endorsed(works, zoe, checking):
    return endorse(organisation=works, target=checking, comment="Good.", actor=zoe, at=MONDAY)


def at(organisation, *more):
    return "/".join([f"/api/v1/organisations/{organisation.pk}/endorsements", *more])


def post(client, url, **body):
    headers = {"Idempotency-Key": body.pop("key")} if "key" in body else {}
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def test_an_owner_endorses_what_is_somebody_elses_once(client, zoe, works, checking):
    client.force_login(zoe)
    asked = {"achievement_id": str(checking.achievement_id), "comment": "Good.", "key": "1"}

    first, repeated, again = (
        post(client, at(works), **body) for body in (asked, asked, asked | {"key": "2"})
    )

    assert (first.status_code, first.json()) == (201, repeated.json())
    assert (first.json()["name"], first.json()["version"]) == ("Checking for Understanding", 1)
    assert (again.status_code, again.json()["code"]) == (422, "endorsement_refused")
    assert client.get(at(works) + "?direction=given").json()["items"] == [first.json()]


def test_what_was_given_is_had_as_a_token_by_whoever_gave_it(
    client, zoe, ida, college, works, endorsed
):
    client.force_login(zoe)
    token = client.get(at(works, endorsed.pk, "endorsement.jwt"))
    withdraw(endorsement=endorsed, actor=zoe, at=MONDAY)
    refused = client.get(at(works, endorsed.pk, "endorsement.jwt"))
    client.force_login(ida)

    assert report_on(token.text, at=MONDAY, ask=nobody).reasons == ["revoked"]
    assert (refused.status_code, refused.json()["code"]) == (409, "jwt_refused")
    assert client.get(at(college, endorsed.pk, "endorsement.jwt")).status_code == 404
    assert client.get(at(works, endorsed.pk, "endorsement.jwt")).status_code == 404


def test_an_issuer_is_endorsed_by_its_id(client, zoe, works, credential):
    client.force_login(zoe)
    issuer = credential.status_list.issuer

    made = post(client, at(works), issuer_id=str(issuer.pk), comment="Good.").json()

    assert (made["issuer_id"], made["achievement_id"]) == (str(issuer.pk), None)
    assert made["name"] == "North College"


def test_whoever_is_endorsed_accepts_and_declines(client, college, ida, endorsed):
    client.force_login(ida)
    [received] = client.get(at(college) + "?direction=received").json()["items"]

    accepted = post(client, at(college, endorsed.pk, "acceptance")).json()
    declined = post(client, at(college, endorsed.pk, "refusal")).json()

    assert (received["accepted_at"], received["declined_at"]) == (None, None)
    assert accepted["accepted_at"] is not None
    assert (declined["accepted_at"], declined["declined_at"] is None) == (None, False)


def test_whoever_gave_it_withdraws_it_and_then_it_cannot_be_accepted(
    client, college, works, zoe, ida, endorsed
):
    client.force_login(zoe)
    withdrawn = post(client, at(works, endorsed.pk, "withdrawal")).json()
    client.force_login(ida)
    refused = post(client, at(college, endorsed.pk, "acceptance"))

    assert withdrawn["withdrawn_at"] is not None
    assert (refused.status_code, refused.json()["code"]) == (422, "endorsement_refused")
    assert client.get(at(college) + "?direction=received").json()["items"] == []


def test_nobody_else_gives_withdraws_or_answers(client, college, works, endorsed, checking, ida):
    other = join("Otto", works, "issuer")
    calls = [
        (ida, at(works)),
        (ida, at(works, endorsed.pk, "withdrawal")),
        (ida, at(college, endorsed.pk, "withdrawal")),
        (other, at(works, endorsed.pk, "withdrawal")),
        (other, at(works, endorsed.pk, "acceptance")),
        (other, at(works)),
    ]
    for person, url in calls:
        client.force_login(person)
        body = {"achievement_id": str(checking.achievement_id), "comment": "Good."}
        assert post(client, url, **(body if url.endswith("s") else {})).status_code == 404
    assert client.get(at(college) + "?direction=given").status_code == 404
    assert Endorsement.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "body",
    [
        {"comment": "Good."},
        {"comment": "x" * 1001, "issuer_id": "00000000-0000-7000-8000-000000000000"},
        {"issuer_id": "7", "comment": "Good."},
    ],
)
def test_what_names_nothing_is_refused(client, zoe, works, body):
    client.force_login(zoe)

    assert post(client, at(works), **body).status_code == 422


def test_what_is_not_there_is_not_there(client, zoe, works):
    client.force_login(zoe)
    nobody = "00000000-0000-7000-8000-000000000000"

    for named in ("issuer_id", "achievement_id"):
        assert post(client, at(works), comment="Good.", **{named: nobody}).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_takes_the_same_queries_however_long(
    client, college, ida, zoe, checking, number, django_assert_num_queries
):
    from cairn_server.accounts.models import Organisation

    for one in range(number):
        works = Organisation.objects.create(name=f"W{one}", slug=f"w{one}", kind="employer")
        endorse(organisation=works, target=checking, comment="Good.", actor=zoe, at=MONDAY)
    client.force_login(ida)
    client.get(at(college) + "?direction=received")

    with django_assert_num_queries(4):
        assert len(client.get(at(college) + "?direction=received").json()["items"]) == number


def test_a_long_list_is_had_page_by_page(client, ida, college, zoe, works, endorsed, credential):
    issuer = credential.status_list.issuer
    late = endorse(organisation=works, target=issuer, comment="Good.", actor=zoe, at=MONDAY + DAY)
    client.force_login(ida)
    url = at(college) + "?direction=received&limit=1"

    first = client.get(url).json()
    last = client.get(f"{url}&cursor={first['next_cursor']}").json()

    assert [one["id"] for one in (*first["items"], *last["items"])] == [late.pk, endorsed.pk]
    assert last["next_cursor"] is None
    assert client.get(url + "&cursor=x").status_code == 422
