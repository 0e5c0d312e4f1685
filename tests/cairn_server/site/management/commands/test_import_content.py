from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Achievement, AchievementVersion, Unit, UnitVersion
from cairn_server.catalog.queries import newest_units
from cairn_server.frameworks.models import CompetencyFramework
from tests.making import PACKS
from tests.shared_data import SHARED, shared_data

GIFT = sorted((SHARED / "gift").glob("*.gift"))


@pytest.fixture
def bring(college):
    """Run the command; return its report and its exit status."""

    def act(kind, path, *options, organisation="north"):
        out = StringIO()
        words = ["import_content", kind, str(path), "--organisation", organisation, "--json"]
        try:
            call_command(*words, *options, stdout=out)
        except CommandError as error:
            return json.loads(out.getvalue() or "null"), error.returncode
        return json.loads(out.getvalue()), 0

    return act


@pytest.fixture
def file(tmp_path):
    def write(text, name="people.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_people_come_once_however_often_they_are_brought(bring, file):
    people = file("email,name,roles\na@x.example,A,author\nb@x.example,B,\n")

    assert bring("people", people) == (
        {"created": 2, "updated": 0, "unchanged": 0, "errors": []},
        0,
    )
    assert bring("people", people)[0]["unchanged"] == 2


def test_a_dry_run_saves_nothing(bring, file):
    report, status = bring("people", file("email,name\na@x.example,A\n"), "--dry-run")

    assert (report["created"], status) == (1, 0)
    assert not Person.objects.exists()


def test_rows_with_errors_are_status_1_and_an_unusable_file_is_3(bring, file):
    report, status = bring("people", file("email,name\na@x.example,A\nbad,B\n"))
    assert (report["created"], status) == (1, 1)
    assert report["errors"][0]["where"] == "line 3"

    report, status = bring("people", file("name\nA\n"))
    assert (report["errors"][0]["code"], status) == ("malformed_input", 3)
    assert bring("people", file("").with_name("missing.csv"))[1] == 3
    assert bring("people", file("email\n"), organisation="nobody")[1] == 3


def test_a_pack_is_published_unless_it_shall_be_a_draft(bring):
    pack = PACKS / "checking-for-understanding"

    report, status = bring("pack", pack, "--draft")
    assert (status, report["errors"]) == (0, [])
    assert not UnitVersion.objects.exclude(published_at=None).exists()

    assert bring("pack", pack)[1] == 0
    assert UnitVersion.objects.exclude(published_at=None).count() == 3
    assert bring("pack", pack)[0] | {"unchanged": 0} == {
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "errors": [],
    }


def test_a_folder_that_is_no_pack_names_what_is_wrong(bring, tmp_path):
    report, status = bring("pack", tmp_path)

    assert status == 3
    assert report["errors"]


def test_the_questions_of_a_gift_file_become_units(bring, file):
    gift = file("// a bank\n::One:: What is 2 + 2? {=4 ~5}\n", "sums.gift")

    report, status = bring("gift", gift)

    assert (status, report["errors"]) == (0, [])
    assert UnitVersion.objects.get().title == "sums"


def test_a_question_bank_can_be_found_and_learned_and_comes_in_once(bring, file, client):
    gift = file("$CATEGORY: a/Sums\n\n2 + 2? {=4 ~5}\n\n2 + 3? {#5}\n", "bank.gift")

    first, status = bring("gift", gift, "--licence", "CC-BY-4.0")
    again, _ = bring("gift", gift, "--licence", "CC-BY-4.0")

    assert (first["created"], status) == (4, 0)  # a unit, two questions, a badge
    assert again == {"created": 0, "updated": 0, "unchanged": 4, "errors": []}
    badge = AchievementVersion.objects.get()
    assert "Sums" in client.get("/catalogue/").text
    page = client.get(f"/achievements/{badge.achievement_id}/").text
    for text in ("Participation badge", "not assessed competence", "CC-BY-4.0", "What it is about"):
        assert text in page
    unit = UnitVersion.objects.get()
    assert "2 + 2?" in client.get(f"/learn/units/{unit.unit_id}/").text


def test_a_file_with_the_name_of_an_achievement_leaves_that_alone(bring, file):
    bring("pack", PACKS / "data-literacy")
    before = AchievementVersion.objects.values_list("title", "kind").get()

    assert bring("gift", file("Long?{T}", "data-literacy.gift"))[1] == 0

    assert before in AchievementVersion.objects.values_list("title", "kind")
    assert Achievement.objects.count() == 2


@pytest.mark.parametrize("path", GIFT, ids=lambda path: path.stem)
def test_every_real_question_bank_comes_in_once(bring, path):
    shared_data("gift")

    first, _ = bring("gift", path)
    again, _ = bring("gift", path)

    kept = first["created"]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, kept)
    assert AchievementVersion.objects.count() == bool(kept)
    assert newest_units(Unit.objects.values_list("pk", flat=True)).keys() == set(
        Unit.objects.values_list("pk", flat=True)
    )


def test_the_real_track_comes_in_once_and_names_whom_to_thank(bring, client):
    folder = shared_data("exercism-python")

    first, status = bring("exercism", folder)
    again, _ = bring("exercism", folder)

    assert status == 1  # an exercise asks for a concept that is not there
    assert again | {"errors": []} == {
        "created": 0,
        "updated": 0,
        "unchanged": first["created"],
        "errors": [],
    }
    badge = AchievementVersion.objects.get()
    assert (badge.title, badge.kind) == ("Python concepts", "participation-badge")
    page = client.get(f"/achievements/{badge.achievement_id}/").text
    assert f"Learn all {first['created'] - 1} units" in page
    assert "Exercism, Python track: texts of the concepts, by its contributors" in page


def test_without_json_it_speaks_in_sentences(college, file):
    out = StringIO()
    path = str(file("email,name\na@x.example,A\n"))

    call_command(
        "import_content", "people", path, "--organisation", "north", "--dry-run", stdout=out
    )

    assert out.getvalue() == "Would be: 1 created, 0 updated, 0 unchanged\n"


SKILL, WORK = "http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/"


def esco_folder(folder, *, dangling):
    folder.mkdir()
    (folder / "skills_en.csv").write_text(
        "conceptUri,skillType,preferredLabel,altLabels,description\n"
        f"{SKILL}1,skill/competence,count birds,,\n"
    )
    (folder / "occupations_en.csv").write_text(
        f"conceptUri,preferredLabel,altLabels,description,code\n{WORK}1,ornithologist,,,2131\n"
    )
    lines = [f"{WORK}{n},essential,knowledge,{SKILL}1\n" for n in range(1, 2 + dangling)]
    (folder / "occupationSkillRelations.csv").write_text(
        "occupationUri,relationType,skillType,skillUri\n" + "".join(lines)
    )
    return folder


def test_esco_belongs_to_nobody_and_its_loose_ends_are_listed_but_not_fatal(bring, tmp_path):
    report, status = bring("esco", esco_folder(tmp_path / "esco-1.2", dangling=2))

    framework = CompetencyFramework.objects.get()
    assert (framework.name, framework.version, framework.organisation) == ("ESCO", "1.2", None)
    assert (report["created"], report["removed"], status) == (3, 0, 0)
    assert [error["code"] for error in report["errors"]] == ["dangling_relation"] * 2


def test_a_folder_that_holds_no_framework_is_status_3(bring, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")

    for kind in ("esco", "onet"):
        report, status = bring(kind, tmp_path)
        assert (report["errors"][0]["code"], status) == ("malformed_input", 3)


def test_an_own_framework_is_named_and_numbered_by_options(bring, file):
    skills = file("code,name\nA,Ask\nB,\n", "north.csv")

    report, status = bring("framework", skills, "--name", "North skills", "--edition", "3")

    framework = CompetencyFramework.objects.get()
    assert (framework.name, framework.version) == ("North skills", "3")
    assert framework.organisation.slug == "north"
    assert (report["created"], status) == (1, 1)
    assert report["errors"][0]["where"] == "line 3"


def test_a_framework_of_nobody_is_shared_but_people_belong_somewhere(db, file):
    call_command("import_content", "framework", file("code,name\nA,Ask\n"), stdout=StringIO())
    assert CompetencyFramework.objects.get().organisation is None

    with pytest.raises(CommandError, match="--organisation") as refused:
        call_command("import_content", "people", file("email\n"), stdout=StringIO())
    assert refused.value.returncode == 3
