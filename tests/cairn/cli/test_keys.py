from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from cairn.cli import main
from tests.command import SOURCES, cairn

# RFC 8037, appendix A.1 and A.2: an Ed25519 key as a private and a public JWK.
RFC_8037 = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}


def test_a_new_key_is_kept_secret_and_its_did_is_printed(tmp_path):
    ended = cairn("keys", "new", "-o", "key.json", cwd=tmp_path)
    path = tmp_path / "key.json"

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("did:key:z6Mk")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()).keys() == RFC_8037.keys()
    assert cairn("keys", "show", "key.json", cwd=tmp_path).out.startswith(ended.out)


@pytest.mark.parametrize(("kind", "did"), [("P-256", "did:key:zDn"), ("P-384", "did:key:z82L")])
def test_a_key_of_an_elliptic_curve_is_made_and_shown(tmp_path, kind, did):
    made = cairn("keys", "new", "--kind", kind, "-o", "key.json", cwd=tmp_path)
    shown = cairn("keys", "show", "key.json", "--json", cwd=tmp_path).objects[0]

    assert (made.status, made.out.startswith(did)) == (0, True)
    assert shown["did"] == made.out.strip()
    assert (shown["publicKeyJwk"]["crv"], "d" in shown["publicKeyJwk"]) == (kind, False)


def test_an_rsa_key_is_made_and_shown_by_its_public_jwk(tmp_path):
    made = cairn("keys", "new", "--kind", "RSA", "-o", "key.json", cwd=tmp_path)
    shown = cairn("keys", "show", "key.json", cwd=tmp_path)
    [as_json] = cairn("keys", "show", "key.json", "--json", cwd=tmp_path).objects
    kept = json.loads((tmp_path / "key.json").read_text())

    assert (made.status, made.err, shown.out) == (0, "", made.out)
    assert json.loads(made.out) == {name: kept[name] for name in ("kty", "n", "e")}
    assert as_json == {"publicKeyJwk": json.loads(made.out)}
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600


def test_an_rsa_key_says_what_it_cannot_do(tmp_path):
    cairn("keys", "new", "--kind", "RSA", "-o", "key.json", cwd=tmp_path)
    (tmp_path / "list.json").write_text("{}")

    refused = cairn("status", "list.json", "--key", "key.json", cwd=tmp_path)

    assert (refused.status, refused.out) == (3, "")
    assert "signs tokens only" in refused.err


def test_a_new_key_may_go_into_a_pipe_and_its_did_goes_beside_it(tmp_path):
    ended = cairn("keys", "new", "-o", "-", cwd=tmp_path)
    shown = cairn("keys", "show", "-", stdin=ended.out.encode(), cwd=tmp_path)

    assert ended.status == 0
    assert json.loads(ended.out).keys() == RFC_8037.keys()
    assert ended.err.startswith("did:key:z6Mk")
    assert shown.out.startswith(ended.err)
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_is_not_shown_on_a_screen(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert main(["keys", "new", "-o", "-"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "not shown on a screen" in shown.err


def test_a_key_that_finds_no_room_leaves_no_file_behind(tmp_path):
    """No file may grow beyond nothing here, as on a disk that is full."""
    command = [sys.executable, "-B", "-m", "cairn", "keys", "new", "-o", "key.json"]
    ended = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        timeout=20,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (3, b"")
    assert ended.stderr.startswith(b"cairn: ")
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_overwritten(tmp_path):
    cairn("keys", "new", "-o", "key.json", cwd=tmp_path)
    before = (tmp_path / "key.json").read_text()

    again = cairn("keys", "new", "-o", "key.json", cwd=tmp_path)

    assert (again.status, again.out) == (3, "")
    assert (tmp_path / "key.json").read_text() == before


def test_showing_a_key_never_shows_its_secret(tmp_path):
    (tmp_path / "key.json").write_text(json.dumps(RFC_8037))

    ended = cairn("keys", "show", "key.json", "--json", cwd=tmp_path)

    assert RFC_8037["d"] not in ended.out
    assert json.loads(ended.out)["publicKeyJwk"] == {
        name: RFC_8037[name] for name in ("kty", "crv", "x")
    }


@pytest.mark.parametrize(
    "content",
    ["{}", "[]", "hello", json.dumps({**RFC_8037, "d": "AA"}), json.dumps({**RFC_8037, "x": "AA"})],
)
def test_what_is_no_private_key_is_refused(tmp_path, content):
    (tmp_path / "key.json").write_text(content)

    ended = cairn("keys", "show", "key.json", cwd=tmp_path)

    assert (ended.status, ended.out, ended.err.count("\n")) == (3, "", 1)
