from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.credentials.issuer_forms import (
    AwardFileForm,
    LossForm,
    PartnerForm,
    ProfileForm,
    StandingForm,
)


def test_a_light_colour_is_an_error_at_its_field():
    form = ProfileForm({"name": "North", "accent": "#ffff00"})

    assert not form.is_valid()
    assert "too light" in form.errors["accent"][0]
    assert ProfileForm({"name": "North"}).is_valid()


@pytest.mark.parametrize(("standing", "fits"), [
    ("informal", True), ("self-claimed", True),
    ("employer-recognised", False), ("institution-accredited", False),
])  # fmt: skip
def test_only_what_one_may_say_of_oneself_can_be_chosen(standing, fits):
    assert StandingForm({"standing": standing}).is_valid() is fits


def test_a_day_is_its_beginning():
    form = LossForm({"since": "2025-03-31"})

    assert form.is_valid()
    assert form.moment == datetime(2025, 3, 31, tzinfo=UTC)


def test_a_file_or_its_text_is_needed():
    file = SimpleUploadedFile("awards.csv", b"email\n")

    assert AwardFileForm({}, {"file": file}).is_valid()
    assert AwardFileForm({"text": "email\n"}).is_valid()
    assert "Choose a file" in AwardFileForm({}).errors["file"][0]


def test_only_ones_own_achievements_can_be_shared():
    good = {"partner": "south", "direction": "theirs", "achievement": "1"}

    assert PartnerForm(good, achievements=[("1", "Checking")]).is_valid()
    assert not PartnerForm(good | {"achievement": "2"}, achievements=[("1", "C")]).is_valid()
    open_end = PartnerForm(good | {"achievement": ""}, achievements=[])
    assert open_end.is_valid()
    assert open_end.end is None
