from __future__ import annotations

import stat

import pytest

from cairn.cli.sources import read_source, write_file, write_new_secret, write_result
from cairn.errors import InputTooLarge


def test_a_file_is_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")

    assert read_source(str(tmp_path / "a")) == b"abc"


def test_an_address_is_fetched_only_where_fetching_was_asked_for(tmp_path):
    assert read_source("https://a.example/", fetch=lambda url: url.encode()) == (
        b"https://a.example/"
    )
    with pytest.raises(OSError, match="No such file"):
        read_source("https://a.example/")


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate((16 << 20) + 1)

    with pytest.raises(InputTooLarge):
        read_source(str(tmp_path / "huge"))


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    (tmp_path / "a").write_bytes(b"old")

    write_file(tmp_path / "a", b"new")
    write_result(b"other", str(tmp_path / "b"))

    assert (tmp_path / "a").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_result_goes_to_standard_output_where_no_file_is_named(capfdbinary):
    write_result(b"\x89PNG", None)
    write_result(b"!", "-")

    import sys

    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"\x89PNG!"


def test_a_secret_is_for_its_owner_and_never_overwritten(tmp_path):
    path = tmp_path / "key"
    write_new_secret(path, b"secret")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_new_secret(path, b"other")
    assert path.read_bytes() == b"secret"
