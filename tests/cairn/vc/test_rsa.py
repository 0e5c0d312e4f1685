"""Keys are made by joserfc, an implementation of JOSE by others."""

from __future__ import annotations

import base64
import json

import pytest
from joserfc.jwk import RSAKey

from cairn.errors import KeyRefused
from cairn.vc.did import resolve_method
from cairn.vc.rsa import RsaKey

SOUND = RSAKey.generate_key(2048)
JWK = SOUND.as_dict(private=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"e": "Aw"},
        {"n": JWK["n"][:200]},
        {"n": "A" * 3000},
        {"n": "_" * 1400},
        {"e": "_" * 12},
        {"d": "AQAB"},
        {"n": None},
        {"e": "AQAB=="},
    ],
)
def test_a_weak_or_broken_rsa_key_is_refused(changed):
    with pytest.raises(KeyRefused):
        RsaKey.from_jwk(JWK | changed)


def nothing(url):
    raise AssertionError(url)


def test_a_did_jwk_may_hold_an_rsa_key():
    text = base64.urlsafe_b64encode(json.dumps(JWK).encode()).rstrip(b"=").decode()

    method = resolve_method(f"did:jwk:{text}#0", fetch=nothing)

    assert method.public_key == RsaKey.from_jwk(JWK)


def test_a_document_may_list_an_rsa_key():
    did = "did:web:college.example"
    listed = {"id": f"{did}#rsa", "type": "JsonWebKey", "controller": did, "publicKeyJwk": JWK}
    document = {"id": did, "assertionMethod": [listed]}

    method = resolve_method(f"{did}#rsa", fetch=lambda url: json.dumps(document).encode())

    assert isinstance(method.public_key, RsaKey)
    weak = {**listed, "publicKeyJwk": {**JWK, "e": "Aw"}}
    document["assertionMethod"] = [weak]
    with pytest.raises(KeyRefused):
        resolve_method(f"{did}#rsa", fetch=lambda url: json.dumps(document).encode())
