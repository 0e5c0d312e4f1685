from uuid import uuid4

import pytest

from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import MONDAY

GIVEN = {
    "email": "nora@x.example",
    "name": "Nora",
    "achievement": "checking",
    "judged_by": "Mentor teacher",
    "judged_on": f"{MONDAY:%Y-%m-%d}",
    "narrative": "A lesson",
}


@pytest.fixture
def awards(client, ida, college):
    client.force_login(ida)
    return f"/api/v1/organisations/{college.pk}/awards"


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", headers=headers)


def test_an_award_is_given_once_whatever_is_sent_again(client, awards, checking):
    first = send(client, awards, GIVEN, idempotency_key="one")
    same = send(client, awards, GIVEN, idempotency_key="one")
    again = send(client, awards, GIVEN)

    assert [one.status_code for one in (first, same, again)] == [201, 201, 201]
    assert first.json() == same.json()
    assert (first.json()["outcome"], again.json()["outcome"]) == ("awarded", "unchanged")
    assert first.json()["award"]["state"] == "waiting"  # signed once this is committed
    assert send(client, awards, GIVEN | {"name": "N"}, idempotency_key="one").status_code == 409
    assert Award.objects.count() == 1


@pytest.mark.parametrize(("change", "status", "code"), [
    ({"judged_by": ""}, 422, "not_awardable"),
    ({"email": "nobody"}, 422, "row_refused"),
    ({"achievement": "unknown"}, 422, "not_awardable"),
    ({"email": "ida@north.example"}, 422, "not_awardable"),
    ({"judged_on": "soon"}, 422, "invalid"),
    ({"salary": 1}, 422, "invalid"),
    ({"evidence_url": "file:///etc/passwd"}, 422, "row_refused"),
])  # fmt: skip
def test_what_may_not_be_awarded_says_why(client, awards, checking, change, status, code):
    answer = send(client, awards, GIVEN | change)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Award.objects.exists()


def test_the_list_goes_page_by_page(client, awards, ada, checking):
    made = [make_credential(ada, checking) for _ in range(3)]

    first = client.get(awards, {"limit": 2}).json()
    second = client.get(awards, {"limit": 2, "cursor": first["next_cursor"]}).json()

    found = [one["credential_id"] for page in (first, second) for one in page["items"]]
    assert found == [one.pk for one in reversed(made)]
    assert second["next_cursor"] is None
    assert client.get(awards, {"state": "revoked"}).json()["items"] == []
    assert client.get(awards, {"state": "nonsense"}).status_code == 422


def test_an_award_is_corrected_then_taken_back(client, awards, credential):
    new = send(client, f"{awards}/{credential.award_id}/correction", {}).json()

    assert new["credential_id"] != credential.pk
    twice = send(client, f"{awards}/{credential.award_id}/correction", {})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_superseded")
    revoked = send(client, f"{awards}/{new['id']}/revocation", {"reason": "holder-request"})
    assert (revoked.status_code, revoked.json()["state"]) == (201, "revoked")
    assert send(client, f"{awards}/{new['id']}/revocation", {"reason": "x"}).status_code == 422
    assert AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).count() == 2


def test_keys_are_listed_with_what_they_signed(client, awards, credential):
    [key] = client.get(awards.replace("awards", "keys")).json()

    assert (key["multibase"], key["state"], key["signed"]) == (
        credential.key.multibase,
        "active",
        1,
    )


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_another_organisation_is_answered_like_a_missing_one(
    client, request, college, credential, who
):
    client.force_login(request.getfixturevalue(who))

    def ask(organisation_id):
        base = f"/api/v1/organisations/{organisation_id}"
        award = f"{base}/awards/{credential.award_id}"
        answers = [
            client.get(f"{base}/awards"),
            client.get(f"{base}/keys"),
            send(client, f"{base}/awards", GIVEN),
            send(client, f"{award}/revocation", {"reason": "holder-request"}),
            send(client, f"{award}/correction", {}),
        ]
        return [(one.status_code, one.content) for one in answers]

    assert ask(college.pk) == ask(uuid4())
    assert {status for status, _ in ask(college.pk)} == {404}


def test_an_award_of_somebody_else_is_answered_like_a_missing_one(client, zoe, credential):
    client.force_login(zoe)
    works = zoe.memberships.get().organisation_id
    base = f"/api/v1/organisations/{works}/awards"

    theirs = send(client, f"{base}/{credential.award_id}/correction", {})
    missing = send(client, f"{base}/{uuid4()}/correction", {})

    assert (theirs.status_code, theirs.content) == (missing.status_code, missing.content)
    assert theirs.status_code == 404


def test_an_award_is_suspended_and_counts_again(client, awards, ada, checking):
    award = make_credential(ada, checking).award
    address = f"{awards}/{award.pk}"
    until = "2099-01-01T00:00:00Z"

    suspended = send(client, f"{address}/suspension", {"reason": "complaint", "until": until})
    twice = send(client, f"{address}/suspension", {"reason": "complaint"})
    listed = client.get(awards, {"state": "suspended"}).json()["items"]
    again = send(client, f"{address}/reinstatement", {})
    none = send(client, f"{address}/reinstatement", {})

    assert suspended.status_code == again.status_code == 201
    told = suspended.json()
    assert (told["state"], told["reason"], told["suspended_until"]) == (
        "suspended",
        "complaint",
        until,
    )
    assert [one["id"] for one in listed] == [str(award.pk)]
    assert (again.json()["state"], again.json()["suspended_until"]) == ("stands", None)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_suspended")
    assert (none.status_code, none.json()["code"]) == (409, "not_suspended")


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": "x"}, {"reason": "complaint", "until": "2099-01-01T00:00:00"},
     {"reason": "complaint", "until": "2001-01-01T00:00:00Z"}],
)  # fmt: skip
def test_a_suspension_that_cannot_be_is_refused(client, awards, ada, checking, body):
    award = make_credential(ada, checking).award

    assert send(client, f"{awards}/{award.pk}/suspension", body).status_code == 422
