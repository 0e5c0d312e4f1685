"""The form that brings in an own framework."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.frameworks.forms import MAX_CSV_BYTES, FrameworkFileForm

CSV = b"code,name\nA,Ask\n"


def form(file=CSV, **data):
    files = {"file": SimpleUploadedFile("skills.csv", file)} if file else {}
    return FrameworkFileForm({"name": "North skills", **data}, files)


def test_a_file_or_the_text_of_one_is_the_content():
    by_file, by_text = form(version=" 2 "), form(None, text=CSV.decode())

    assert by_file.is_valid()
    assert by_text.is_valid()
    assert by_file.content == by_text.content == CSV
    assert by_file.told().version == "2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (form(None), "file"),
        (form(b"x" * (MAX_CSV_BYTES + 1)), "file"),
        (form(name=""), "name"),
        (form(name="x" * 201), "name"),
    ],
)
def test_what_is_missing_or_too_large_is_named(wrong, field):
    assert list(wrong.errors) == [field]
