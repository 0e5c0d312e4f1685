"""The catalogue and the pictures of units."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from cairn_server.catalog.models import MediaFile, UnitVersion
from tests.making import import_real_pack, make_achievement, make_unit


def test_an_empty_catalogue_says_what_belongs_there(client, db):
    page = client.get(reverse("catalog:catalogue"))

    assert page.status_code == 200
    assert "Nothing is published yet" in page.text


def test_the_catalogue_lists_and_searches(client, college):
    import_real_pack(college)

    found = client.get(reverse("catalog:catalogue"), {"words": "lesson"})
    nothing = client.get(reverse("catalog:catalogue"), {"words": "welding"})

    assert "Checking for Understanding" in found.text
    assert "21 min of learning, North College" in found.text
    assert "Nothing fits all of that" in nothing.text


@pytest.mark.parametrize(
    "query",
    [
        "minutes=soon",
        "issuer=me",
        "after=later",
        "minutes=0",
        "words=%00",
        "minutes=99999999999999",
    ],
)
def test_what_an_address_says_wrongly_narrows_nothing(client, college, query):
    make_achievement(college, make_unit(college))

    page = client.get(f"{reverse('catalog:catalogue')}?{query}")

    assert page.status_code == 200
    assert "Finds out what every learner" in page.text


def test_a_long_catalogue_goes_on(client, college):
    for number in range(25):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"number-{number}")

    first = client.get(reverse("catalog:catalogue"))
    cursor = first.context["page"].next_cursor
    second = client.get(reverse("catalog:catalogue"), {"after": cursor})

    assert len(first.context["page"].items) == 24
    assert len(second.context["page"].items) == 1
    assert str(cursor) in first.text


def test_the_catalogue_takes_the_same_queries_for_one_as_for_many(
    client, college, django_assert_num_queries
):
    for number in range(20):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"number-{number}")

    with django_assert_num_queries(3):  # the page, the choices, the standings
        client.get(reverse("catalog:catalogue"))


def test_a_picture_is_sent_in_parts_and_can_run_nothing(client, college):
    import_real_pack(college)
    file = MediaFile.objects.get()
    unit = UnitVersion.objects.get(unit__key="checking-for-understanding/whiteboards")
    url = reverse("catalog:media", args=[unit.unit_id, file.digest])

    whole, part = client.get(url), client.get(url, headers={"Range": "bytes=0-9"})

    assert b"".join(whole.streaming_content).startswith(b"<svg")
    whole.close()
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/svg+xml")
    assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 10)
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole["Content-Security-Policy"]


def test_another_digest_or_unit_is_not_there(client, college):
    import_real_pack(college)
    file = MediaFile.objects.get()
    elsewhere = UnitVersion.objects.get(unit__key="checking-for-understanding/asking").unit_id

    for unit_id, digest in ((uuid4(), file.digest), (elsewhere, file.digest), (elsewhere, "x")):
        assert client.get(reverse("catalog:media", args=[unit_id, digest])).status_code == 404
