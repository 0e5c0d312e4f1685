import json
from pathlib import Path

import pytest

from cairn.cli import main
from cairn.exchange.pack_reading import read_pack
from tests.shared_data import shared_data

PACK = (
    Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs/checking-for-understanding"
)

GIFT = "::Tomb:: Who is buried?{~Grant =no one}\n\nWhy?{}\n"


@pytest.fixture
def broken(tmp_path):
    """A pack whose unit takes too long and whose question is never shown."""
    folder = tmp_path / "broken"
    (folder / "units").mkdir(parents=True)
    (folder / "questions").mkdir()
    (folder / "pack.yaml").write_text(
        "pack: 1\nid: b\ntitle: B\nlanguage: en\nlicence: MIT\npublisher: Me\nversion: '1'\n"
    )
    (folder / "units" / "u.md").write_text("---\ntitle: U\nminutes: 30\n---\nText\n")
    (folder / "questions" / "u.yaml").write_text(
        "questions: [{id: q, kind: free_recall, prompt: Why?, answer: So}]"
    )
    return folder


@pytest.fixture
def gift(tmp_path):
    path = tmp_path / "rivers.gift"
    path.write_text(GIFT)
    return str(path)


def printed(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_sound_pack_exits_with_0_and_says_what_it_holds(capsys):
    assert main(["pack", "check", str(PACK), "--json"]) == 0

    report = printed(capsys)
    assert (report["sound"], report["findings"]) == (True, [])
    assert report["pack"]["id"] == "checking-for-understanding"
    assert report["pack"]["units"] == 3


def test_a_pack_with_errors_exits_with_1_and_names_them_all(broken, capsys):
    assert main(["pack", "check", str(broken), "--json"]) == 1

    report = printed(capsys)
    assert report["sound"] is False
    assert {one["code"] for one in report["findings"]} >= {"unit_too_long", "question_never_shown"}


def test_a_pack_that_cannot_be_read_exits_with_1_and_names_the_files(broken, capsys):
    (broken / "units" / "u.md").write_text("no front matter")

    assert main(["pack", "check", str(broken)]) == 1

    out = capsys.readouterr().out
    assert "units/u.md" in out
    assert "has errors" in out


@pytest.mark.parametrize("path", ["nothing-here", __file__])
def test_what_is_no_pack_at_all_exits_with_3(path, capsys):
    assert main(["pack", "check", path]) == 3

    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert path in told


def test_a_built_pack_reads_as_the_same_and_is_the_same_file_each_time(tmp_path, capsys):
    first, second = tmp_path / "one.zip", tmp_path / "two.zip"

    assert main(["pack", "build", str(PACK), "-o", str(first)]) == 0
    assert main(["pack", "build", str(first), "-o", str(second)]) == 0

    assert read_pack(first) == read_pack(PACK)
    assert first.read_bytes() == second.read_bytes()


def test_a_pack_with_errors_is_not_built(broken, tmp_path, capsys):
    assert main(["pack", "build", str(broken), "-o", str(tmp_path / "b.zip")]) == 1
    assert not (tmp_path / "b.zip").exists()


def test_gift_is_converted_item_by_item_and_what_was_not_is_said(gift, capsys):
    assert main(["convert", "gift", gift, "--json"]) == 1  # the essay could not be read

    report = printed(capsys)
    assert [item["question"]["id"] for item in report["items"]] == ["tomb"]
    assert [(one["where"], one["code"]) for one in report["findings"]] == [
        ("line 3", "not_converted")
    ]


def test_a_converted_file_can_be_written_as_a_pack(gift, tmp_path, capsys):
    out = tmp_path / "rivers"

    main(["convert", "gift", gift, "-o", str(out), "--title", "Rivers", "--language", "de"])

    pack = read_pack(out)
    assert (pack.id, pack.language) == ("rivers", "de")
    assert pack.units[0].questions[0].id == "tomb"


def test_a_pack_is_not_written_over_other_files(gift, tmp_path, capsys):
    assert main(["convert", "gift", gift, "-o", str(tmp_path)]) == 3
    assert "not empty" in capsys.readouterr().err


def test_a_track_is_converted_unit_by_unit(capsys):
    assert main(["convert", "exercism", str(shared_data("exercism-python")), "--json"]) == 1

    report = printed(capsys)
    assert {"id", "title", "minutes", "after", "cards"} == set(report["items"][0])
    assert "unknown_concept" in {one["code"] for one in report["findings"]}


def test_a_file_that_is_not_utf_8_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "x.gift"
    path.write_bytes("Größe?{T}".encode("latin-1"))

    assert main(["convert", "gift", str(path)]) == 3
    assert "UTF-8" in capsys.readouterr().err


def test_without_json_findings_and_a_count_are_printed(gift, capsys):
    main(["convert", "gift", gift])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "question: line 1: Tomb"
    assert lines[1].startswith("error: line 3: “Why?”")
    assert lines[2] == "1 item read from gift."
