import json

import pytest

from cairn.errors import MalformedInput
from cairn.exchange.exercism import read_exercism
from cairn.exchange.pack import CardKind
from cairn.exchange.pack_checking import require_sound
from cairn.exchange.pack_reading import read_files
from cairn.exchange.pack_writing import written_files
from cairn.pathways.requirement import Units
from tests.shared_data import shared_data

TEXT = "# About\n\n" + "This concept has many words that say what it is about. " * 5


def concept(slug):
    return {"uuid": "1", "slug": slug, "name": slug.title()}


def teaches(slug, *before):
    return {"slug": f"x-{slug}", "concepts": [slug], "prerequisites": list(before)}


@pytest.fixture
def track(tmp_path):
    """Return a function that writes a track: slug -> text or None, and its exercises."""

    def write(texts, exercises=(), **members):
        config = {
            "language": "Python",
            "slug": "python",
            "blurb": "A language",
            "concepts": [concept(slug) for slug in texts],
            "exercises": {"concept": list(exercises)},
            **members,
        }
        (tmp_path / "config.json").write_text(json.dumps(config))
        for slug, text in texts.items():
            folder = tmp_path / "concepts" / slug
            folder.mkdir(parents=True)
            (folder / "links.json").write_text('[{"url": "https://a.example", "description": "A"}]')
            if text is not None:
                (folder / "about.md").write_text(text)
        return tmp_path

    return write


def test_a_concept_is_a_unit_after_its_prerequisites(track):
    folder = track({"a": TEXT, "b": TEXT}, [teaches("a"), teaches("b", "a")])

    result = read_exercism(folder)

    assert [(unit.id, unit.title, unit.after) for unit in result.units] == [
        ("a", "A", ()),
        ("b", "B", ("a",)),
    ]
    assert result.units[0].resources[0].url == "https://a.example"
    assert result.findings == ()


def test_whom_to_thank_is_stated(track):
    pack = read_exercism(track({"a": TEXT})).pack

    assert (pack.id, pack.licence, pack.publisher) == ("exercism-python", "MIT", "Exercism")
    assert pack.attributions[0].licence == "MIT"
    assert pack.attributions[0].url == "https://github.com/exercism/python"


def test_one_badge_is_for_all_concepts_in_the_order_of_learning(track):
    texts = {"a": TEXT, "b": TEXT, "c": TEXT, "d": TEXT}  # listed by name, taught d, b, c
    folder = track(texts, [teaches("d"), teaches("b", "c"), teaches("c", "d")])

    [badge] = read_exercism(folder).pack.achievements

    assert badge.id == "exercism-python-participation"
    assert (badge.title, badge.kind.value) == ("Python concepts", "participation-badge")
    assert badge.requirements == Units(("d", "c", "b", "a"))
    assert badge.summary.startswith("Shows participation, not assessed competence: ")
    assert "https://github.com/exercism/python" in badge.about
    assert "MIT licence" in badge.about


def test_a_track_without_texts_has_no_badge(track):
    assert read_exercism(track({"a": None})).pack.achievements == ()


def test_a_concept_without_a_text_is_named_and_bridged(track):
    texts = {"a": TEXT, "b": "# About\n\nTODO: write this.", "c": TEXT}
    folder = track(texts, [teaches("b", "a"), teaches("c", "b")])

    result = read_exercism(folder)

    assert [(unit.id, unit.after) for unit in result.units] == [("a", ()), ("c", ("a",))]
    assert [(one.where, one.code) for one in result.findings] == [("concepts/b", "no_text")]


def test_the_introduction_stands_in_for_a_missing_text(track):
    folder = track({"a": None})
    (folder / "concepts" / "a" / "introduction.md").write_text(TEXT)

    assert len(read_exercism(folder).units) == 1


def test_a_circle_of_prerequisites_is_reported_and_opened(track):
    folder = track({"a": TEXT, "b": TEXT}, [teaches("a", "b"), teaches("b", "a")])

    result = read_exercism(folder)

    assert [one.code for one in result.findings] == ["cycle"]
    assert len(require_sound(result.pack)) == 0


def test_a_prerequisite_that_is_no_concept_is_named(track):
    [finding] = read_exercism(track({"a": TEXT}, [teaches("a", "magic")])).findings

    assert (finding.code, finding.detail) == ("unknown_concept", "asks for magic")


def test_an_exercise_that_is_no_longer_used_orders_nothing(track):
    old = {**teaches("a", "b"), "status": "deprecated"}

    assert read_exercism(track({"a": TEXT, "b": TEXT}, [old])).units[0].after == ()


def test_a_long_concept_becomes_parts_in_a_row(track):
    long = "\n\n".join(f"## Part {n}\n\n" + "word " * 80 for n in range(40))
    folder = track({"a": long, "b": TEXT}, [teaches("b", "a")])

    units = read_exercism(folder).units

    assert [(unit.id, unit.after) for unit in units] == [
        ("a-part-1", ()),
        ("a-part-2", ("a-part-1",)),
        ("b", ("a-part-2",)),
    ]
    assert all(unit.minutes <= 10 for unit in units)
    assert [bool(unit.resources) for unit in units] == [False, True, True]


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"concepts": []}, "concepts"),
        ({"concepts": [{"slug": "../../etc", "name": "x"}]}, "slug"),
        ({"concepts": ["a"]}, "must be a mapping"),
        ({"language": None}, "language"),
        ({"slug": "../x"}, "slug"),
    ],
)
def test_a_folder_that_is_no_track_is_refused(track, members, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read_exercism(track({"a": TEXT}, **members))


def test_a_folder_without_a_configuration_is_refused(tmp_path):
    with pytest.raises(MalformedInput, match=r"config\.json"):
        read_exercism(tmp_path)


def test_a_link_to_elsewhere_is_not_followed(track, tmp_path):
    folder = track({"a": None})
    (folder / "concepts" / "a" / "about.md").symlink_to("/etc/services")

    assert read_exercism(folder).units == ()


def test_the_real_track_makes_a_sound_pack():
    folder = shared_data("exercism-python")
    result = read_exercism(folder)
    pack = result.pack

    assert read_files(written_files(pack)) == pack
    assert {one.code for one in require_sound(pack)} <= {"card_too_long"}
    concepts = json.loads((folder / "config.json").read_text())["concepts"]
    taken = {unit.id.partition("-part-")[0] for unit in result.units}
    empty = [one.where for one in result.findings if one.code == "no_text"]
    named = {where.removeprefix("concepts/") for where in empty}
    assert taken | named == {one["slug"] for one in concepts}
    assert not taken & named
    [badge] = pack.achievements
    place = {id: number for number, id in enumerate(badge.requirements.units)}
    assert place.keys() == {unit.id for unit in result.units}
    assert all(place[before] < place[unit.id] for unit in result.units for before in unit.after)
    for unit in result.units:
        assert 1 <= unit.minutes <= 10
        assert {card.kind for card in unit.cards} == {CardKind.TEXT}
