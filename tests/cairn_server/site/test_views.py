import pytest


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_in_one_word(client, db, path):
    assert client.get(path).json() == {"status": "ok"}


def test_a_missing_page_says_so_kindly(client, db):
    page = client.get("/no-such-page/")

    assert page.status_code == 404
    assert "There is nothing here for you" in page.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(ada, db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)

    page = strict.post("/accounts/logout/")

    assert page.status_code == 403
    assert "load it again" in page.content.decode()


def test_an_accident_shows_no_trace(client, db, monkeypatch):
    monkeypatch.setattr("cairn_server.hub.views.learner_of", lambda _: 1 / 0)
    client.raise_request_exception = False

    page = client.get("/")

    assert page.status_code == 500
    assert "ZeroDivisionError" not in page.content.decode()
    assert "Something went wrong on our side" in page.content.decode()
