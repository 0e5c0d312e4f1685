"""Finding the tables of a framework, however they are packed."""

import io
import zipfile

import pytest

from cairn.errors import MalformedInput
from cairn.frameworks.files import find_files


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"inner/{name}.csv", data)
    return out.getvalue()


def test_tables_are_found_in_a_folder_and_in_the_zips_in_it(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "Skills.csv").write_bytes(b"loose")
    (tmp_path / "more.zip").write_bytes(packed(relations=b"packed"))
    (tmp_path / "notes.md").write_bytes(b"not a table")

    files = find_files(tmp_path)

    assert {name: load() for name, load in files.items()} == {
        "skills.csv": b"loose",
        "relations.csv": b"packed",
    }


def test_one_zip_is_enough(tmp_path):
    (tmp_path / "all.zip").write_bytes(packed(skills=b"packed"))

    assert find_files(tmp_path / "all.zip")["skills.csv"]() == b"packed"


@pytest.mark.parametrize("name", ["nowhere", "empty", "broken.zip"])
def test_what_holds_no_table_is_named(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"no zip at all")

    with pytest.raises(MalformedInput, match=name):
        find_files(tmp_path / name)


def test_a_damaged_member_is_named(tmp_path):
    data = bytearray(packed(skills=b"some text " * 100))
    data[60] ^= 0xFF
    (tmp_path / "all.zip").write_bytes(bytes(data))

    with pytest.raises(MalformedInput, match=r"skills\.csv"):
        find_files(tmp_path / "all.zip")["skills.csv"]()
