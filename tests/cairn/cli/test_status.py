from __future__ import annotations

import json
from argparse import ArgumentTypeError

import pytest

from cairn.cli.status import places, signed_list
from cairn.vc.keys import PrivateKey
from cairn.vc.status_list import bit_at, decode_bits
from tests.command import cairn
from tests.credentials import ISSUER, KEY, LIST_URL, METHOD
from tests.moments import MONDAY


@pytest.fixture
def folder(tmp_path):
    made = signed_list(
        url=LIST_URL, issuer=ISSUER, bits=bytes(16_384), key=KEY, method=METHOD, at=MONDAY
    )
    (tmp_path / "list.json").write_text(json.dumps(made))
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "other.json").write_text(json.dumps(PrivateKey.from_seed(bytes(32)).to_jwk()))
    return tmp_path


def status(folder, *more, key="key.json"):
    words = ("status", "list.json", "--key", key, "--at", "2026-03-03T09:00:00Z")
    return cairn(*words, *more, cwd=folder)


def bits(path):
    return decode_bits(json.loads(path.read_text())["credentialSubject"]["encodedList"])


def test_a_bit_is_set_and_cleared_in_a_list_that_verifies(folder):
    first = status(folder, "--revoke", "7,131071")
    once = bits(folder / "list.json")
    second = status(folder, "--reinstate", "7", "-o", "new.json")
    again = bits(folder / "new.json")

    assert (first.status, second.status) == (0, 0)
    assert [bit_at(once, place) for place in (6, 7, 8, 131_071)] == [False, True, False, True]
    assert [bit_at(again, place) for place in (7, 131_071)] == [False, True]
    assert bits(folder / "list.json") == once
    assert (
        cairn("verify", "--offline", "--at", "2026-03-03T10:00:00Z", folder / "new.json").status
        == 0
    )


def test_without_a_place_it_is_signed_anew_for_another_day(folder):
    status(folder)

    assert json.loads((folder / "list.json").read_text())["validUntil"] == "2026-03-04T09:00:00Z"


@pytest.mark.parametrize(
    ("words", "key"),
    [(("--revoke", "131072"), "key.json"), (("--revoke", "x"), "key.json"), ((), "other.json")],
)
def test_what_cannot_be_done_leaves_the_list_as_it_was(folder, words, key):
    before = (folder / "list.json").read_bytes()

    ended = status(folder, *words, key=key)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert (folder / "list.json").read_bytes() == before


@pytest.mark.parametrize("text", ["{}", "[]", '{"proof": [{}], "credentialSubject": {}}'])
def test_what_is_no_list_is_refused(folder, text):
    (folder / "list.json").write_text(text)

    assert status(folder).status == 3


def test_places_are_whole_numbers():
    assert places("7, 12") == [7, 12]
    for text in ("", "-1", "7,", "1.5", "9" * 10):
        with pytest.raises(ArgumentTypeError, match="names no places"):
            places(text)
