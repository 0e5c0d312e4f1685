from __future__ import annotations

import json

import pytest

from tests import signed_assertions
from tests.command import cairn
from tests.credentials import signed, unsigned_credential
from tests.pictures import SVG, png


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plain.png").write_bytes(png())
    (tmp_path / "plain.svg").write_bytes(SVG)
    (tmp_path / "credential.json").write_text(json.dumps(signed(unsigned_credential()), indent=1))
    (tmp_path / "nothing.json").write_text("{}")
    (tmp_path / "credential.jwt").write_text("eyJh.e30.c2ln\n")
    return tmp_path


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("credential", ["credential.json", "credential.jwt"])
def test_a_credential_goes_in_and_comes_out(folder, kind, credential):
    baked = cairn("bake", f"plain.{kind}", credential, "-o", "badge", cwd=folder)
    out = cairn("unbake", "badge", cwd=folder)

    assert (baked.status, baked.out, baked.err) == (0, "", "")
    assert out.out == (folder / credential).read_text().strip() + "\n"


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_badge_of_version_2_goes_where_its_readers_look(folder, is_signed):
    assertion = signed_assertions.an_assertion()
    text = signed_assertions.compact(assertion) if is_signed else json.dumps(assertion)
    (folder / "older").write_text(text)

    for kind, place in (("png", b"iTXtopenbadges\0"), ("svg", b"<openbadges:assertion")):
        cairn("bake", f"plain.{kind}", "older", "-o", "badge", cwd=folder)
        assert place in (folder / "badge").read_bytes()
        assert cairn("unbake", "badge", cwd=folder).out == text + "\n"


def test_it_may_be_written_to_a_file(folder):
    cairn("bake", "plain.png", "credential.jwt", "-o", "badge.png", cwd=folder)

    cairn("unbake", "badge.png", "-o", "out.jwt", cwd=folder)

    assert (folder / "out.jwt").read_text() == "eyJh.e30.c2ln\n"


@pytest.mark.parametrize(
    "words",
    [
        ("unbake", "plain.png"),
        ("unbake", "credential.json"),
        ("bake", "credential.json", "credential.json", "-o", "x"),
        ("bake", "plain.png", "plain.svg", "-o", "x"),
        ("bake", "plain.png", "credential.json", "-o", "no/such/folder/x"),
        ("bake", "plain.png", "nothing.json", "-o", "x"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder, words):
    before = sorted(path.name for path in folder.iterdir())

    ended = cairn(*words, cwd=folder)

    assert ended.status == 3
    assert ended.err.startswith("cairn: ")
    assert ended.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == before
