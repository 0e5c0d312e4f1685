from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cairn.exchange.pack_reading import read_pack
from tests.making import import_real_pack


@pytest.fixture
def export(college, settings, tmp_path):
    """Run the command after a pack was brought in; return its report."""
    settings.CAIRN_HOME = tmp_path / "home"
    import_real_pack(college, "data-literacy")

    def act(id, path, organisation="north"):
        out = StringIO()
        words = ["export", "pack", id, "--organisation", organisation, "--json", "-o", str(path)]
        call_command(*words, stdout=out)
        return json.loads(out.getvalue())

    return act


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_a_pack_goes_out_as_a_folder_or_an_archive(export, tmp_path, name):
    report = export("data-literacy", tmp_path / name)

    pack = read_pack(tmp_path / name)
    assert report["units"] == len(pack.units) > 0
    assert pack.id == "data-literacy"


@pytest.mark.parametrize(
    ("id", "organisation", "told"),
    [("nothing", "north", "Nothing of the pack"), ("data-literacy", "nowhere", "no organisation")],
)
def test_what_is_not_there_is_told_with_status_3(export, tmp_path, id, organisation, told):
    with pytest.raises(CommandError, match=told) as refused:
        export(id, tmp_path / "out", organisation)

    assert refused.value.returncode == 3
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(export, tmp_path):
    (tmp_path / "out.zip").write_bytes(b"mine")

    with pytest.raises(CommandError):
        export("data-literacy", tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_bytes() == b"mine"
