from __future__ import annotations

import sys

from cairn_server.credentials.models import Credential
from cairn_server.portfolio import printing


def test_a_certificate_is_a_pdf_for_whoever_has_the_link(client, held):
    answer = client.get(f"/credentials/{held.pk}/certificate.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert f"certificate-{held.pk}.pdf" in answer["Content-Disposition"]


def test_a_card_is_a_picture_of_the_size_that_sites_ask_for(client, held):
    answer = client.get(f"/credentials/{held.pk}/card.png")

    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1200, 630)


def test_paper_follows_the_page(client, ada, held):
    Credential.objects.update(is_public=False)
    for name in ("certificate.pdf", "card.png"):
        assert client.get(f"/credentials/{held.pk}/{name}").status_code == 403

    client.force_login(ada)
    own = client.get(f"/credentials/{held.pk}/certificate.pdf")
    assert own.status_code == 200
    assert own["Cache-Control"] == "private, no-store"


def test_what_is_not_there_is_not_there(client, db):
    assert client.get(f"/credentials/{'0' * 32}/certificate.pdf").status_code == 404


def test_without_typst_it_is_said_what_to_install(client, held, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    printing._set.cache_clear()

    answer = client.get(f"/credentials/{held.pk}/certificate.pdf")

    assert answer.status_code == 503
    assert "print" in answer.content.decode()
