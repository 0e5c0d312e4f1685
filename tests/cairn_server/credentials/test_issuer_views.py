import json
from uuid import uuid4

import pytest
from django.urls import reverse

from cairn.vc.did import resolve_method
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key
from cairn_server.credentials.models import AwardEvent, AwardEventKind, IssuerKey
from tests.cairn_server.credentials.conftest import make_credential, without_token
from tests.moments import DAY, MONDAY

REASON = {"reason": "awarded-in-error", "note": "Two people share the name"}


@pytest.fixture
def url(credential):
    return reverse("credentials:create-revocation", args=[credential.pk])


def revocations():
    return AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).count()


def test_an_issuer_revokes_and_the_next_look_says_so(client, ida, url, credential):
    client.force_login(ida)

    page = client.post(url, REASON, follow=True)

    assert page.redirect_chain == [(reverse("credentials:credential", args=[credential.pk]), 302)]
    assert "Genuine, but revoked." in page.text
    assert "Two people share the name" not in page.text


def test_a_second_click_is_refused_clearly_and_revokes_once(client, ida, url):
    client.force_login(ida)
    client.post(url, REASON)

    page = client.post(url, REASON)

    assert page.status_code == 409
    assert "revoked on" in page.text
    assert revocations() == 1


def test_without_a_reason_nothing_is_revoked(client, ida, url):
    client.force_login(ida)

    assert client.post(url, {"reason": "whim"}).status_code == 422
    assert revocations() == 0


@pytest.mark.parametrize("who", ["ada", "bea", "eve", "zoe"])
def test_nobody_but_an_issuer_there_revokes(client, request, url, who):
    client.force_login(request.getfixturevalue(who))
    missing = client.post(reverse("credentials:create-revocation", args=["0" * 32]), REASON)

    page = client.post(url, REASON)

    assert page.status_code == missing.status_code == 404
    assert without_token(page) == without_token(missing)
    assert revocations() == 0


def test_a_stranger_is_asked_to_sign_in(client, url):
    assert client.post(url, REASON).status_code == 302
    assert revocations() == 0


def test_the_page_of_an_issuer_tells_standing_keys_and_what_it_awards(client, college, checking):
    issuer = establish_issuer(organisation=college, at=MONDAY, standing="institution-accredited")

    page = client.get(reverse("credentials:issuer", args=[issuer.pk]))

    for text in ("North College", "Institution-accredited", issuer.did, checking.title):
        assert text in page.text
    assert client.get(reverse("credentials:issuer", args=[uuid4()])).status_code == 404


def test_the_did_document_lists_old_keys_and_new_ones(client, college, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    issuer = establish_issuer(organisation=college, at=MONDAY)
    old = issuer.keys.get()
    new = rotate_key(issuer=issuer, at=MONDAY + DAY)

    answer = client.get(reverse("credentials:did-document", args=[issuer.pk]))

    assert answer["Content-Type"] == "application/did+json"
    assert json.loads(answer.content)["id"] == issuer.did
    for key in (old, new):
        found = resolve_method(key.method_id, fetch=lambda url: answer.content)
        assert found.public_key.multibase == key.multibase
        assert "assertionMethod" in found.purposes


def test_awards_are_listed_to_issuers_there_alone(client, ida, ada, zoe, college, credential):
    url = reverse("credentials:awards", args=[college.pk])
    client.force_login(ida)
    own = client.get(url)
    client.force_login(zoe)
    foreign = client.get(url)
    missing = client.get(reverse("credentials:awards", args=[uuid4()]))
    client.force_login(ada)

    assert "Ada" in own.text
    assert (foreign.status_code, client.get(url).status_code) == (404, 404)
    assert without_token(foreign) == without_token(missing)


def test_an_empty_list_of_awards_says_what_belongs_there(client, ida, college):
    client.force_login(ida)

    assert "Nothing awarded yet" in client.get(f"/organisations/{college.pk}/awards/").text


@pytest.mark.parametrize("awards", [1, 30])
def test_the_list_takes_as_many_queries_for_one_award_as_for_thirty(
    client, ida, ada, college, checking, awards, django_assert_num_queries
):
    for _ in range(awards):
        make_credential(ada, checking)
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])
    client.get(url)

    with django_assert_num_queries(8):
        page = client.get(url)

    assert len(page.context["rows"]) == awards


def test_an_issuer_makes_the_first_key_and_then_others(client, ida, college, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    client.force_login(ida)
    url = reverse("credentials:create-key", args=[college.pk])

    pages = [client.post(url, follow=True) for _ in range(2)]

    assert "Its first key is made." in pages[0].text
    assert "A new key signs from now on." in pages[1].text
    assert sorted(IssuerKey.objects.values_list("state", flat=True)) == ["active", "retired"]


def test_a_key_that_is_the_identifier_is_not_changed(client, ida, college):
    client.force_login(ida)
    url = reverse("credentials:create-key", args=[college.pk])

    pages = [client.post(url, follow=True) for _ in range(2)]

    assert "so the key cannot change" in pages[0].text
    assert pages[1].status_code == 409
    assert IssuerKey.objects.count() == 1


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_nobody_but_an_issuer_there_makes_keys(client, request, college, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(reverse("credentials:create-key", args=[college.pk])).status_code == 404
    assert not IssuerKey.objects.exists()
