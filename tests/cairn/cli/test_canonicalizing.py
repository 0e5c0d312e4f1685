from __future__ import annotations

import json
import time

import pytest

from tests.command import cairn, cairn_process
from tests.credentials import unsigned_credential
from tests.shared_data import shared_data


@pytest.mark.shared
def test_a_published_case_gives_its_published_form():
    folder = shared_data("w3c-rdf-canon")
    wanted = {path.name: path for path in folder.rglob("test020-*.nq")}

    ended = cairn("canonicalize", wanted["test020-in.nq"])

    assert (ended.status, ended.out) == (0, wanted["test020-rdfc10.nq"].read_text())


def test_a_credential_is_canonicalized_from_a_file_or_a_pipe(tmp_path):
    text = json.dumps(unsigned_credential())
    (tmp_path / "credential.json").write_text(text)

    from_file = cairn("canonicalize", tmp_path / "credential.json")
    from_pipe = cairn("canonicalize", "-", stdin=text.encode())

    assert (from_file.status, from_file.out) == (0, from_pipe.out)
    assert from_file.out.splitlines() == sorted(from_file.out.splitlines())


def test_a_term_that_no_context_defines_is_refused():
    document = unsigned_credential() | {"salary": "1"}

    ended = cairn("canonicalize", "-", stdin=json.dumps(document).encode())

    assert (ended.status, ended.out) == (1, "")
    assert "salary" in ended.err


def test_a_poison_graph_is_refused_in_time(tmp_path):
    """A complete graph of 20 blank nodes: every labelling looks like every other."""
    nodes = range(20)
    lines = [f"_:n{a} <urn:p> _:n{b} .\n" for a in nodes for b in nodes if a != b]
    (tmp_path / "poison.nq").write_text("".join(lines))

    start = time.monotonic()
    ended = cairn_process("canonicalize", tmp_path / "poison.nq")

    assert (ended.status, ended.out) == (1, "")
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"a": 1, "a": 1}'])
def test_what_is_no_json_object_is_unreadable(data):
    ended = cairn("canonicalize", "-", stdin=data)

    assert (ended.status, ended.out, ended.err.count("\n")) == (3, "", 1)


def test_lines_that_are_no_n_quads_are_unreadable(tmp_path):
    (tmp_path / "bad.nq").write_bytes(b"<a> <b> \xff .\n")

    assert cairn("canonicalize", tmp_path / "bad.nq").status == 3
