import json

import pytest

from cairn.openbadges.baking import unbake
from cairn_server.credentials.holding import erase, switch_page
from cairn_server.credentials.revoking import revoke
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


@pytest.fixture
def url(credential):
    return f"/ob2/assertions/{credential.pk}"


@pytest.fixture
def png(credential):
    return f"/credentials/{credential.pk}/badge-2.0.png"


def test_any_site_may_read_the_assertion(client, url):
    answer = client.get(url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["type"] == "Assertion"


def test_badge_class_and_issuer_answer_too(client, url, credential):
    version, issuer = credential.award.achievement_version_id, credential.status_list.issuer_id
    badge = client.get(f"/ob2/badges/{version}/{issuer}").json()

    assert client.get(url).json()["badge"] == badge["id"]
    assert client.get(f"/ob2/issuers/{issuer}").json()["id"] == badge["issuer"]
    assert client.get(f"/ob2/badges/{issuer}/{version}").status_code == 404
    assert client.get(f"/ob2/issuers/{version}").status_code == 404


def test_what_was_revoked_is_gone_and_says_so(client, url, png, credential, bea):
    revoke(credential, actor=bea, reason_code="awarded-in-error", at=AT)

    answer = client.get(url)

    assert (answer.status_code, answer.json()["revoked"]) == (410, True)
    assert answer.json()["revocationReason"] == "It was awarded in error"
    assert "recipient" not in answer.json()


def test_the_picture_carries_the_assertion(client, url, png):
    answer = client.get(png)

    assert answer["Content-Type"] == "image/png"
    assert json.loads(unbake(answer.content)) == client.get(url).json()


def test_what_is_switched_off_is_closed_for_its_holder_too(client, url, png, credential, ada):
    switch_page(person=ada, credential=credential, on=False, at=AT)
    client.force_login(ada)

    assert [client.get(one).status_code for one in (url, png)] == [403, 403]


def test_what_is_erased_is_not_there_for_gone_would_say_revoked(client, url, png, credential, ada):
    erase(credential=credential, actor=ada, at=AT)

    assert [client.get(one).status_code for one in (url, png)] == [404, 404]


def test_what_is_not_signed_is_not_there(client, earned):
    assert client.get(f"/ob2/assertions/{earned.credential.pk}").status_code == 404


def test_the_page_leads_to_the_older_form_while_it_is_on(client, url, credential, ada):
    page = f"/credentials/{credential.pk}/"
    on = client.get(page).text
    switch_page(person=ada, credential=credential, on=False, at=AT)
    client.force_login(ada)

    assert url in on
    assert url not in client.get(page).text
