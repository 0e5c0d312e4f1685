from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from cairn_server.accounts.joining import make_person
from cairn_server.accounts.models import Person
from tests.cairn_server.accounts.conftest import PASSWORD


def test_the_rule_stands_on_the_page_before_one_types(client, olga):
    assert "At least 15 characters" in client.get("/accounts/signup/").content.decode()
    client.force_login(olga)
    assert "At least 15 characters" in client.get("/accounts/password/change/").content.decode()
    Authenticator.objects.create(user=olga, type="totp", data={})
    assert "At least 8 characters" in client.get("/accounts/password/change/").content.decode()


def test_who_signs_in_with_a_passkey_may_choose_a_password(client, ada):
    client.force_login(ada)

    assert "At least 15" in client.get("/accounts/password/set/").content.decode()
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})

    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.fixture
def choose_by_mail(client, mailed):
    def act(email):
        client.post("/accounts/password/reset/", {"email": email})
        form = client.get(mailed(r"http://\S+/accounts/password/reset/key/\S+"), follow=True)
        address = form.redirect_chain[-1][0]
        return client.post(address, {"password1": PASSWORD, "password2": PASSWORD})

    return act


def test_somebody_who_was_brought_in_by_a_file_gets_in_by_forgotten_password(
    client, db, choose_by_mail
):
    person = make_person(email="new@example.org", name="New")

    choose_by_mail("new@example.org")

    assert client.get("/settings/").status_code == 200
    assert EmailAddress.objects.get(user=person).verified


def test_with_several_addresses_the_link_verifies_none(client, db, choose_by_mail):
    person = make_person(email="new@example.org", name="New")
    EmailAddress.objects.create(user=person, email="other@example.org", verified=False)

    choose_by_mail("new@example.org")

    assert not EmailAddress.objects.filter(user=person, verified=True).exists()
    assert client.get("/settings/").status_code == 302


def test_a_short_password_is_remembered_as_needing_company(client, olga):
    Authenticator.objects.create(user=olga, type="totp", data={})
    client.force_login(olga)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "mossy 71", "password2": "mossy 71"},
    )

    assert Person.objects.get(pk=olga.pk).has_short_password


@pytest.mark.parametrize("name", ["account_reset_password", "account_email"])
def test_an_address_has_one_name_on_every_page(client, ada, name):
    client.force_login(ada)
    if name == "account_reset_password":
        client.logout()

    page = client.get(reverse(name)).text

    assert "E-mail address" in page
    assert ">Email<" not in page
