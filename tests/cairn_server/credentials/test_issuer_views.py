import io
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cairn.vc.did import resolve_method
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key
from cairn_server.credentials.models import IssuerKey
from cairn_server.journal.models import Event
from tests.making import join
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


def picture():
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(data, "PNG")
    return SimpleUploadedFile("logo.png", data.getvalue())


def test_the_home_of_an_issuer_leads_everywhere(client, ida, college, credential):
    client.force_login(ida)

    page = client.get(reverse("credentials:issuer-home", args=[college.pk])).text

    for name in ("awards", "award-files", "keys", "issuer-profile", "partners"):
        assert reverse(f"credentials:{name}", args=[college.pk]) in page
    assert "Self-claimed" in page
    assert credential.pk in page


def test_a_home_without_an_issuer_says_what_belongs_there(client, ida, college):
    client.force_login(ida)

    page = client.get(reverse("credentials:issuer-home", args=[college.pk]))

    assert "Nothing is awarded yet" in page.text


def test_profile_logo_and_colour_are_seen_on_public_pages_and_the_badge(
    client, ida, college, checking, credential
):
    client.force_login(ida)
    address = reverse("credentials:issuer-profile", args=[college.pk])
    sent = {"name": "Far North", "description": "We teach.", "url": "https://north.example",
            "email": "ask@north.example", "accent": "#102030", "logo": picture()}  # fmt: skip

    assert client.post(address, sent).status_code == 302

    issuer = college.issuers.get()
    page = client.get(reverse("credentials:issuer", args=[issuer.pk])).text
    for text in ("Far North", "We teach.", "ask@north.example", "#102030"):
        assert text in page
    shown = client.get(reverse("credentials:credential", args=[credential.pk])).text
    assert 'fill="#102030"' in shown
    assert "Logo of Far North" in shown
    badge = client.get(reverse("credentials:achievement-badge", args=[checking.achievement_id]))
    assert b"#102030" in badge.content
    logo = client.get(reverse("credentials:logo", args=[issuer.pk]))
    assert logo["Content-Type"].startswith("image/")
    assert logo["X-Content-Type-Options"] == "nosniff"
    logo.close()


def test_what_cannot_be_shown_is_said_at_its_field(client, ida, college):
    client.force_login(ida)
    address = reverse("credentials:issuer-profile", args=[college.pk])

    light = client.post(address, {"name": "North", "accent": "#eeeeee"})
    program = SimpleUploadedFile("logo.png", b"#!/bin/sh\n")
    unsafe = client.post(address, {"name": "North", "logo": program})

    assert (light.status_code, unsafe.status_code) == (422, 422)
    assert "too light" in light.text
    assert "This is a program" in unsafe.text
    assert client.get(f"/issuers/{college.issuers.get().pk}/logo").status_code == 404


def test_an_owner_says_what_stands_behind_and_never_more_than_that(client, ida, college):
    client.force_login(ida)
    address = reverse("credentials:issuer-standing", args=[college.pk])

    client.post(address, {"standing": "informal"})
    client.post(address, {"standing": "institution-accredited"})

    assert college.issuers.get().standing == "informal"


def test_an_issuer_that_is_no_owner_changes_no_standing(client, college):
    client.force_login(join("Ivo", college, "issuer"))

    address = reverse("credentials:issuer-standing", args=[college.pk])

    assert client.post(address, {"standing": "informal"}).status_code == 404


def test_a_new_issuer_takes_over_and_the_old_page_leads_to_it(client, ida, college, credential):
    client.force_login(ida)
    old = college.issuers.get()

    client.post(reverse("credentials:succession", args=[college.pk]))
    client.post(reverse("credentials:succession", args=[college.pk]))

    assert college.issuers.count() == 3  # each click is asked for, and each is a new one
    old.refresh_from_db()
    page = client.get(reverse("credentials:issuer", args=[old.pk])).text
    assert "earlier identifier" in page
    assert reverse("credentials:issuer", args=[old.successor_id]) in page
    assert "Genuine and not revoked." in client.get(f"/credentials/{credential.pk}/").text


def test_a_second_click_retires_no_other_key_and_makes_no_second_successor(
    client, ida, college, credential
):
    old = credential.status_list.issuer
    client.force_login(ida)
    for _ in range(2):
        done = client.post(reverse("credentials:succession", args=[college.pk]), {"issuer": old.pk})
        assert done.status_code == 302
    for _ in range(2):
        done = client.post(reverse("credentials:key-retirement", args=[college.pk]))
        assert done.status_code == 302

    assert college.issuers.count() == 2
    assert Event.objects.filter(kind="key.retired").count() == 1


def test_a_lost_key_is_noted_and_another_takes_its_place(client, ida, college, credential):
    client.force_login(ida)
    address = reverse("credentials:key-loss", args=[college.pk, credential.key_id])
    assert "This cannot be undone." in client.get(address).text

    assert client.post(address, {"since": "2999-01-01"}).status_code == 422
    assert client.post(address, {"since": f"{MONDAY + DAY:%Y-%m-%d}"}).status_code == 302

    keys = client.get(reverse("credentials:keys", args=[college.pk])).text
    assert "In other hands since" in keys
    page = client.get(f"/credentials/{credential.pk}/").text
    assert "This cannot be relied on: the key that signed it came into other hands." in page
    awards = client.get(reverse("credentials:awards", args=[college.pk])).text
    assert "Key in other hands" in awards


def test_keys_are_changed_only_by_who_has_just_shown_who_they_are(client, college):
    keeper = join("Ivo", college, "issuer")
    keeper.set_password("a heron above the weir")
    keeper.save()
    client.force_login(keeper)

    answer = client.post(reverse("credentials:new-key", args=[college.pk]))

    assert answer.status_code == 302
    assert "/reauthenticate/" in answer["Location"]
    assert not IssuerKey.objects.exists()


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
@pytest.mark.parametrize("name", ["issuer-home", "issuer-profile", "keys"])
def test_nobody_else_sees_how_issuing_is_looked_after(client, request, college, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(f"credentials:{name}", args=[college.pk])).status_code == 404
