from __future__ import annotations

import csv
import json
from argparse import ArgumentTypeError

import pytest

from cairn.cli.status import StatusList, places
from cairn.openbadges.v3 import as_document
from cairn.vc.keys import PrivateKey
from cairn.vc.status_list import bit_at, decode_bits
from tests.command import cairn
from tests.credentials import ACHIEVEMENT, ISSUER, KEY, LIST_URL, METHOD
from tests.moments import MONDAY


def a_list(purpose="revocation"):
    made = StatusList(
        url=LIST_URL, issuer=ISSUER, purpose=purpose, bits=bytes(16_384), method=METHOD
    )
    return json.dumps(made.signed(KEY, at=MONDAY))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "list.json").write_text(a_list())
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


def test_what_the_list_says_now_is_told_in_a_line_and_never_into_the_list(folder):
    told, written = status(folder, "--revoke", "7,8"), status(folder, "-o", "-")

    assert told.out == (
        "revocation: 2 of 131,072 places set, valid until 2026-03-04T09:00:00Z: list.json\n"
    )
    assert json.loads(written.out)["id"] == LIST_URL


def test_without_a_place_it_is_signed_anew_for_another_day(folder):
    status(folder)

    assert json.loads((folder / "list.json").read_text())["validUntil"] == "2026-03-04T09:00:00Z"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--revoke", "131072"), "key.json"),
        (("--revoke", "x"), "key.json"),
        (("--suspend", "7"), "key.json"),
        (("--new", "https://college.example/status/2"), "key.json"),
        (("--purpose", "suspension"), "key.json"),
        ((), "other.json"),
    ],
)
def test_what_cannot_be_done_leaves_the_list_as_it_was(folder, words, key):
    before = (folder / "list.json").read_bytes()

    ended = status(folder, *words, key=key)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert (folder / "list.json").read_bytes() == before


@pytest.mark.parametrize("text", ["{}", "[]", '{"proof": [{}], "credentialSubject": {}}'])
def test_what_is_no_list_is_refused(folder, text):
    (folder / "list.json").write_text(text)

    ended = status(folder)

    assert (ended.status, ended.err.startswith("cairn: list.json: It is no status list")) == (
        3,
        True,
    )


@pytest.mark.parametrize(("verb", "purpose"), [("suspend", "suspension"), ("refresh", "refresh")])
def test_a_list_of_another_purpose_has_its_own_verb(folder, verb, purpose):
    (folder / "list.json").write_text(a_list(purpose))

    wrong = status(folder, "--revoke", "7")
    first = status(folder, f"--{verb}", "7,9")
    second = status(folder, "--reinstate", "7")
    subject = json.loads((folder / "list.json").read_text())["credentialSubject"]
    set_bits = [place for place in (6, 7, 8, 9) if bit_at(bits(folder / "list.json"), place)]

    assert (wrong.status, first.status, second.status) == (3, 0, 0)
    assert f"this is one of {purpose}" in wrong.err
    assert (subject["statusPurpose"], set_bits) == (purpose, [9])


@pytest.mark.parametrize(
    ("words", "issuer", "purpose"),
    [
        ((), ISSUER, "revocation"),
        (("--purpose", "suspension"), ISSUER, "suspension"),
        (
            ("--purpose", "refresh", "--issuer", "did:web:a.example"),
            "did:web:a.example",
            "refresh",
        ),
    ],
)
def test_an_empty_list_is_made_and_can_be_changed(folder, words, issuer, purpose):
    (folder / "list.json").unlink()
    made = status(folder, "--new", LIST_URL, *words)
    document = json.loads((folder / "list.json").read_text())
    verb = {"revocation": "--revoke", "suspension": "--suspend", "refresh": "--refresh"}[purpose]
    changed = status(folder, verb, "131071")

    assert (made.status, changed.status) == (0, 0)
    assert (document["id"], document["issuer"]) == (LIST_URL, issuer)
    assert document["credentialSubject"]["statusPurpose"] == purpose
    assert bit_at(bits(folder / "list.json"), 131_071)


@pytest.mark.parametrize(
    "words",
    [
        ("--new", "http://college.example/1"),
        ("--new", LIST_URL, "--revoke", "1"),
        ("--new", LIST_URL, "--issuer", "did:key:z6Mk"),
        ("--new", LIST_URL, "--purpose", "message"),
    ],
)
def test_a_list_that_cannot_be_made_leaves_no_file(folder, words):
    (folder / "list.json").unlink()

    ended = status(folder, *words)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert not (folder / "list.json").exists()


def test_places_are_whole_numbers():
    assert places("7, 12") == [7, 12]
    for text in ("", "-1", "7,", "1.5", "9" * 10):
        with pytest.raises(ArgumentTypeError, match="names no places"):
            places(text)


def test_what_can_be_suspended_is_not_valid_until_it_is_reinstated(folder):
    base = "https://college.example/status"
    words = ("--status-list", f"{base}/1", "--suspension-list", f"{base}/2")
    maps = (
        "--map",
        f"{base}/1=out/status-list.json",
        "--map",
        f"{base}/2=out/suspension-list.json",
    )
    (folder / "achievement.json").write_text(json.dumps(as_document(ACHIEVEMENT)))
    (folder / "people.csv").write_text("email\nada@college.example\n")
    issue = ("issue", "achievement.json", "people.csv", "--key", "key.json", "-o", "out")
    ended = cairn(*issue, *words, cwd=folder)
    row = next(csv.DictReader((folder / "out" / "report.csv").read_text().splitlines()))

    def judged():
        told = cairn("verify", f"out/{row['file']}", "--offline", *maps, "--json", cwd=folder)
        return told.status, told.objects[0]["reasons"]

    def said(verb):
        words = ("status", "out/suspension-list.json", "--key", "key.json")
        return cairn(*words, verb, row["status_index"], cwd=folder).status

    assert (ended.status, judged()) == (0, (0, []))
    assert (said("--suspend"), judged()) == (0, (1, ["suspended"]))
    assert (said("--reinstate"), judged()) == (0, (0, []))
