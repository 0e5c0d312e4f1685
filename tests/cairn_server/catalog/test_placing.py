"""Placing parts in an order in which everything named is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

import cairn_server.site
from cairn.errors import NoPerformanceRequirement
from cairn.exchange.pack import (
    AchievementKind,
    BlueprintRow,
    GatheringKind,
    PackGathering,
    PackQuiz,
)
from cairn.exchange.pack_reading import read_pack
from cairn.pathways.requirement import (
    AllOf,
    Attendance,
    Credential,
    Outside,
    Quiz,
    Task,
    references,
)
from cairn.pathways.validity import Validity
from cairn_server.catalog.exporting import export_pack
from cairn_server.catalog.models import Achievement, AchievementVersion, QuizVersion
from cairn_server.catalog.placing import Placing
from cairn_server.catalog.stack_queries import stacks_naming_outside
from cairn_server.errors import NotPublishable
from tests.making import make_achievement, make_unit
from tests.moments import MONDAY

PACK = Path(cairn_server.site.__file__).parent / "packs" / "checking-for-understanding"


def whole_lesson(pack):
    [found] = [one for one in pack.achievements if one.id == pack.id]
    return found


def requiring(requirement):
    pack = read_pack(PACK)
    badge = replace(
        whole_lesson(pack), kind=AchievementKind.PARTICIPATION_BADGE, requirements=requirement
    )
    return replace(pack, achievements=(badge,))


def place(college, pack):
    files = {one.name: one.data for one in pack.media}
    placing = Placing(college, pack, files, MONDAY, keep=True)
    with transaction.atomic():
        placing.place()
    return placing


def test_an_achievement_can_build_on_one_that_is_there(college):
    base = make_achievement(college, make_unit(college), key="base")

    place(college, requiring(Credential("base")))

    version = AchievementVersion.objects.get(achievement__key="checking-for-understanding")
    assert version.requirements == {"credential": str(base.achievement_id)}


def test_building_on_what_is_not_there_is_refused_where_it_is_said(college):
    placing = Placing(college, requiring(Credential("none")), {}, MONDAY, keep=True)
    files = {one.name: one.data for one in read_pack(PACK).media}
    placing = Placing(college, requiring(Credential("none")), files, MONDAY, keep=True)

    with pytest.raises(NotPublishable), transaction.atomic():
        placing.place()

    assert placing.where == "achievements/checking-for-understanding.md"
    assert not Achievement.objects.exists()


def test_what_another_pack_brought_in_is_named_with_that_pack(college):
    base = make_achievement(college, make_unit(college), key="base")

    place(college, requiring(Credential("first-pack/base")))

    part = AchievementVersion.objects.get(achievement__key="checking-for-understanding")
    assert part.part_links.get().part == base.achievement


def test_something_to_attend_that_the_pack_does_not_bring_is_refused(college):
    with pytest.raises(NotPublishable, match="attendance webinar"):
        place(college, requiring(Attendance("webinar")))


TALK = PackGathering("talk", "A talk", GatheringKind.LECTURE, 45, "About it.")
QUIZ = PackQuiz(
    "final",
    "Final",
    10,
    0.8,
    (BlueprintRow("question-shows-thinking", "The question", 2),),
    ("asking", "whiteboards"),
    attempts=3,
    wait_hours=24,
)


def with_quiz(quiz=QUIZ):
    pack = replace(read_pack(PACK), quizzes=(quiz,), gatherings=(TALK,))
    both = AllOf((Quiz("final"), Attendance("talk")))
    return replace(pack, achievements=(replace(whole_lesson(pack), requirements=both),))


def test_a_quiz_holds_the_assessment_questions_that_its_blueprint_asks(college):
    place(college, with_quiz())

    version = QuizVersion.objects.get()
    assert (version.quiz.key, version.seconds, version.cut_score) == (
        "checking-for-understanding/final",
        600,
        0.8,
    )
    assert (version.attempts_allowed, version.wait_hours) == (3, 24)
    assert version.blueprint == [
        {"criterion": "question-shows-thinking", "title": "The question", "questions": 2}
    ]
    pool = version.pool_links.select_related("item_version__item")
    assert {(one.criterion, one.item_version.item.use) for one in pool} == {
        ("question-shows-thinking", "assessment")
    }
    assert len(pool) == 4  # three of asking, one of whiteboards


def test_requirements_name_the_rows_of_quizzes_and_gatherings(college):
    place(college, with_quiz())

    version = AchievementVersion.objects.get()
    quiz, talk = version.quizzes.get(), version.gatherings.get()
    assert version.requirements == {
        "all_of": [{"quiz": str(quiz.pk)}, {"attendance": str(talk.pk)}]
    }
    assert (talk.versions.get().kind, talk.versions.get().seconds) == ("lecture", 2700)


def test_the_same_quiz_is_the_same_version_and_a_changed_pool_the_next(college):
    place(college, with_quiz())
    again = place(college, with_quiz())
    assert again.counts["unchanged"] > 0
    assert not again.has_changed

    place(college, with_quiz(replace(QUIZ, pool=("asking",))))

    first, second = QuizVersion.objects.order_by("number")
    assert (first.pool.count(), second.pool.count()) == (4, 3)


def test_a_stack_is_placed_after_its_parts_whatever_its_name(college):
    pack = read_pack(PACK)
    small = replace(whole_lesson(pack), requirements=Task("lesson-video"))
    large = replace(small, id="a-stack", requirements=Credential(small.id))

    place(college, replace(pack, achievements=(large, small)))

    version = AchievementVersion.objects.get(achievement__key="a-stack")
    assert version.part_links.get().part.key == "checking-for-understanding"


def test_a_stack_of_what_nobody_assessed_is_no_micro_credential(college):
    make_achievement(college, make_unit(college), key="badge")
    pack = read_pack(PACK)
    stack = replace(whole_lesson(pack), requirements=Credential("other/badge"))

    with pytest.raises(NoPerformanceRequirement):
        place(college, replace(pack, achievements=(stack,)))


def test_packs_that_build_on_one_another_in_a_circle_are_refused(college):
    pack = read_pack(PACK)
    first = replace(whole_lesson(pack), requirements=Task("lesson-video"))
    place(college, replace(pack, achievements=(first,)))
    stack = replace(first, id="stack", requirements=Credential(f"{pack.id}/{first.id}"))
    place(college, replace(pack, id="second", achievements=(stack,)))
    closed = AllOf((first.requirements, Credential("second/stack")))

    with pytest.raises(NotPublishable, match=r"in a circle: .* -> .* -> "), transaction.atomic():
        place(college, replace(pack, achievements=(replace(first, requirements=closed),)))


def test_a_missing_picture_is_named(college):
    placing = Placing(college, read_pack(PACK), {}, MONDAY, keep=True)

    with pytest.raises(NotPublishable, match="twelve-boards"), transaction.atomic():
        placing.place()


def test_a_credential_of_another_issuer_is_linked_and_goes_out_as_it_came_in(college):
    outside = Outside("did:web:else.example", "Statistics I", "https://else.example/7")
    any_of_theirs = Outside("did:web:else.example", "Anything")

    place(college, requiring(AllOf((outside, any_of_theirs, outside))))

    version = AchievementVersion.objects.get(achievement__key="checking-for-understanding")
    links = list(version.outside_links.values_list("issuer", "achievement"))
    assert links == [
        ("did:web:else.example", "https://else.example/7"),
        ("did:web:else.example", ""),
    ]
    assert list(stacks_naming_outside(["did:web:else.example"])) == [version]
    assert list(stacks_naming_outside(["did:web:other.example"])) == []
    [written] = export_pack(college, "checking-for-understanding").achievements
    assert written.requirements == AllOf((outside, any_of_theirs, outside))


def test_what_renews_is_placed_by_ids_of_rows_and_goes_out_as_it_came_in(college):
    whole = whole_lesson(read_pack(PACK))
    [task] = [one.id for one in references(whole.requirements) if one.kind == "task"]
    limited = replace(
        whole,
        requirements=AllOf((Task(task), Attendance("day"))),
        validity=Validity(24, 30, (task,)),
    )
    day = PackGathering("day", "Day", GatheringKind.WORKSHOP, 60)
    pack = replace(read_pack(PACK), achievements=(limited,), gatherings=(day,))

    place(college, pack)

    version = AchievementVersion.objects.get(achievement__key=whole.id)
    [link] = version.task_links.all()
    assert version.validity == Validity(24, 30, (str(link.task_id),))
    assert version.renewal == AllOf((Task(str(link.task_id)),))
    assert whole_lesson(export_pack(college, pack.id)).validity == limited.validity
