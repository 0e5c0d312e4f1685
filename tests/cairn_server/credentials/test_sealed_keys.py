import json
import stat

import pytest

from cairn_server.credentials.sealed_keys import FileSigner
from cairn_server.errors import KeyUnavailable

REF, OTHER = "key-number-1", "key-number-2"


@pytest.fixture
def signer(tmp_path):
    return FileSigner(tmp_path / "keys", "the secret of this installation")


def test_a_signature_verifies_with_the_public_half(signer):
    public = signer.create(REF)

    assert public.verify(signer.sign(REF, b"claims"), b"claims")
    assert signer.public(REF) == public


def test_another_process_with_the_same_secret_signs_the_same_bytes(signer, tmp_path):
    signer.create(REF)
    other = FileSigner(tmp_path / "keys", "the secret of this installation")

    assert other.sign(REF, b"claims") == signer.sign(REF, b"claims")


def test_the_key_of_the_seal_costs_what_owasp_asks_of_argon2id(signer, tmp_path):
    signer.create(REF)
    kdf = json.loads((tmp_path / "keys" / f"{REF}.json").read_text())["kdf"]

    assert kdf["name"] == "argon2id"
    assert (kdf["memory_cost"], kdf["iterations"], kdf["lanes"]) == (19 * 1024, 2, 1)


def test_only_the_owner_may_read_the_file(signer, tmp_path):
    signer.create(REF)

    assert stat.S_IMODE((tmp_path / "keys" / f"{REF}.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_the_file_does_not_hold_the_seed_in_the_open(signer, tmp_path):
    signer.create(REF)
    content = (tmp_path / "keys" / f"{REF}.json").read_text()

    assert signer._unsealed[REF].seed.hex() not in content


def test_another_secret_does_not_open_the_file(signer, tmp_path):
    signer.create(REF)
    stranger = FileSigner(tmp_path / "keys", "another secret")

    with pytest.raises(KeyUnavailable, match="another secret"):
        stranger.sign(REF, b"claims")


def test_a_file_renamed_to_another_key_does_not_open(signer, tmp_path):
    signer.create(REF)
    (tmp_path / "keys" / f"{REF}.json").rename(tmp_path / "keys" / f"{OTHER}.json")
    fresh = FileSigner(tmp_path / "keys", "the secret of this installation")

    with pytest.raises(KeyUnavailable):
        fresh.sign(OTHER, b"claims")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "cairn-key-1"}'])
def test_a_damaged_file_is_refused_with_a_sentence(signer, tmp_path, content):
    signer.create(REF)
    (tmp_path / "keys" / f"{REF}.json").write_text(content)
    fresh = FileSigner(tmp_path / "keys", "the secret of this installation")

    with pytest.raises(KeyUnavailable, match="damaged"):
        fresh.sign(REF, b"claims")


def test_a_file_whose_public_half_was_exchanged_is_refused(signer, tmp_path):
    signer.create(REF)
    path = tmp_path / "keys" / f"{REF}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"public": "z6Mk"}))
    fresh = FileSigner(tmp_path / "keys", "the secret of this installation")

    with pytest.raises(KeyUnavailable, match="another key"):
        fresh.public(REF)


def test_a_missing_file_is_named(signer):
    with pytest.raises(KeyUnavailable, match="missing"):
        signer.sign(REF, b"claims")


@pytest.mark.parametrize("ref", ["../secret", "a/b", "", "UPPER-CASE"])
def test_a_name_that_leads_elsewhere_is_refused(signer, ref):
    with pytest.raises(KeyUnavailable):
        signer.create(ref)


def test_a_key_is_never_overwritten(signer):
    signer.create(REF)

    with pytest.raises(FileExistsError):
        signer.create(REF)
