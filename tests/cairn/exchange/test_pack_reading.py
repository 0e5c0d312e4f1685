import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cairn.errors import PackInvalid
from cairn.exchange.pack_reading import read_files, read_pack

PACKS = Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs"

FILES = {
    "pack.yaml": "pack: 1\nid: mine\ntitle: Mine\nlanguage: en\nlicence: CC0-1.0\n"
    'publisher: Me\nversion: "1.0"\nattributions: [{name: Them, licence: MIT}]\n',
    "units/b.md": "---\ntitle: B\nminutes: 2\nafter: [a]\n---\n?: why\n",
    "units/a.md": "---\ntitle: A\nminutes: 1\n---\nText\n",
    "questions/b.yaml": "questions: [{id: why, kind: free_recall, prompt: Why?, answer: So}]",
    "media/dot.svg": "<svg/>",
    "README.md": "For people",
}


def files(new=None):
    return {name: text.encode() for name, text in {**FILES, **(new or {})}.items()}


def findings(new):
    with pytest.raises(PackInvalid) as refused:
        read_files(files(new))
    return refused.value.findings


def test_a_pack_is_read_in_the_order_of_its_ids():
    pack = read_files(files())

    assert (pack.id, pack.version, pack.attributions[0].licence) == ("mine", "1.0", "MIT")
    assert [unit.id for unit in pack.units] == ["a", "b"]
    assert [one.id for one in pack.units[1].questions] == ["why"]
    assert [(one.name, one.data) for one in pack.media] == [("dot.svg", b"<svg/>")]


def test_the_ending_of_a_file_has_no_part_in_the_order():
    unit = "---\ntitle: B again\nminutes: 1\n---\nText\n"

    pack = read_files(files({"units/b-2.md": unit}))

    assert [unit.id for unit in pack.units] == ["a", "b", "b-2"]  # "b-2.md" is before "b.md"


def test_a_folder_and_its_zip_are_the_same_pack(tmp_path):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in FILES.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            archive.writestr(f"mine/{name}", text)

    assert read_pack(tmp_path) == read_pack(buffer.getvalue()) == read_files(files())


def test_everything_that_is_wrong_is_said_at_once():
    found = findings(
        {
            "pack.yaml": FILES["pack.yaml"].replace("title: Mine\n", ""),
            "units/a.md": "no front matter",
            "questions/b.yaml": "questions: [{id: x, kind: essay, prompt: x}, {id: y}]",
            "questions/c.yaml": "questions: []",
            "units/Big.md": FILES["units/a.md"],
            "units/a.txt": "x",
            "media/run.exe": "x",
            "media/../x.svg": "x",
            "notes/x.md": "x",
        }
    )

    assert {(one.where, one.code) for one in found} == {
        ("pack.yaml", "malformed_input"),
        ("units/a.md", "malformed_input"),
        ("questions/b.yaml", "malformed_input"),
        ("questions/c.yaml", "unknown_unit"),
        ("units/Big.md", "unknown_file"),
        ("units/a.txt", "unknown_file"),
        ("media/run.exe", "unknown_file"),
        ("media/../x.svg", "unknown_file"),
        ("notes/x.md", "unknown_file"),
    }
    assert sum(one.where == "questions/b.yaml" for one in found) == 2


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("pack: 1", "pack: 2", "must be 1"),
        ("pack: 1", "pack: true", "must be 1"),
        ("id: mine", "id: My Pack", "lower-case"),
        ('version: "1.0"', "version: 1.0", "version: must be a text"),
        ("language: en", "lang: en", "no member lang"),
        ("licence: CC0-1.0\n", "", "licence: must be a text, and is missing"),
        ("title: Mine", "title: !!python/name:os.system x", "tag"),
        ("title: Mine", "title: &a Mine", "anchor"),
    ],
)
def test_a_manifest_that_cannot_be_read_says_why(old, new, detail):
    [finding] = findings({"pack.yaml": FILES["pack.yaml"].replace(old, new)})

    assert finding.where == "pack.yaml"
    assert detail in finding.detail


def test_a_pack_without_a_manifest_is_refused():
    with pytest.raises(PackInvalid, match=r"no pack\.yaml"):
        read_files({"units/a.md": FILES["units/a.md"].encode()})


def test_the_message_names_the_first_findings_and_counts_the_rest():
    with pytest.raises(PackInvalid, match=r"x0\.md: .*x2\.md: .*\(and 3 more\)"):
        read_files(files({f"units/x{n}.md": "" for n in range(6)}))


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PACKS.glob("*/pack.yaml")), ids=lambda path: path.name
)
def test_a_pack_that_comes_with_the_platform_is_read_whole(folder):
    pack = read_pack(folder)

    names = {path.stem for path in (folder / "units").glob("*.md")}
    assert {unit.id for unit in pack.units} == names
    assert all(unit.questions and unit.cards for unit in pack.units)
