from __future__ import annotations

import json

from cairn.cli.inspecting import printable, said
from cairn.openbadges.baking import bake
from tests.command import cairn
from tests.credentials import signed, unsigned_credential
from tests.pictures import SVG


def test_a_picture_tells_what_it_holds_without_checking_it(tmp_path):
    text = json.dumps(signed(unsigned_credential())).replace("Leading", "Leaving")
    (tmp_path / "badge.svg").write_bytes(bake(SVG, text))

    ended = cairn("inspect", tmp_path / "badge.svg")
    lines = dict(line.split(maxsplit=1) for line in ended.out.splitlines())

    assert ended.status == 0
    assert lines["achievement"].startswith("Leaving a decision")
    assert lines["recipient"] == "Ada"
    assert lines["evidence"]
    assert ended.out.endswith("cairn verify does that.\n")


def test_the_document_is_printed_as_it_stands(tmp_path):
    document = signed(unsigned_credential())

    ended = cairn("inspect", "-", "--json", stdin=json.dumps(document).encode())

    assert json.loads(ended.out) == document


def test_a_jwt_is_printed_as_it_stands():
    assert cairn("inspect", "-", stdin=b" e.e.e \n").out == "e.e.e\n"


def test_anything_may_stand_where_a_credential_has_something_else():
    odd = {"credentialSubject": [], "issuer": 7, "proof": ["x", None], "type": {}, "evidence": 1}

    assert dict(said(odd)) == {"issuer": "7", "type": "{}", "evidence": "1"}
    assert list(said({})) == []


def test_what_is_printed_stays_on_its_line():
    assert printable("a\n\tb \x1b[2J\u202e") == "a b \ufffd[2J\ufffd"
