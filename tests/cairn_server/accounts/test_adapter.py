"""Signing up and in, as a browser does it."""

from __future__ import annotations

import pytest
from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cairn_server.accounts.access import GUEST_KEY
from cairn_server.accounts.guarding import MOST_FAILURES
from cairn_server.accounts.models import Person
from cairn_server.learning.models import Memory
from tests.cairn_server.accounts.conftest import PASSWORD
from tests.making import make_due, make_item

SIGN_UP = {"name": "New Person", "email": "new@example.org", "password1": PASSWORD}


@pytest.fixture
def sign_in(client):
    def act(email="olga@north.example", password=PASSWORD):
        return client.post("/accounts/login/", {"login": email, "password": password})

    return act


def test_sign_up_asks_for_the_code_that_was_mailed_and_lets_in(client, db, mailed):
    asked = client.post("/accounts/signup/", SIGN_UP)
    assert asked["Location"] == "/accounts/confirm-email/"
    assert client.get("/settings/").status_code == 302

    client.post("/accounts/confirm-email/", {"code": mailed(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n")})

    assert client.get("/settings/").status_code == 200
    person = Person.objects.get(email="new@example.org")
    assert person.name == "New Person"
    assert EmailAddress.objects.get(user=person).verified


def test_sign_up_tells_nobody_which_addresses_are_known(client, olga, settings):
    unknown = client.post("/accounts/signup/", SIGN_UP)
    client.cookies.clear()
    cache.clear()
    known = client.post("/accounts/signup/", SIGN_UP | {"email": "olga@north.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "forgotten" in mail.outbox[-1].body.lower()
    assert mail.outbox[-1].to == ["olga@north.example"]


def test_a_wrong_password_and_an_unknown_address_look_the_same(sign_in, olga):
    wrong = sign_in(password="wrong wrong wrong")
    unknown = sign_in(email="nobody@north.example")

    texts = [
        answer.content.decode().replace("olga", "nobody").split("<main")[1].split("csrfmiddle")[0]
        + str(answer.context["form"].errors)
        for answer in (wrong, unknown)
    ]
    assert texts[0] == texts[1]


def test_the_session_changes_its_key_at_sign_in(client, sign_in, olga):
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    assert sign_in()["Location"] == "/today/"
    assert client.session.session_key != before


def test_what_a_guest_learned_is_the_person_s_on_the_next_page(
    client, sign_in, olga, college, django_capture_on_commit_callbacks
):
    guest = Person.objects.create(kind="guest")
    make_due(guest, make_item(college))
    session = client.session
    session[GUEST_KEY] = str(guest.pk)
    session.save()

    with django_capture_on_commit_callbacks(execute=True):
        sign_in()

    assert GUEST_KEY not in client.session
    assert Memory.objects.filter(person=olga).count() == 1


def test_failed_sign_ins_are_limited_by_the_minute(sign_in, olga):
    for _ in range(5):
        sign_in(password="wrong wrong wrong")

    answer = sign_in()

    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()


def test_after_a_hundred_failures_only_a_new_password_helps(client, sign_in, olga, mailed):
    Person.objects.filter(pk=olga.pk).update(failed_sign_ins=MOST_FAILURES)
    assert sign_in().status_code == 200

    client.post("/accounts/password/reset/", {"email": "olga@north.example"})
    form = client.get(mailed(r"http://\S+/accounts/password/reset/key/\S+"), follow=True)
    new = "another way up the hill"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert sign_in(password=new)["Location"] == "/today/"


def test_the_limit_holds_on_the_cache_of_an_installation(sign_in, olga, settings, tmp_path):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    answers = [sign_in(password="wrong wrong wrong").content.decode() for _ in range(6)]

    assert "Too many" not in answers[4]
    assert "Too many" in answers[5]


def test_a_changed_password_ends_other_sessions(client, sign_in, olga):
    from django.test import Client

    other = Client()
    other.force_login(olga)
    sign_in()
    new = "another way up the hill"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert other.get("/settings/").status_code == 302


def test_signing_out_needs_a_post(client, olga):
    client.force_login(olga)

    client.get("/accounts/logout/")
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/settings/").status_code == 302


def test_an_address_can_be_added_verified_made_primary_and_the_old_one_removed(
    client, sign_in, olga, mailed
):
    sign_in()
    client.post("/accounts/email/", {"action_add": "", "email": "o@home.example"})
    code = mailed(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n")
    assert client.post("/accounts/confirm-email/", {"code": code})["Location"] == "/accounts/email/"
    client.post("/accounts/email/", {"action_primary": "", "email": "o@home.example"})
    client.post("/accounts/email/", {"action_remove": "", "email": "olga@north.example"})

    olga.refresh_from_db()
    assert olga.email == "o@home.example"
    assert EmailAddress.objects.filter(user=olga).count() == 1


def test_redirects_stay_on_this_site(client, olga):
    answer = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": "olga@north.example", "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert answer["Location"] == "/today/"


@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/signup/passkey/"])
def test_an_address_longer_than_any_can_be_opens_no_account(client, db, page):
    answer = client.post(page, SIGN_UP | {"email": "a" * 280 + "@x.example"})

    assert answer.status_code == 200
    assert "at most 254 characters" in answer.content.decode()
    assert not Person.objects.exists()


def test_sign_up_sent_twice_at_once_makes_one_account_and_says_so(client, db, monkeypatch):
    """Both found the address free before either had kept it."""
    monkeypatch.setattr(SignupForm, "validate_unique_email", lambda form, email: email)
    first = client.post("/accounts/signup/", SIGN_UP)
    cache.clear()

    second = Client().post("/accounts/signup/", SIGN_UP)

    assert first["Location"] == "/accounts/confirm-email/"
    assert second.status_code == 409
    assert "sign in to go on" in second.content.decode()
    assert Person.objects.count() == 1
