"""The issuer and its partners by the API: as on the pages."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from PIL import Image

from cairn_server.credentials.models import Issuer, Partnership
from cairn_server.credentials.partnering import offer_partnership
from tests.making import join
from tests.moments import MONDAY


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


@pytest.fixture
def send(client):
    def act(method, path, body=None, *, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        address = f"/api/v1/organisations/{path}"
        if method == "get":
            return client.get(address, body)
        return getattr(client, method)(
            address, body, content_type="application/json", headers=headers
        )

    return act


@pytest.fixture
def offered(college, works, ida):
    return offer_partnership(
        organisation=college, partner=works, achievement=None, invited_by=college, actor=ida,
        at=MONDAY,
    )  # fmt: skip


def test_the_profile_is_read_and_changed_in_part(client, send, ida, college):
    client.force_login(ida)
    here = f"{college.pk}/issuer"

    before = send("get", here).json()
    named = send("patch", here, {"email": "ask@north.example", "accent": "#102030"}, key="k").json()
    after = send("patch", here, {"description": "Teaches", "url": "https://north.example/"}).json()

    assert (before["id"], before["name"], before["standing"]) == (None, "North College", "")
    assert (named["email"], named["accent"], named["name"]) == (
        "ask@north.example",
        "#102030",
        "North College",
    )
    assert after == named | {"description": "Teaches", "url": "https://north.example/"}
    assert after == send("get", here).json()
    assert after["id"] == str(Issuer.objects.get().pk)


@pytest.mark.parametrize("wrong", [
    {"accent": "#ffffff"}, {"accent": "blue"}, {"email": "nobody"}, {"url": "javascript:x"},
    {"name": ""}, {"name": "a\nb"}, {"description": 1}, {"standing": "informal"},
])  # fmt: skip
def test_a_profile_that_cannot_stand_is_refused(client, send, ida, college, wrong):
    client.force_login(ida)

    answer = send("patch", f"{college.pk}/issuer", wrong)

    assert answer.status_code == 422
    college.refresh_from_db()
    assert college.name == "North College"


def test_the_logo_is_examined_before_it_is_shown(client, ida, college):
    client.force_login(ida)
    address = f"/api/v1/organisations/{college.pk}/issuer/logo"
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")

    unsafe = client.post(address, {"file": SimpleUploadedFile("a.png", b"#!/bin/sh\n")})
    none = client.post(address, {})
    kept = client.post(address, {"file": SimpleUploadedFile("a.png", data.getvalue())})

    assert (unsafe.status_code, unsafe.json()["code"]) == (422, "unsafe_content")
    assert (none.status_code, none.json()["code"]) == (422, "malformed_input")
    assert (kept.status_code, kept.json()["has_logo"]) == (200, True)


def test_an_owner_says_what_it_may_say_of_itself(client, send, ida, college):
    client.force_login(ida)
    said = send("put", f"{college.pk}/issuer/standing", {"standing": "informal"}).json()
    more = send("put", f"{college.pk}/issuer/standing", {"standing": "institution-accredited"})
    client.force_login(join("Isa", college, "issuer"))
    other = send("put", f"{college.pk}/issuer/standing", {"standing": "informal"})

    assert (said["standing"], more.status_code, other.status_code) == ("informal", 422, 404)


def test_one_offers_the_other_accepts_and_either_ends_it(client, send, ida, zoe, works, college):
    client.force_login(ida)
    body = {"partner": "south", "direction": "theirs"}
    made = [send("post", f"{college.pk}/partnerships", body, key="k").json() for _ in range(2)]
    one = f"partnerships/{made[0]['id']}"
    own = send("post", f"{college.pk}/{one}/acceptance")
    client.force_login(zoe)
    [seen] = send("get", f"{works.pk}/partnerships").json()["items"]
    accepted = send("post", f"{works.pk}/{one}/acceptance").json()
    ended = [send("delete", f"{works.pk}/{one}", key="e").status_code for _ in range(2)]

    assert made[0] == made[1] == seen
    assert (own.status_code, own.json()["code"]) == (409, "partnership_refused")
    assert (seen["accepted_at"], accepted["accepted_at"] is not None) == (None, True)
    assert (seen["organisation"], seen["partner"]) == ("North College", "South Works")
    assert ended == [204, 204]
    assert send("get", f"{works.pk}/partnerships").json()["items"] == []


@pytest.mark.parametrize(("body", "status"), [
    ({"partner": "nobody", "direction": "theirs"}, 409),
    ({"partner": "north", "direction": "theirs"}, 409),
    ({"partner": "south"}, 422),
    ({"partner": "south", "direction": "ours", "achievement_id": str(uuid4())}, 422),
    ({"partner": "south", "direction": "theirs", "achievement_id": str(uuid4())}, 404),
    ({"partner": "south", "direction": "theirs", "until": "2001-01-01T00:00:00Z"}, 409),
])  # fmt: skip
def test_an_offer_that_makes_no_sense_is_refused(client, send, ida, works, college, body, status):
    client.force_login(ida)

    assert send("post", f"{college.pk}/partnerships", body).status_code == status
    assert not Partnership.objects.exists()


def test_one_achievement_is_offered_until_a_day(client, send, ida, works, college, checking):
    client.force_login(ida)
    until = (now() + timedelta(days=30)).isoformat()
    body = {"partner": "south", "direction": "theirs", "until": until}
    body |= {"achievement_id": str(checking.achievement_id)}

    made = send("post", f"{college.pk}/partnerships", body).json()

    assert (made["achievement_id"], made["organisation_id"]) == (
        str(checking.achievement_id),
        str(college.pk),
    )
    assert send("get", f"{college.pk}/partnerships/awards").json() == {
        "items": [],
        "next_cursor": None,
    }


CALLS = [
    ("get", "issuer", None),
    ("patch", "issuer", {}),
    ("post", "issuer/logo", None),
    ("put", "issuer/standing", {"standing": "informal"}),
    ("get", "partnerships", None),
    ("get", "partnerships/awards", None),
    ("post", "partnerships", {"partner": "south", "direction": "theirs"}),
    ("post", "partnerships/{}/acceptance", None),
    ("delete", "partnerships/{}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
@pytest.mark.parametrize("who", ["ada", "eve", "nia"])
def test_who_does_not_keep_it_finds_nothing(
    client, send, request, college, offered, who, method, path, body
):
    outside = join("Nia", Partnership.objects.get().partner)  # of the partner, but nothing there
    client.force_login(outside if who == "nia" else request.getfixturevalue(who))

    there = send(method, f"{college.pk}/{path.format(offered.pk)}", body)
    missing = send(method, f"{uuid4()}/{path.format(uuid4())}", body)

    assert (there.status_code, there.content) == (404, missing.content)
    assert Partnership.objects.get().ended_at is None


def test_a_partnership_of_others_is_answered_like_a_missing_one(client, send, offered, college):
    west = join("Wes", type(college).objects.create(name="West", slug="west"), "owner")
    client.force_login(west)
    own = west.memberships.get().organisation_id

    for method, path in (("post", "{}/acceptance"), ("delete", "{}")):
        theirs = send(method, f"{own}/partnerships/{path.format(offered.pk)}")
        missing = send(method, f"{own}/partnerships/{path.format(uuid4())}")
        assert (theirs.status_code, theirs.content) == (404, missing.content)
