from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.accounts.forms import (
    ErasureForm,
    MemberForm,
    PeopleFileForm,
    RolesForm,
    SettingsForm,
    SignUpName,
)

CHOSEN = {"name": "Ada", "language": "en", "time_zone": "Europe/Berlin", "minutes_a_day": "6"}


def test_settings_that_can_be():
    form = SettingsForm(CHOSEN)

    assert form.is_valid()
    assert form.cleaned_data["minutes_a_day"] == 6


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("minutes_a_day", "0"),
        ("minutes_a_day", "61"),
        ("language", "tlh"),
        ("name", ""),
        ("name", "x" * 151),
    ],
)
def test_settings_that_cannot_be(field, value):
    assert list(SettingsForm(CHOSEN | {field: value}).errors) == [field]


def test_erasing_asks_for_the_primary_address(ada):
    assert ErasureForm({"email": "ADA@north.example"}, person=ada).is_valid()
    assert not ErasureForm({"email": "bea@north.example"}, person=ada).is_valid()
    assert not ErasureForm({"email": ""}, person=ada).is_valid()


def test_only_known_roles_can_be_given():
    assert RolesForm({"roles": ["owner", "issuer"]}).is_valid()
    assert RolesForm({}).is_valid()
    assert not RolesForm({"roles": ["superuser"]}).is_valid()
    assert list(MemberForm({}).errors) == ["email", "name"]


def test_a_file_or_its_text_is_needed():
    file = SimpleUploadedFile("p.csv", b"email\na@b.example\n")
    by_file, by_text = PeopleFileForm({}, {"file": file}), PeopleFileForm({"text": "email\r\n"})

    assert by_file.is_valid()
    assert by_file.content == b"email\na@b.example\n"
    assert by_text.is_valid()
    assert by_text.content == b"email\r\n"
    assert not PeopleFileForm({}).is_valid()
    large = SimpleUploadedFile("p.csv", b"x" * (1024 * 1024 + 1))
    assert not PeopleFileForm({}, {"file": large}).is_valid()


def test_the_browser_may_fill_in_the_name():
    assert SignUpName().fields["name"].widget.attrs["autocomplete"] == "name"


def test_an_address_longer_than_any_can_be_is_refused():
    form = MemberForm({"email": "a" * 280 + "@x.example", "name": "Ada"})

    assert not form.is_valid()
    assert "254" in form.errors["email"][0]
