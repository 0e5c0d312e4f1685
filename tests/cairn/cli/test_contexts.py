from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cairn.vc.added_contexts import contexts_in
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key_method
from cairn.vc.documents import CONTEXT_FILES, CONTEXT_HASHES
from tests.command import cairn, cairn_process
from tests.moments import MONDAY
from tests.signing import CONTEXTS, KEY, a_badge
from tests.web_server import response, web_server

URL = "https://college.example/terms/v1"
WORDS = json.dumps({"@context": {"ects": "https://college.example/terms#ects"}})
DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "words.json").write_text(WORDS)
    return tmp_path


def add(folder, *words):
    return cairn("contexts", "add", URL, "--contexts", "mine", *words, cwd=folder)


def test_a_word_of_ones_own_is_pinned_once_and_verified_from_then_on(folder):
    added = add(folder, "--file", "words.json")
    document = a_badge(**{"@context": [*CONTEXTS, URL], "ects": "2.5"})
    made = secure(
        document,
        sign=KEY.sign,
        verification_method=did_key_method(KEY.public),
        created=MONDAY,
        load=contexts_in(folder / "mine"),
    )
    (folder / "badge.json").write_text(json.dumps(made))
    how = ("--at", "2026-03-02T10:00:00Z", "--offline", "--json")

    without = cairn("verify", "badge.json", *how, cwd=folder)
    known = cairn_process("verify", "badge.json", "--contexts", "mine", *how, cwd=folder)

    assert (added.status, added.out.endswith(f"  {URL}\n")) == (0, True)
    assert without.objects[0]["reasons"][0] == "unknown_context"
    assert (known.status, known.objects[0]["outcome"]) == (0, "valid")
    plain = cairn("canonicalize", "badge.json", "--contexts", "mine", cwd=folder)
    assert "<https://college.example/terms#ects>" in plain.out


def test_it_can_be_fetched_and_what_cannot_be_had_is_brought_in_a_file(folder):
    with web_server(lambda path: response(WORDS.encode())) as base:
        fetched = add(folder, "--map", f"https://college.example={base.url}")
    failed = add(folder, "--map", f"https://college.example={base.url}")

    assert fetched.status == 0
    assert (failed.status, "--file" in failed.err) == (3, True)


def test_all_that_are_known_are_listed_with_their_hashes(folder):
    digest = add(folder, "--file", "words.json").out.split()[0]
    told = cairn("contexts", "list", "--contexts", "mine", cwd=folder)

    lines = dict(reversed(line.split("  ")) for line in told.out.splitlines())
    assert lines.pop(URL) == digest
    assert lines == {url: CONTEXT_HASHES[name] for url, name in CONTEXT_FILES.items()}
    alone = cairn("contexts", "list", cwd=folder)
    assert URL not in alone.out


@pytest.mark.parametrize("words", [("verify", "words.json"), ("contexts", "list")])
def test_a_folder_that_cannot_be_used_is_said_before_anything_is_done(folder, words):
    (folder / "mine").mkdir()
    (folder / "mine/contexts.json").write_text("[]")

    missing = cairn(*words, "--contexts", "nowhere", cwd=folder)
    broken = cairn(*words, "--contexts", "mine", cwd=folder)

    assert (missing.status, "nowhere/contexts.json" in missing.err) == (3, True)
    assert (broken.status, "JSON object" in broken.err) == (3, True)


def test_the_docs_list_every_context_that_is_carried():
    page = (DOCS / "standards/contexts.md").read_text()
    rows = re.findall(r"^\| `(http\S+)` \| `([0-9a-f]{64})` \| (.+?) \| (.+?) \|$", page, re.M)

    assert {url: digest for url, digest, _, _ in rows} == {
        url: CONTEXT_HASHES[name] for url, name in CONTEXT_FILES.items()
    }
