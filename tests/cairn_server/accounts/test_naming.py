from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cairn_server.accounts.forms import MemberForm, SettingsForm, SignUpName
from cairn_server.accounts.naming import is_one_line, validate_name

# a ligature that needs a joiner, letters of four scripts, a right-to-left mark
SOUND = ["Zoë O’Neill-Ng", "نازنین\u200cزهرا", "李小龍", "Ada \u200fL."]
BROKEN = ["Ada\r\nBcc: x@y.example", "Ada\nL.", "A\tB", "A\x85B", "A\u2028B"]


@pytest.mark.parametrize("name", SOUND)
def test_a_name_in_any_script_is_taken(name):
    validate_name(name)

    assert is_one_line(name)


@pytest.mark.parametrize("name", BROKEN)
def test_a_name_is_one_line_in_every_form(name):
    with pytest.raises(ValidationError):
        validate_name(name)
    for form in (MemberForm, SettingsForm, SignUpName):
        assert "one line" in str(form({"name": name}).errors["name"])
