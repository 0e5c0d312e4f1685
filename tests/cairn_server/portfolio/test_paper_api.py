"""Telling others of one's own credential, by the API."""

from __future__ import annotations

import pytest

from cairn_server.credentials.models import Credential

MINE = "/api/v1/credentials"


def test_the_holder_gets_what_to_tell_others(client, ada, held):
    client.force_login(ada)

    told = client.get(f"{MINE}/{held.pk}/telling").json()

    assert told["url"].endswith(f"/credentials/{held.pk}/")
    assert told["linkedin"].startswith("https://www.linkedin.com/profile/add?")
    assert "North College" in told["resume"]


def test_paper_comes_to_the_holder_while_the_page_is_off(client, ada, held):
    Credential.objects.update(is_public=False)
    client.force_login(ada)

    paper = client.get(f"{MINE}/{held.pk}/certificate.pdf")
    card = client.get(f"{MINE}/{held.pk}/card.png")

    assert paper.content.startswith(b"%PDF-")
    assert card.content.startswith(b"\x89PNG")
    assert paper["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["telling", "certificate.pdf", "card.png"])
def test_nobody_else_gets_any_of_it(client, bea, held, name):
    assert client.get(f"{MINE}/{held.pk}/{name}").status_code == 401
    client.force_login(bea)

    foreign = client.get(f"{MINE}/{held.pk}/{name}")

    assert foreign.status_code == client.get(f"{MINE}/{'0' * 32}/{name}").status_code == 404
