from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from cairn_server.accounts.models import Person


@pytest.fixture
def passkey(ada):
    return Authenticator.objects.create(
        user=ada, type="webauthn", data={"name": "Phone", "passwordless": True, "credential": {}}
    )


@pytest.fixture
def as_ada(client, ada, passkey, monkeypatch):
    """Be Ada, who has just shown that it is she."""
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    client.force_login(ada)
    return client


def test_a_passkey_can_be_removed(as_ada, passkey):
    answer = as_ada.post(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/")

    assert answer["Location"] == "/accounts/2fa/webauthn/"
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_the_last_one_beside_a_short_password_stays(as_ada, ada, passkey):
    Person.objects.filter(pk=ada.pk).update(has_short_password=True)

    answer = as_ada.post(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/")

    assert answer.status_code == 409
    assert "Choose a longer password first" in answer.content.decode()
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_nobody_else_s_passkey_can_be_reached(as_ada, bea):
    hers = Authenticator.objects.create(user=bea, type="webauthn", data={})

    assert as_ada.post(f"/accounts/2fa/webauthn/keys/{hers.pk}/remove/").status_code == 404
    assert as_ada.get("/accounts/2fa/webauthn/keys/0/remove/").status_code == 404
