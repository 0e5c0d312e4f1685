from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cairn.cli.sources import (
    naming,
    read_json_source,
    read_source,
    write_file,
    write_new_secret,
    write_result,
)
from cairn.errors import InputTooLarge, KeyRefused, MalformedInput


def test_a_file_is_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")

    assert read_source(str(tmp_path / "a")) == b"abc"


def test_an_address_is_fetched_only_where_fetching_was_asked_for(tmp_path):
    assert read_source("https://a.example/", fetch=lambda url: url.encode()) == (
        b"https://a.example/"
    )
    with pytest.raises(OSError, match="No such file"):
        read_source("https://a.example/")


def test_whatever_looks_like_an_address_is_asked_for_as_one():
    asked = []
    for address in ("ftp://a.example/", "file:///etc/passwd", "https://a.example/"):
        read_source(address, fetch=lambda url: asked.append(url) or b"")

    assert asked == ["ftp://a.example/", "file:///etc/passwd", "https://a.example/"]


def test_json_that_is_not_sound_is_called_by_its_file(tmp_path):
    (tmp_path / "sound").write_text('{"a": 1}')
    (tmp_path / "broken").write_text('{"a":')
    (tmp_path / "empty").write_text(" \n")

    assert read_json_source(str(tmp_path / "sound")) == {"a": 1}
    with pytest.raises(MalformedInput, match=r"broken: Line 1, column 6"):
        read_json_source(str(tmp_path / "broken"))
    with pytest.raises(MalformedInput, match="empty is empty"):
        read_json_source(str(tmp_path / "empty"))


def test_a_place_that_cannot_be_written_is_called_by_its_name(tmp_path):
    (tmp_path / "folder").mkdir()

    for path in (tmp_path / "folder", tmp_path / "missing" / "a"):
        with pytest.raises(OSError) as raised:
            write_file(path, b"x")
        assert raised.value.filename == str(path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


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


def test_what_is_published_by_a_link_is_written_where_it_leads(tmp_path):
    published = tmp_path / "published.json"
    published.write_bytes(b"old")
    published.chmod(0o640)
    (tmp_path / "list.json").symlink_to(published)

    write_file(tmp_path / "list.json", b"new")

    assert (tmp_path / "list.json").is_symlink()
    assert published.read_bytes() == b"new"
    assert published.stat().st_mode & 0o777 == 0o640


def test_a_device_stays_a_device():
    write_file(Path(os.devnull), b"gone")

    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("text", ["is too weak", "key.json: is too weak"])
def test_what_is_wrong_is_told_with_the_name_of_its_file_once(text):
    with pytest.raises(KeyRefused) as caught, naming("key.json"):
        raise KeyRefused(text)

    assert str(caught.value) == "key.json: is too weak"
