import stat
import struct
import time
import zipfile
from io import BytesIO

import pytest

from cairn.errors import InputTooLarge, MalformedInput, UnsafeContent
from cairn.exchange.pack_files import MAX_BYTES, MAX_FILES, pack_files


def archive(*members, method=zipfile.ZIP_DEFLATED):
    """Return a zip of (name or ZipInfo, content)."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as zip:
        for name, content in members:
            zip.writestr(name, content)
    return buffer.getvalue()


def test_a_folder_and_its_zip_hold_the_same_files(tmp_path):
    (tmp_path / "units").mkdir()
    (tmp_path / "pack.yaml").write_text("pack: 1")
    (tmp_path / "units" / "one.md").write_text("text")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("hidden")
    zipped = archive(("pack.yaml", "pack: 1"), ("units/one.md", "text"), (".DS_Store", "x"))
    path = tmp_path / ".pack.zip"
    path.write_bytes(zipped)

    expected = {"pack.yaml": b"pack: 1", "units/one.md": b"text"}

    assert pack_files(tmp_path) == expected
    assert pack_files(zipped) == expected
    assert pack_files(path) == expected


def test_names_start_inside_the_only_folder_of_an_archive():
    data = archive(("mine/", ""), ("mine/pack.yaml", "x"), ("mine/units/a.md", "y"))

    assert pack_files(data) == {"pack.yaml": b"x", "units/a.md": b"y"}


@pytest.mark.parametrize(
    "name", ["../out.md", "units/../../out.md", "/etc/passwd", "C:\\x.md", "a\\b.md", "a:b.md"]
)
def test_a_name_that_leads_outside_is_refused(name):
    with pytest.raises(UnsafeContent, match="outside"):
        pack_files(archive((name, "x")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_in_an_archive_is_refused(kind):
    link = zipfile.ZipInfo("units/a.md")
    link.external_attr = (kind | 0o777) << 16

    with pytest.raises(UnsafeContent, match="link"):
        pack_files(archive((link, "/etc/passwd")))


def test_a_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "a.md").symlink_to("/etc/passwd")

    with pytest.raises(UnsafeContent, match="link"):
        pack_files(tmp_path)


def test_a_linked_folder_is_refused(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "units").symlink_to("/etc")

    with pytest.raises(UnsafeContent, match="link"):
        pack_files(tmp_path / "pack")


def test_a_bomb_is_refused_at_once():
    data = archive(("a.md", b"\0" * (40 << 20)))
    started = time.process_time()

    with pytest.raises(UnsafeContent, match="100 to 1"):
        pack_files(data)
    assert time.process_time() - started < 0.5


def test_many_files_that_are_large_together_are_refused():
    big = bytes(range(256)) * 4 * (1 << 10)
    members = [(f"{n}.md", big) for n in range(MAX_BYTES // len(big) + 1)]

    with pytest.raises(InputTooLarge, match="64 MiB"):
        pack_files(archive(*members, method=zipfile.ZIP_STORED))


def test_too_many_files_are_refused():
    with pytest.raises(InputTooLarge, match="2000"):
        pack_files(archive(*((f"{n}.md", "") for n in range(MAX_FILES + 1))))


def test_a_size_that_lies_is_not_believed():
    data = bytearray(archive(("a.md", b"x" * 1_000)))
    at = data.rindex(b"PK\x01\x02") + 24  # uncompressed size in the central directory
    data[at : at + 4] = struct.pack("<I", 10)

    with pytest.raises(MalformedInput, match="zip"):
        pack_files(bytes(data))


def test_a_name_twice_is_refused_whatever_its_capitals():
    with pytest.raises(UnsafeContent, match="twice"):
        pack_files(archive(("units/A.md", "x"), ("units/a.md", "y")))


def test_an_encrypted_member_is_refused():
    data = bytearray(archive(("a.md", "x")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnsafeContent, match="encrypted"):
        pack_files(bytes(data))


def test_another_method_than_deflate_is_refused():
    with pytest.raises(UnsafeContent, match="deflate"):
        pack_files(archive(("a.md", "x" * 100), method=zipfile.ZIP_LZMA))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all", archive(("a.md", "x"))[:-8]])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(MalformedInput, match="zip"):
        pack_files(data)


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MalformedInput, match="cannot be read"):
        pack_files(tmp_path / "nothing")


def test_content_that_cannot_be_unpacked_is_refused():
    data = bytearray(archive(("a.md", bytes(range(256)) * 8)))
    data[60:80] = b"\xff" * 20

    with pytest.raises(MalformedInput, match="zip"):
        pack_files(bytes(data))
