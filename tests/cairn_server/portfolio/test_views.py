from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.portfolio.arranging import Chosen, Front, arrange
from cairn_server.portfolio.models import OutsideBadge, Portfolio
from tests.cairn_server.portfolio.conftest import badge_of
from tests.moments import MONDAY


@pytest.fixture
def me(client, ada):
    client.force_login(ada)
    return client


def test_what_is_chosen_is_shown_to_whoever_has_the_link(me, client, held):
    saved = me.post(
        "/my/portfolio/",
        {
            "headline": "Teaches",
            "about": "Since 2019.",
            "shows_name": "on",
            "is_public": "on",
            "show": f"c{held.pk}",
            f"note-c{held.pk}": "Proud of it",
        },
    )
    assert saved["Location"] == "/my/portfolio/"
    client.logout()

    page = client.get(f"/portfolios/{Portfolio.objects.get().pk}/")

    text = page.content.decode()
    for word in ("Ada", "Teaches", "Since 2019.", "Checking for Understanding", "Proud of it"):
        assert word in text
    assert page["X-Robots-Tag"] == "noindex"


def test_a_portfolio_that_is_off_is_not_there_for_others(me, client, ada):
    portfolio = arrange(person=ada, front=Front(), chosen=[], at=MONDAY)
    assert "switched off" in me.get(f"/portfolios/{portfolio.pk}/").content.decode()

    client.logout()

    for path in ("", "card.png"):
        assert client.get(f"/portfolios/{portfolio.pk}/{path}").status_code == 404


def test_too_long_a_line_is_told_and_nothing_is_lost(me):
    answer = me.post("/my/portfolio/", {"headline": "x" * 121, "about": "Kept"})

    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    assert not Portfolio.objects.exists()


def test_a_portfolio_has_a_picture_for_shared_links(me, ada, held):
    portfolio = arrange(person=ada, front=Front(is_public=True), chosen=[Chosen(held)], at=MONDAY)

    answer = me.get(f"/portfolios/{portfolio.pk}/card.png")

    assert answer["Content-Type"] == "image/png"
    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1200, 630)


def test_a_badge_file_is_checked_and_kept(me, ada):
    file = SimpleUploadedFile("badge.json", json.dumps(badge_of()).encode())

    answer = me.post("/my/badges/new/", {"file": file})

    badge = OutsideBadge.objects.get(person=ada)
    assert answer["Location"] == f"/my/badges/{badge.pk}/"
    page = me.get(answer["Location"]).content.decode()
    assert "Welding" in page
    assert "Issuer not known here" in page


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Choose a file"),
        ("{", "JSON"),
        ("{}", "not a credential"),
        ("hello", "not a credential"),
    ],
)
def test_what_is_no_badge_is_told_in_words(me, text, word):
    answer = me.post("/my/badges/new/", {"text": text})

    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not OutsideBadge.objects.exists()


def test_a_badge_is_checked_again_and_let_go(me):
    me.post("/my/badges/new/", {"text": json.dumps(badge_of())})
    badge = OutsideBadge.objects.get()

    assert me.post(f"/my/badges/{badge.pk}/check/").status_code == 302
    badge.refresh_from_db()
    assert badge.checked_at > badge.added_at
    assert me.post(f"/my/badges/{badge.pk}/removal/").status_code == 302
    assert not OutsideBadge.objects.exists()


def test_a_badge_of_somebody_else_is_not_there(me, client, bea):
    me.post("/my/badges/new/", {"text": json.dumps(badge_of())})
    badge = OutsideBadge.objects.get()
    client.force_login(bea)

    assert client.get(f"/my/badges/{badge.pk}/").status_code == 404
    for act in ("check", "removal"):
        assert client.post(f"/my/badges/{badge.pk}/{act}/").status_code == 404
    assert OutsideBadge.objects.exists()
