from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from cairn_server.accounts.mfa_adapter import SecondFactorAdapter


@pytest.fixture
def adapter():
    return SecondFactorAdapter()


@pytest.fixture
def app(ada):
    return Authenticator.objects.create(user=ada, type="totp", data={})


def test_a_short_password_is_not_left_alone(adapter, ada, app):
    ada.has_short_password = True
    ada.save()
    app.refresh_from_db()
    assert not adapter.can_delete_authenticator(app)

    passkey = Authenticator.objects.create(user=ada, type="webauthn", data={})
    assert adapter.can_delete_authenticator(app)
    assert adapter.can_delete_authenticator(passkey)
    codes = Authenticator.objects.create(user=ada, type="recovery_codes", data={})
    assert adapter.can_delete_authenticator(codes)


def test_a_long_one_needs_no_company(adapter, app):
    assert adapter.can_delete_authenticator(app)


def test_passkeys_are_told_apart_by_name(adapter, ada):
    kind = Authenticator.Type.WEBAUTHN
    assert adapter.generate_authenticator_name(ada, kind) == "Passkey"
    Authenticator.objects.create(user=ada, type=kind, data={})
    assert adapter.generate_authenticator_name(ada, kind) == "Passkey 2"


def test_the_browser_is_told_who_asks(adapter, rf):
    from allauth.core.context import request_context

    with request_context(rf.get("/", headers={"host": "localhost:8000"})):
        assert adapter.get_public_key_credential_rp_entity() == {"id": "localhost", "name": "Cairn"}
