import pytest

from cairn_server.credentials.addresses import (
    credential_id_in,
    credential_url,
    is_public,
    status_url,
)


@pytest.mark.parametrize("base", ["https://cairn.example.org", "https://cairn.example.org:8443"])
def test_https_under_a_name_is_public(base):
    assert is_public(base)


@pytest.mark.parametrize(
    "base",
    [
        "http://cairn.example.org",
        "https://localhost",
        "https://cairn",
        "https://192.0.2.7",
        "https://[2001:db8::1]",
        "https://box.local",
        "http://localhost:8000",
    ],
)
def test_what_the_world_cannot_reach_is_not(base):
    assert not is_public(base)


def test_addresses_begin_with_the_base(settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"

    assert credential_url("0f") == "https://cairn.example.org/credentials/0f/"
    assert status_url("0f") == "https://cairn.example.org/status/0f"


@pytest.mark.parametrize("base", ["https://cairn.example.org", "http://localhost:8000"])
def test_the_id_of_a_credential_is_found_in_its_address_whatever_the_base(settings, base):
    settings.CAIRN_BASE_URL = base

    assert credential_id_in(credential_url("0f")) == "0f"
