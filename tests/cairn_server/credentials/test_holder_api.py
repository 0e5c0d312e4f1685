"""One's own credentials by the API."""

from __future__ import annotations

import json

from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from tests.moments import DAY, MONDAY

MINE = "/api/v1/credentials"


def test_one_lists_ones_own_and_nobody_elses(client, ada, bea, credential):
    client.force_login(ada)
    own = client.get(MINE).json()
    client.force_login(bea)

    assert [one["id"] for one in own["items"]] == [credential.pk]
    assert own["items"][0]["is_signed"]
    assert own["items"][0]["standing"] == "self-claimed"
    assert own["next_cursor"] is None
    assert client.get(MINE).json()["items"] == []


def test_the_document_is_the_one_that_was_signed(client, ada, bea, credential):
    client.force_login(ada)
    document = client.get(f"{MINE}/{credential.pk}/document")
    client.force_login(bea)
    foreign = client.get(f"{MINE}/{credential.pk}/document")

    assert document.json() == json.loads(credential.document)
    assert foreign.status_code == client.get(f"{MINE}/{'0' * 32}/document").status_code == 404


def test_one_gets_ones_own_as_a_token(client, ada, bea, ida, credential):
    there = f"{MINE}/{credential.pk}/credential.jwt"
    client.force_login(ada)
    token = client.get(there)
    client.force_login(bea)
    foreign = client.get(there)
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)
    client.force_login(ada)
    refused = client.get(there)

    assert (token.status_code, token["Content-Type"]) == (200, "text/plain")
    assert report_on(token.text, at=MONDAY + 3 * DAY, ask=nobody).reasons == ["revoked"]
    assert foreign.status_code == client.get(f"{MINE}/{'0' * 32}/credential.jwt").status_code == 404
    assert (refused.status_code, refused.json()["code"]) == (409, "jwt_refused")


def test_page_and_name_are_switched_each_by_itself(client, ada, bea, credential):
    def patch(body):
        return client.patch(f"{MINE}/{credential.pk}", body, content_type="application/json")

    client.force_login(ada)
    off = patch({"is_public": False})
    named = patch({"show_name": True})
    client.force_login(bea)

    assert off.json()["is_public"] is False
    assert named.json() == {"is_public": False, "show_name": True}
    assert patch({"is_public": True}).status_code == 404


def test_one_renews_ones_own_that_ends_and_is_told_why_not(client, ada, bea, credential):
    there = f"{MINE}/{credential.pk}/renewal"
    client.force_login(ada)
    assert client.post(there).json()["code"] == "renewal_refused"

    credential.valid_until = credential.renewable_from = credential.valid_from
    credential.save()
    begun = client.post(there).json()
    [listed] = client.get(MINE).json()["items"]
    client.force_login(bea)

    assert (begun["credential_id"], begun["is_renewed"]) == (credential.pk, False)
    assert ada.reassessments.get().since == credential.award.awarded_at
    assert (listed["valid_until"], listed["is_renewed"]) == (begun["valid_until"], False)
    assert client.post(there).status_code == 404
