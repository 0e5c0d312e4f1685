from __future__ import annotations

from cairn_server.accounts.forms import SettingsForm
from cairn_server.accounts.templatetags.accounts import described


def test_help_and_error_belong_to_the_control():
    form = SettingsForm({"time_zone": "Nowhere"})

    zone = described(form["time_zone"])
    name = described(form["name"])

    assert 'aria-describedby="id_time_zone_helptext id_time_zone_error"' in zone
    assert 'aria-invalid="true"' in zone
    assert 'aria-describedby="id_name_error"' in name
    assert "aria-" not in described(SettingsForm()["name"])
