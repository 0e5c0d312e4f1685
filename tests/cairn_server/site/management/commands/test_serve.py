import os

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def started(monkeypatch):
    """The words that this process would become."""
    words = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: words.extend(arguments))
    return words


def test_the_server_is_bound_to_the_loopback_address_and_the_port_of_the_settings(
    started, settings
):
    call_command("serve")

    assert f"--bind=127.0.0.1:{settings.ENVIRONMENT.port}" in started
    assert {"--workers=1", "--threads=4"} <= set(started)
    assert "cairn_server.site.wsgi:application" in started


def test_address_processes_and_threads_may_be_chosen(started, settings):
    call_command("serve", bind="0.0.0.0", processes=3, threads=8)

    assert f"--bind=0.0.0.0:{settings.ENVIRONMENT.port}" in started
    assert {"--workers=3", "--threads=8"} <= set(started)


def test_the_demo_is_not_shown_to_the_network(started, settings):
    settings.CAIRN_DEMO = True

    with pytest.raises(CommandError, match="loopback") as refused:
        call_command("serve", bind="0.0.0.0")

    assert (refused.value.returncode, started) == (3, [])


def test_a_vc_api_without_tokens_is_not_shown_to_the_network(started, settings):
    settings.CAIRN_VC_API = "test"

    with pytest.raises(CommandError, match="loopback") as refused:
        call_command("serve", bind="0.0.0.0")

    assert (refused.value.returncode, started) == (3, [])
