from __future__ import annotations

import json

import pytest

from cairn.cli import main
from cairn.vc.did import did_key
from cairn.vc.ec_keys import new_key
from cairn.vc.keys import KeyKind
from tests.signing import ISSUER, KEY, a_badge, signed

AT = "2026-03-02T09:00:00Z"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "badge.json").write_text(json.dumps(a_badge()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sign(*words, file="badge.json", key="key.json"):
    return main(["sign", file, "--key", key, "--at", AT, "-o", "signed.json", *words])


def verified():
    return main(["verify", "signed.json", "--offline", "--at", AT])


@pytest.mark.parametrize(
    ("kind", "words", "suite"),
    [
        (KeyKind.ED25519, (), "eddsa-rdfc-2022"),
        (KeyKind.ED25519, ("--cryptosuite", "eddsa-jcs-2022"), "eddsa-jcs-2022"),
        (KeyKind.P256, (), "ecdsa-rdfc-2019"),
        (KeyKind.P256, ("--cryptosuite", "ecdsa-jcs-2019"), "ecdsa-jcs-2019"),
        (KeyKind.P384, (), "ecdsa-rdfc-2019"),
        (KeyKind.P384, ("--cryptosuite", "ecdsa-jcs-2019"), "ecdsa-jcs-2019"),
    ],
)
def test_what_is_signed_by_any_suite_is_genuine(folder, kind, words, suite):
    key = new_key(kind)
    (folder / "other.json").write_text(json.dumps(key.to_jwk()))
    badge = a_badge(issuer={"id": did_key(key.public), "type": ["Profile"]})
    (folder / "theirs.json").write_text(json.dumps(badge))

    assert sign(*words, file="theirs.json", key="other.json") == 0
    assert verified() == 0
    [proof] = json.loads((folder / "signed.json").read_text())["proof"]
    assert proof["cryptosuite"] == suite


def test_it_is_the_same_as_by_the_library(folder):
    assert sign() == 0
    assert json.loads((folder / "signed.json").read_text()) == signed(a_badge())


def test_a_key_listed_by_a_site_is_named_by_the_site(folder):
    site = "did:web:college.example"
    (folder / "badge.json").write_text(json.dumps(a_badge(issuer=site)))

    assert sign() == 0
    [proof] = json.loads((folder / "signed.json").read_text())["proof"]
    assert proof["verificationMethod"] == f"{site}#{KEY.public.multibase}"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "no JSON object"),
        (signed(a_badge()), "already signed"),
        (a_badge(issuer="did:key:z6MkOther"), "must be its did:web"),
        (a_badge(issuer=None), "must be its did:web"),
        (a_badge(salary=1), "salary"),
        (a_badge(credentialSubject={"id": ISSUER, "type": ["AchievementSubject"]}), "achievement"),
    ],
)
def test_what_would_not_verify_is_not_written(folder, capsys, document, why):
    (folder / "badge.json").write_text(json.dumps(document))

    assert sign() == 3
    assert why in capsys.readouterr().err
    assert not (folder / "signed.json").exists()


def test_a_suite_of_another_kind_of_key_is_refused(folder, capsys):
    assert sign("--cryptosuite", "ecdsa-rdfc-2019") == 3
    assert "eddsa-rdfc-2022 or eddsa-jcs-2022" in capsys.readouterr().err
