import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.credentials.forms import RevokeForm, SwitchForm, VerifyForm


def test_nothing_given_is_asked_for():
    form = VerifyForm({"text": "   "})

    assert form.non_field_errors() == ["Choose a file, or paste a link or the text."]


def test_a_file_will_do():
    assert VerifyForm({}, {"file": SimpleUploadedFile("badge", b"{}")}).is_valid()


def test_a_reason_is_one_of_the_list():
    assert RevokeForm({"reason": "superseded"}).is_valid()
    assert not RevokeForm({"reason": "whim"}).is_valid()
    assert not RevokeForm({}).is_valid()


@pytest.mark.parametrize(("sent", "on"), [("yes", True), ("no", False)])
def test_a_switch_is_on_or_off(sent, on):
    form = SwitchForm({"on": sent})

    assert form.is_valid()
    assert form.cleaned_data["on"] is on
