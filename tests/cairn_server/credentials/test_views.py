import json
import re
from uuid import UUID

import pytest
from django.urls import reverse

from cairn.vc.status_list import bit_at, decode_bits
from cairn_server.credentials.holding import erase, switch_page
from cairn_server.credentials.models import Credential, Holder
from cairn_server.credentials.revoking import revoke
from tests.cairn_server.credentials.conftest import without_token
from tests.moments import DAY, MONDAY

AT = MONDAY + 3 * DAY
JSON_TYPES = ["application/vc", "application/ld+json", "application/json"]


@pytest.fixture
def url(credential):
    return reverse("credentials:credential", args=[credential.pk])


@pytest.fixture
def missing(client):
    return client.get(reverse("credentials:credential", args=["0" * 32]))


def test_anybody_with_the_link_reads_what_it_says(client, url):
    page = client.get(url)

    assert page.status_code == 200
    assert "Genuine and not revoked." in page.text
    assert "Shown by 1 piece of work, judged by 1 evaluator against 2 criteria." in page.text
    assert "Checking for Understanding" in page.text
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("wanted", JSON_TYPES)
def test_a_program_gets_the_signed_bytes(client, url, credential, wanted):
    answer = client.get(url, headers={"accept": wanted})

    assert answer["Content-Type"] == wanted
    assert answer.content.decode() == credential.document
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_browser_gets_the_page(client, url):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    assert client.get(url, headers={"accept": accept})["Content-Type"].startswith("text/html")


def test_the_file_is_the_signed_bytes_and_is_not_sent_twice(client, url, credential):
    first = client.get(url + "credential.json")
    again = client.get(url + "credential.json", headers={"if-none-match": first["ETag"]})

    assert first.content.decode() == credential.document
    assert again.status_code == 304


def test_a_stranger_does_not_learn_the_name(client, url, zoe, credential, ada):
    client.force_login(zoe)

    page = client.get(url)

    assert "Ada" not in page.text
    assert "Yours to decide" not in page.text


def test_the_holder_is_asked_about_their_name_once(client, url, ada):
    client.force_login(ada)
    asked = "Show your name on it?" in client.get(url).text
    client.post(url + "name/", {"on": "yes"})
    client.logout()

    page = client.get(url)

    assert asked
    assert "Ada" in page.text
    assert Holder.objects.get().show_name is True


def test_linkedin_gets_the_name_the_month_and_the_link(client, url, ada, credential):
    client.force_login(ada)

    page = client.get(url)

    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page.text
    assert "issueYear=2026&amp;issueMonth=3" in page.text
    assert f"certId={credential.pk}" in page.text


def test_a_page_that_is_off_is_open_to_its_holder_alone(client, url, ada, ida, credential):
    client.force_login(ada)
    client.post(url + "page/", {"on": "no"})
    own = client.get(url)
    client.logout()
    stranger, file = client.get(url), client.get(url, headers={"accept": "application/vc"})
    client.force_login(ida)

    assert "This page is switched off" in own.text
    assert (stranger.status_code, file.status_code) == (403, 403)
    assert "Switched off by the holder" in stranger.text
    assert "Checking for Understanding" not in stranger.text
    assert client.get(url).status_code == 200


def test_what_is_off_is_never_kept_by_a_cache(client, url, ada, credential):
    switch_page(person=ada, credential=credential, on=False, at=AT)
    client.force_login(ada)

    assert client.get(url + "credential.json")["Cache-Control"] == "private, no-store"
    assert client.get(url + "badge.svg")["Cache-Control"] == "private, no-store"


def test_an_erased_credential_is_gone(client, url, credential):
    erase(credential=credential, actor=None, at=AT)

    page = client.get(url)

    assert (page.status_code, client.get(url + "credential.json").status_code) == (410, 410)
    assert "Checking" not in page.text


def test_an_issuer_is_led_from_the_top_to_what_stands_at_the_end(client, url, credential, ida):
    def led() -> list[str]:
        page = client.get(url).text
        nav = page.partition("For the issuer, on this page")[2].partition("</nav>")[0]
        ways = re.findall(r'href="#([a-z]+)"', nav)
        assert all(page.count(f'id="{one}"') == 1 for one in ways)
        return ways

    assert led() == []
    client.force_login(ida)
    assert led() == ["correct", "suspend", "revoke"]
    revoke(credential, actor=ida, reason_code="superseded", at=AT)
    assert led() == []


def test_a_revoked_credential_says_so_first(client, url, credential, ida):
    revoke(credential, actor=ida, reason_code="awarded-in-error", at=AT)

    page = client.get(url)

    assert page.status_code == 200
    assert "Genuine, but revoked." in page.text
    assert "It was awarded in error." in page.text


def test_what_is_not_signed_yet_is_there_for_its_holder_alone(client, ada, earned, missing):
    url = reverse("credentials:credential", args=[earned.credential.pk])
    stranger = client.get(url)
    client.force_login(ada)

    assert stranger.status_code == 404
    assert without_token(stranger) == without_token(missing)
    assert "is being signed" in client.get(url).text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("issuing_stopped", "no key is in its place"),
        ("key_unavailable", "cannot be used on this server"),
        ("unsound_credential", "does not stand up to verification"),
    ],
)
def test_an_issuer_reads_why_it_cannot_be_signed_and_what_to_do(
    client, ada, ida, earned, code, said
):
    Credential.objects.update(held_up_by=code)
    url = reverse("credentials:credential", args=[earned.credential.pk])

    client.force_login(ida)
    page = client.get(url).text
    listed = client.get(reverse("credentials:awards", args=[earned.organisation_id])).text
    client.force_login(ada)

    assert said in page
    assert reverse("credentials:keys", args=[earned.organisation_id]) in page
    assert "Cannot be signed yet" in listed
    assert "you need do nothing" in client.get(url).text


def test_while_issuing_is_switched_off_the_page_says_so(client, ada, earned, settings):
    settings.CAIRN_ISSUING = False
    client.force_login(ada)

    page = client.get(reverse("credentials:credential", args=[earned.credential.pk]))

    assert "issues nothing at present" in page.text


def test_a_status_list_is_public_signed_and_cached_for_minutes(client, credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=AT)

    answer = client.get(reverse("credentials:status-list", args=[credential.status_list_id]))
    bits = decode_bits(json.loads(answer.content)["credentialSubject"]["encodedList"])

    assert answer["Content-Type"] == "application/vc"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert bit_at(bits, credential.position)
    assert client.get("/status/" + "0" * 32).status_code == 404


def test_a_page_takes_a_fixed_number_of_queries(client, url, django_assert_num_queries):
    client.get(url)

    with django_assert_num_queries(7):  # credential, events, name, issuers, two lists
        client.get(url)


@pytest.mark.parametrize("credential_id", ["0" * 32, "x", "..", str(UUID(int=7, version=4))])
def test_an_unknown_id_is_not_found(client, db, credential_id):
    assert client.get(f"/credentials/{credential_id}/").status_code == 404


def test_the_signed_bytes_never_change_by_what_the_holder_chooses(client, url, ada, credential):
    client.force_login(ada)
    client.post(url + "name/", {"on": "yes"})
    client.post(url + "page/", {"on": "no"})

    assert Credential.objects.get().document == credential.document
