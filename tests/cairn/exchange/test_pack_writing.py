from pathlib import Path

import pytest

from cairn.exchange.pack_reading import read_pack
from cairn.exchange.pack_writing import write_pack

PACKS = Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs"
REAL = sorted(path for path in PACKS.iterdir() if (path / "pack.yaml").exists())


@pytest.mark.parametrize("folder", REAL, ids=lambda folder: folder.name)
def test_a_real_pack_written_and_read_again_is_the_same(folder, tmp_path):
    pack = read_pack(folder)

    write_pack(pack, tmp_path / "again")

    assert read_pack(tmp_path / "again") == pack
