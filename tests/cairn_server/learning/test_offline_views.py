"""The shell and the service worker."""

from __future__ import annotations

from django.urls import reverse


def test_the_shell_holds_nothing_personal_and_may_be_kept(client, ada):
    client.force_login(ada)

    page = client.get(reverse("learning:offline"))

    assert page.status_code == 200
    assert "public" in page["Cache-Control"]
    assert str(ada.pk) not in page.text
    assert "Ada" not in page.text
    assert "csrf" not in page.text.lower()


def test_the_service_worker_has_the_root_and_is_asked_for_every_time(client, db):
    script = client.get("/sw.js")

    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "no-cache"
    assert script["Service-Worker-Allowed"] == "/"
    assert 'const SHELL = "/learn/offline/"' in script.text
