"""The VC-API, switched on for this machine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cairn_server.interop.access import TEST_KEY
from cairn_server.interop.signing import EndpointKey, endpoint_key


@pytest.fixture
def api(db: None, settings: Any) -> Client:
    """A program on this machine, which needs no token."""
    settings.CAIRN_VC_API = "test"
    return Client(headers={"host": "localhost"})


@pytest.fixture
def key() -> EndpointKey:
    """The key that signs for it."""
    return endpoint_key(TEST_KEY)


@pytest.fixture
def credential(key: EndpointKey) -> dict[str, Any]:
    """The least that can be signed."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c",
        "type": ["VerifiableCredential"],
        "issuer": key.did,
        "credentialSubject": {"id": "did:example:ada", "name": "Ada"},
    }
