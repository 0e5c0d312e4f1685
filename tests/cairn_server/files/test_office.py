from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from cairn.errors import CairnError
from cairn_server.files import kinds
from cairn_server.files.office import examine_office, without_author
from tests.cairn_server.files import making_files as make


def test_documents_are_told_apart() -> None:
    assert examine_office(BytesIO(make.docx())) is kinds.DOCX
    assert examine_office(BytesIO(make.odt())) is kinds.ODT


def locked() -> bytes:
    data = bytearray(make.docx())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


BAD = {
    "macros": make.docx(**{"word/vbaProject.bin": b"\xd0\xcf"}),
    "a way out": make.docx(**{"../../etc/passwd": b"x"}),
    "an absolute path": make.docx(**{"/etc/passwd": b"x"}),
    "a bomb": make.docx(**{"word/media/big.bmp": b"\0" * (3 << 20)}),
    "too many members": make.archive({f"{number}": b"" for number in range(2_001)}),
    "a password": locked(),
    "damage": make.docx()[:-30],
    "another archive": make.archive({"mimetype": b"application/epub+zip"}),
}


@pytest.mark.parametrize("what", BAD)
def test_an_unsafe_archive_is_refused(what: str) -> None:
    with pytest.raises(CairnError):
        examine_office(BytesIO(BAD[what]))


def test_the_copy_names_nobody_and_keeps_the_text() -> None:
    copy = BytesIO()

    without_author(BytesIO(make.docx("Ada Lovelace")), copy)

    with zipfile.ZipFile(copy) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert contents["word/document.xml"] == b"<w:document>Text</w:document>"
    assert all(b"Ada" not in content for content in contents.values())


def test_the_copy_of_an_open_document_is_still_one() -> None:
    copy = BytesIO()

    without_author(BytesIO(make.odt()), copy)

    assert examine_office(copy) is kinds.ODT
    assert b"Ada" not in copy.getvalue()
