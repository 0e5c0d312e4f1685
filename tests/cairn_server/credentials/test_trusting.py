"""Whoever runs the installation says whom it recognises, in files or at addresses."""

from __future__ import annotations

import json
import logging
import os

import pytest

from cairn.errors import FetchError
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.trusting import fetch_lists, lists_of_others
from cairn_server.credentials.verifying import nobody, recognised, report_on
from tests.moments import DAY, MONDAY
from tests.signing import ISSUER, a_badge, signed

AT = MONDAY + DAY
REGISTER = "https://register.example/issuers.json"


@pytest.fixture
def home(settings, tmp_path):
    settings.CAIRN_HOME, settings.CAIRN_TRUST = tmp_path, ()
    return tmp_path


def written(path, **issuers):
    path.write_text(json.dumps({"issuers": issuers or {ISSUER: "North College"}}))
    return str(path)


def test_an_issuer_on_a_list_is_recognised_in_the_words_of_the_list(home, settings, db):
    document = signed(a_badge())
    assert report_on(document, at=AT, ask=nobody).issuer_recognised is not True

    settings.CAIRN_TRUST = (written(home / "trust.json"),)
    report = report_on(document, at=AT, ask=nobody)

    assert report.issuer_recognised is True
    assert "North College" in report.sentence


def test_a_file_is_read_again_when_it_changes(home, settings):
    settings.CAIRN_TRUST = (written(home / "trust.json"),)
    assert lists_of_others()[ISSUER].name == "North College"

    written(home / "trust.json", **{ISSUER: "South College"})
    os.utime(home / "trust.json", (1, 1))
    assert lists_of_others()[ISSUER].name == "South College"


def test_no_list_changes_what_is_said_of_an_issuer_here(home, settings, college):
    issuer = establish_issuer(organisation=college, at=MONDAY, standing="employer-recognised")
    settings.CAIRN_TRUST = (written(home / "trust.json", **{issuer.did: "Somebody else"}),)

    assert recognised()[issuer.did].standing == "employer-recognised"


def test_a_list_at_an_address_is_asked_by_the_worker_and_its_last_copy_kept(home, settings, caplog):
    settings.CAIRN_TRUST = (REGISTER, str(home / "file.json"))
    written(home / "file.json", **{"did:web:file.example": "File"})
    assert ISSUER not in lists_of_others()  # it was not asked yet
    answers = [json.dumps({ISSUER: "North College"}).encode(), b"[]", b"no JSON"]
    asked = []

    def ask(url):
        asked.append(url)
        if not answers:
            raise FetchError("it does not answer")
        return answers.pop(0)

    with caplog.at_level(logging.WARNING, "cairn.credentials"):
        counts = [fetch_lists(AT, ask=ask) for _ in range(4)]

    assert (counts, asked) == ([1, 0, 0, 0], [REGISTER] * 4)
    assert lists_of_others()[ISSUER].name == "North College"
    assert "did:web:file.example" in lists_of_others()
    assert caplog.text.count(REGISTER) == 3


def test_a_file_that_breaks_later_recognises_nobody_and_is_logged(home, settings, caplog):
    settings.CAIRN_TRUST = (str(home / "gone.json"), str(home / "broken.json"))
    (home / "broken.json").write_text("[]")

    with caplog.at_level(logging.WARNING, "cairn.credentials"):
        assert dict(lists_of_others()) == {}

    assert "gone.json is not there" in caplog.text
    assert "broken.json was not read" in caplog.text
