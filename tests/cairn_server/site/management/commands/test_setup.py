import json
from io import StringIO

from django.core.management import call_command


def test_home_and_static_files_are_made_and_a_second_time_is_the_same(db, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path / "home"
    settings.STATIC_ROOT = tmp_path / "home" / "static"

    for _ in range(2):
        call_command("setup", stdout=(out := StringIO()))

    assert json.loads(out.getvalue()) == {"home": str(tmp_path / "home"), "ready": True}
    assert (settings.STATIC_ROOT / "site" / "cairn.css").exists()
