from __future__ import annotations

import pytest

from cairn.cli.network import fetch_of
from cairn.errors import FetchError, FetchRefused
from tests.web_server import response, web_server


def test_a_mapped_address_is_asked_once_and_remembered():
    with web_server(lambda path: response(path.encode())) as server:
        fetch = fetch_of(offline=False, mappings=[("https://a.example", server.url)])

        assert fetch("https://a.example/x") == fetch("https://a.example/x") == b"/x"
        assert len(server.requests) == 1


def test_what_is_not_mapped_is_guarded():
    with pytest.raises(FetchRefused):
        fetch_of(offline=False, mappings=[])("http://127.0.0.1:1/")


def test_offline_nothing_is_asked_though_it_is_mapped():
    with web_server(lambda path: response(b"x")) as server:
        fetch = fetch_of(offline=True, mappings=[("https://a.example", server.url)])

        with pytest.raises(FetchError, match="offline"):
            fetch("https://a.example/x")
        assert server.requests == []
