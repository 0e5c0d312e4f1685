"""Bringing packs into the catalogue: twice is once, published versions stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

import cairn_server.site
from cairn.exchange.exercism import read_exercism
from cairn.exchange.gift import gift_pack, read_gift
from cairn.exchange.pack import AchievementKind, Finding, Pack, PackAchievement
from cairn.exchange.pack_reading import read_pack
from cairn.pathways.requirement import Units
from cairn.psychometrics.questions import Question
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog import pack_media
from cairn_server.catalog.importing import ImportReport, import_pack
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    Item,
    ItemVersion,
    Unit,
    UnitOrder,
    UnitVersion,
)
from cairn_server.files.storing import keep_media, path_of
from cairn_server.journal.models import Event
from tests.making import BUILDS_ON
from tests.moments import DAY, MONDAY
from tests.shared_data import SHARED, shared_data

PACKS = Path(cairn_server.site.__file__).parent / "packs"
CHECKING = "checking-for-understanding"


def achievement_of(pack: Pack) -> PackAchievement:
    [found] = [one for one in pack.achievements if one.id == CHECKING]
    return found


def gift_files() -> list[Path]:
    return sorted((SHARED / "gift").glob("*.gift"))


@pytest.fixture
def pack() -> Pack:
    return read_pack(PACKS / CHECKING)


def bring(college: Organisation, pack: Pack, **options: object) -> ImportReport:
    given = {"actor": None, "at": MONDAY, "publish": True} | options
    return import_pack(organisation=college, pack=pack, **given)


def with_question(pack: Pack, **changes: object) -> Pack:
    """Return the pack with its first question changed."""
    unit = pack.units[0]
    first, *others = unit.questions
    changed = replace(unit, questions=(replace(first, **changes), *others))
    return replace(pack, units=(changed, *pack.units[1:]))


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir() if path.is_dir()))
def test_a_second_import_of_a_real_pack_changes_nothing(college, name):
    pack = read_pack(PACKS / name)
    for needed in BUILDS_ON.get(name, ()):
        bring(college, read_pack(PACKS / needed))
    before = Event.objects.count()

    first, second = bring(college, pack), bring(college, pack, at=MONDAY + DAY)

    parts = len(pack.units) + sum(len(unit.questions) for unit in pack.units)
    parts += len(pack.tasks) + len(pack.rubrics) + len(pack.achievements)
    parts += len(pack.quizzes) + len(pack.gatherings)
    assert (first.created, first.updated, first.errors) == (parts, 0, [])
    assert (second.created, second.updated, second.unchanged, second.errors) == (0, 0, parts, [])
    assert Event.objects.count() == before + 1


def test_requirements_name_the_rows_of_the_database(college, pack):
    bring(college, pack)

    version = AchievementVersion.objects.get(achievement__key=CHECKING)
    units = {unit.key.partition("/")[2]: str(unit.pk) for unit in Unit.objects.all()}
    [at_once, step_by_step] = version.requirements["any_of"]
    [learned, shown] = at_once["all_of"]
    assert learned["units"] == [units["asking"], units["gestures"], units["whiteboards"]]
    assert shown == {"task": str(version.tasks.get().pk)}
    smaller = Achievement.objects.exclude(key=CHECKING)
    assert [part["credential"] for part in step_by_step["all_of"]] == [
        str(smaller.get(key=key).pk)
        for key in ("asking-for-thinking", "answers-by-gesture", "answers-on-whiteboards")
    ]
    assert version.part_links.count() == 3
    assert [
        unit.key.partition("/")[2] for unit in version.units.order_by("achievement_links__position")
    ] == [
        "asking",
        "gestures",
        "whiteboards",
    ]
    assert version.alignments.count() == 3
    assert version.learning_seconds == 3 * 7 * 60


def test_pictures_are_kept_and_named_by_their_content(college, pack):
    bring(college, pack)

    cards = UnitVersion.objects.get(unit__key="checking-for-understanding/whiteboards").cards
    [shown] = [card for card in cards if card["kind"] == "media"]
    assert path_of(shown["digest"]).read_bytes() == pack.media[0].data
    assert shown["media_type"] == "image/svg+xml"
    assert UnitOrder.objects.count() == 2


def test_a_dry_run_reports_and_saves_nothing(college, pack):
    report = bring(college, pack, dry_run=True)

    assert report.created > 0
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


def test_a_dry_run_of_what_is_there_says_unchanged(college, pack):
    brought = bring(college, pack)

    report = bring(college, pack, dry_run=True)

    assert (report.created, report.updated, report.unchanged) == (0, 0, brought.created)


def test_a_changed_question_becomes_the_next_version_of_what_shows_it(college, pack):
    bring(college, pack)
    before = ItemVersion.objects.get(item__key="all-clear")

    report = bring(college, with_question(pack, feedback="Ask for thinking."), at=MONDAY + DAY)

    after = ItemVersion.objects.get(item__key="all-clear", number=2)
    assert (report.created, report.updated) == (0, 2)  # the question and the unit that shows it
    assert (before.published_at, after.published_at) == (MONDAY, MONDAY + DAY)
    assert before.content["feedback"] != "Ask for thinking."
    assert UnitVersion.objects.filter(unit__key="checking-for-understanding/asking").count() == 2


@pytest.mark.parametrize(
    ("change", "meaning"),
    [
        ({"prompt": "You ask whether it is clear. What do nods tell you?"}, 2),
        ({"feedback": "Ask for thinking."}, 1),
        ({"seconds": 60}, 1),
    ],
)
def test_only_what_is_asked_or_right_changes_the_meaning(college, pack, change, meaning):
    bring(college, pack)

    bring(college, with_question(pack, **change))

    assert ItemVersion.objects.get(item__key="all-clear", number=2).meaning == meaning


def test_a_draft_is_rewritten_and_published_in_place(college, pack):
    bring(college, pack, publish=False)

    bring(college, with_question(pack, prompt="What do nods tell?"), publish=False)
    drafts = ItemVersion.objects.filter(item__key="all-clear")
    assert [draft.published_at for draft in drafts] == [None]

    bring(college, with_question(pack, prompt="What do nods tell?"), publish=True)
    [published] = ItemVersion.objects.filter(item__key="all-clear")
    assert (published.number, published.published_at) == (1, MONDAY)


def test_a_micro_credential_without_performance_is_refused_whole(college, pack):
    achievement = achievement_of(pack)
    easy = replace(achievement, requirements=Units(("asking",)))

    report = bring(college, replace(pack, achievements=(easy,)))

    assert [error["code"] for error in report.errors] == ["no_performance_requirement"]
    assert not Unit.objects.exists()


def test_a_participation_badge_may_be_for_learning_alone(college, pack):
    achievement = achievement_of(pack)
    badge = replace(
        achievement,
        kind=AchievementKind.PARTICIPATION_BADGE,
        requirements=Units(("asking", "gestures", "whiteboards")),
    )

    report = bring(college, replace(pack, achievements=(badge,)))

    assert report.errors == []
    assert AchievementVersion.objects.get().kind == "participation-badge"


def test_practice_never_turns_into_assessment(college, pack):
    bring(college, pack)
    unit = pack.units[0]
    kept = [one for one in unit.questions if one.use == "assessment"]
    turned = replace(kept[0], use=Question.from_json(kept[0].to_json() | {"use": "practice"}).use)
    questions = tuple(turned if one.id == turned.id else one for one in unit.questions)

    report = bring(
        college, replace(pack, units=(replace(unit, questions=questions), *pack.units[1:]))
    )

    assert report.errors != []
    assert Item.objects.get(key=turned.id).use == "assessment"


def test_unsafe_media_refuse_the_pack(college, pack):
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    [picture] = pack.media

    report = bring(college, replace(pack, media=(replace(picture, data=script),)))

    assert [error["where"] for error in report.errors] == ["units/whiteboards.md"]
    assert not Unit.objects.exists()


def test_pictures_are_cleaned_before_anything_is_locked(college, pack, monkeypatch):
    outside, depths = len(connection.atomic_blocks), []

    def keep(**given):
        depths.append(len(connection.atomic_blocks) - outside)
        return keep_media(**given)

    monkeypatch.setattr(pack_media, "keep_media", keep)

    assert bring(college, pack).errors == []
    assert depths == [0]


def test_what_a_converter_left_out_is_reported_beside_what_came_in(college, pack):
    left_out = Finding("line 3", "unsupported", "an essay is not asked here")

    report = bring(college, pack, findings=[left_out])

    assert report.created > 0
    assert report.errors == [
        {"where": "line 3", "code": "unsupported", "detail": "an essay is not asked here"}
    ]


def test_two_organisations_have_the_same_pack_apart(college, zoe: Person, pack):
    works = zoe.memberships.get().organisation

    bring(college, pack)
    report = bring(works, pack)

    assert report.unchanged == 0
    assert Achievement.objects.filter(key=CHECKING).count() == 2


def test_two_packs_may_use_the_same_ids(college, pack):
    bring(college, pack)

    report = bring(college, replace(pack, id="another", achievements=()))

    assert (report.updated, report.unchanged) == (0, 0)
    assert Unit.objects.count() == 6


@pytest.mark.parametrize("path", gift_files(), ids=lambda path: path.stem)
def test_a_real_question_bank_comes_in_once(college, path):
    read = read_gift(path.read_text(encoding="utf-8-sig"))
    made = gift_pack(read, title=path.stem, language="en", licence="not stated", publisher="X")

    first = bring(college, made, findings=read.findings)
    second = bring(college, made, findings=read.findings)

    questions = sum(len(unit.questions) for unit in made.units)
    assert Item.objects.count() == questions == ItemVersion.objects.count()
    assert (second.created, second.updated) == (0, 0)
    assert first.errors == second.errors


@pytest.mark.shared
def test_a_real_track_of_concepts_comes_in_once(college):
    read = read_exercism(shared_data("exercism-python"))

    first = bring(college, read.pack, findings=read.findings)
    second = bring(college, read.pack, findings=read.findings)

    assert first.created == len(read.units) + len(read.pack.achievements)
    assert len(read.units) == Unit.objects.count() > 20
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert UnitOrder.objects.count() == sum(len(unit.after) for unit in read.units)
