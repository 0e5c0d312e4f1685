import pytest
from django.urls import reverse
from PIL import Image

from cairn.openbadges.baking import unbake
from cairn_server.credentials.holding import erase, switch_page
from tests.moments import MONDAY


@pytest.fixture
def png(credential):
    return reverse("credentials:badge-png", args=[credential.pk])


@pytest.fixture
def svg(credential):
    return reverse("credentials:badge-svg", args=[credential.pk])


def test_the_picture_carries_the_signed_credential(client, png, svg, credential):
    for url, media_type in ((png, "image/png"), (svg, "image/svg+xml")):
        answer = client.get(url)

        assert answer["Content-Type"] == media_type
        assert unbake(answer.content) == credential.document


def test_the_png_is_a_picture_of_600_pixels(client, png, tmp_path):
    path = tmp_path / "badge.png"
    path.write_bytes(client.get(png).content)

    with Image.open(path) as picture:
        assert (picture.size, picture.format) == ((600, 600), "PNG")


def test_a_picture_opened_by_itself_runs_nothing(client, svg):
    assert client.get(svg)["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in client.get(svg)["Content-Security-Policy"]


def test_what_is_switched_off_or_erased_has_no_picture(client, png, ada, credential):
    switch_page(person=ada, credential=credential, on=False, at=MONDAY)
    off = client.get(png).status_code
    erase(credential=credential, actor=ada, at=MONDAY)

    assert (off, client.get(png).status_code) == (403, 410)


def test_what_is_not_signed_has_no_picture(client, earned):
    url = reverse("credentials:badge-png", args=[earned.credential.pk])

    assert client.get(url).status_code == 404


def test_an_achievement_has_a_badge_without_a_credential(client, checking):
    answer = client.get(f"/achievements/{checking.achievement_id}/badge.svg")

    assert answer.status_code == 200
    assert b"openbadges" not in answer.content
    assert b"Checking for Understanding" in answer.content
