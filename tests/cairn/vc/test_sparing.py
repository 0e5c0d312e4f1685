"""A badge does not choose how many are asked about it, nor for how long."""

from __future__ import annotations

import pytest

from cairn.errors import FetchError, FetchesExceeded
from cairn.vc.sparing import MOST_FETCHES, MOST_SECONDS, sparing


@pytest.fixture
def asked():
    return []


@pytest.fixture
def fetch(asked):
    def fetch(url):
        asked.append(url)
        if "missing" in url:
            raise FetchError("answered 404")
        return url.encode()

    return fetch


def test_hundreds_of_hosts_are_not_asked_about_one_badge(asked, fetch):
    ask = sparing(fetch)
    for number in range(MOST_FETCHES):
        with pytest.raises(FetchError, match="404"):
            ask(f"https://{number}.missing.example/")

    with pytest.raises(FetchesExceeded, match="was not asked"):
        ask("https://one.more.example/")

    assert len(asked) == MOST_FETCHES


def test_what_was_answered_is_not_asked_again(asked, fetch):
    ask = sparing(fetch)

    assert {ask("https://a.example/") for _ in range(MOST_FETCHES * 2)} == {b"https://a.example/"}
    assert len(asked) == 1


def test_nobody_is_asked_after_the_last_second(fetch):
    seconds = iter([10.0, 10.0, 10.0 + MOST_SECONDS, 10.1 + MOST_SECONDS])
    ask = sparing(fetch, clock=lambda: next(seconds))

    assert ask("https://a.example/") == b"https://a.example/"
    assert ask("https://b.example/") == b"https://b.example/"
    with pytest.raises(FetchesExceeded):
        ask("https://c.example/")
