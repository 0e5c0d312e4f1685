"""What comes instead of a passkey's answer is refused in words, never with a stack trace."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator

from cairn_server.accounts.passkey_forms import CredentialField

HEAD = {"id": "YQ", "rawId": "YQ", "type": "public-key"}
ASKED = {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ", "userHandle": "YQ"}
NONSENSE = [
    "",
    "abc",
    "[]",
    "{}",
    "null",
    '"x"',
    '{"id": 1}',
    '{"id": "a", "id": "b"}',
    '{"a":' * 3000,
    "[" * 100_000,
    json.dumps(HEAD | {"rawId": "!", "response": {}}),
    json.dumps(HEAD | {"response": ASKED}),
    json.dumps(HEAD | {"response": ASKED | {"authenticatorData": "%%"}}),
    json.dumps(HEAD | {"response": {"clientDataJSON": "e30", "attestationObject": "YQ"}}),
    json.dumps(HEAD | {"response": {"clientDataJSON": "e30", "attestationObject": "oA"}}),
]


@pytest.mark.parametrize("credential", NONSENSE)
@pytest.mark.parametrize("has_begun", [False, True])
def test_nobody_signs_in_with_nonsense(client, db, credential, has_begun):
    if has_begun:
        client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert answer["Location"] == "/accounts/login/"
    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize("credential", NONSENSE)
def test_no_passkey_is_made_of_nonsense(client, ada, credential):
    client.force_login(ada)
    client.get("/accounts/2fa/webauthn/add/")

    answer = client.post("/accounts/2fa/webauthn/add/", {"credential": credential})

    assert answer.status_code == 200
    assert 'class="error" role="alert"' in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_a_credential_is_a_json_object():
    assert CredentialField().clean('{"id": "YQ"}') == {"id": "YQ"}
