import json
from uuid import uuid4

import pytest
from django.urls import reverse

from cairn.vc.did import resolve_method
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key
from cairn_server.credentials.models import IssuerKey
from tests.moments import DAY, MONDAY

REASON = {"reason": "awarded-in-error", "note": "Two people share the name"}


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


def test_an_issuer_makes_the_first_key_and_then_others(client, ida, college, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    client.force_login(ida)
    url = reverse("credentials:new-key", args=[college.pk])

    pages = [client.post(url, follow=True) for _ in range(2)]

    assert "Its first key is made." in pages[0].text
    assert "A new key signs from now on." in pages[1].text
    assert sorted(IssuerKey.objects.values_list("state", flat=True)) == ["active", "retired"]


def test_a_key_that_is_the_identifier_is_not_changed(client, ida, college):
    client.force_login(ida)
    url = reverse("credentials:new-key", args=[college.pk])

    pages = [client.post(url, follow=True) for _ in range(2)]

    assert "so the key cannot change" in pages[0].text
    assert pages[1].status_code == 409
    assert IssuerKey.objects.count() == 1


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_nobody_but_an_issuer_there_makes_keys(client, request, college, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(reverse("credentials:new-key", args=[college.pk])).status_code == 404
    assert not IssuerKey.objects.exists()
