import json
from io import BytesIO

import pytest
from django.urls import reverse

from cairn_server.credentials.picturing import baked_png, baked_svg
from cairn_server.credentials.revoking import revoke
from tests.moments import DAY, MONDAY

URL = "/verify/"


def upload(content, name="badge"):
    file = BytesIO(content)
    file.name = name
    return {"file": file}


@pytest.mark.parametrize("draw", [baked_png, baked_svg, lambda one: one.document.encode()])
def test_a_dropped_badge_is_found_genuine(client, credential, draw):
    page = client.post(URL, upload(draw(credential)))

    assert page.status_code == 200
    assert "Genuine and current" in page.text
    assert "Yes, by this site" in page.text


def test_a_pasted_text_or_a_link_will_do(client, credential):
    for text in (credential.document, f"http://localhost:8000/credentials/{credential.pk}/"):
        assert "Genuine and current" in client.post(URL, {"text": text}).text


def test_a_changed_character_is_found(client, credential):
    changed = credential.document.replace("Checking for Understanding", "Checking for Undertaking")

    page = client.post(URL, {"text": changed})

    assert "Not genuine" in page.text
    assert page.context["report"].proof_valid is False


def test_a_revoked_one_is_told_apart_from_a_forged_one(client, credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + DAY)

    page = client.post(URL, {"text": credential.document})

    assert "Genuine, but it has been revoked" in page.text
    assert page.context["report"].proof_valid is True


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "hello"},
        {"text": '{"a": 1, "a": 2}'},
        {"text": "http://127.0.0.1/secret"},
        {"text": "https://cairn.invalid/credential"},
    ],
)
def test_what_is_no_credential_is_answered_with_a_sentence(client, db, sent):
    page = client.post(URL, sent)

    assert page.status_code == 422
    assert "This could not be read." in page.text


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\x00\xff", b"[]"])
def test_a_file_that_holds_none_is_answered_with_a_sentence(client, db, content):
    page = client.post(URL, upload(content))

    assert page.status_code == 422
    assert "This could not be read." in page.text


def test_htmx_gets_the_verdict_alone(client, credential):
    page = client.post(URL, {"text": credential.document}, headers={"hx-request": "true"})

    assert "<html" not in page.text
    assert "Every check" in page.text


def test_a_name_that_somebody_gives_themself_is_marked_as_theirs(client, credential):
    document = json.loads(credential.document)
    document["issuer"]["name"] = "<b>Harvard</b>"

    page = client.post(URL, {"text": json.dumps(document)})

    assert "calls itself “&lt;b&gt;Harvard" in page.text
    assert "Not genuine" in page.text


def test_a_link_in_the_address_is_filled_in_and_not_followed(client, db):
    page = client.get(URL, {"link": "https://example.org/credential"})

    assert "https://example.org/credential" in page.text
    assert page.context["report"] is None


def test_a_public_page_needs_no_account_and_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(reverse("credentials:verify")).status_code == 200
