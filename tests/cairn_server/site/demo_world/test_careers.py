from cairn.exchange.pack_reading import read_pack
from cairn_server.site.demo_world.careers import CAREERS, CLINICS, WORK, Stage
from cairn_server.site.demo_world.cast import MEMBERS, staff
from cairn_server.site.demo_world.history import PACKS, PUBLISHERS
from cairn_server.site.demo_world.showing import EVIDENCE
from cairn_server.site.demo_world.working import EVALUATORS

NAMES = {member.name for member in MEMBERS} | {one.name for one in staff()}
PARTS = {
    achievement.id: {part.id: part for task in pack.tasks for part in task.parts}
    for pack in (read_pack(PACKS / name) for name in PUBLISHERS)
    for achievement in pack.achievements
}


def test_everybody_with_a_career_or_at_a_webinar_is_in_the_cast():
    assert {career.name for career in CAREERS} <= NAMES
    assert {name for names in CLINICS.values() for name in names} <= NAMES


def test_whoever_hands_in_has_something_written_for_it():
    handed_in = {
        one.achievement for one in CAREERS if one.stage in (Stage.SUBMITTED, Stage.AWARDED)
    }

    assert handed_in <= set(WORK)


def test_what_is_written_is_as_long_as_its_task_asks():
    for achievement, work in WORK.items():
        for id, name in work.texts.items():
            words = len((EVIDENCE / f"{name}.txt").read_text().split())
            part = PARTS[achievement][id]
            assert part.min_words <= words <= part.max_words, (achievement, id, words)


def test_nominators_are_in_the_cast_and_judge_none_of_it():
    nominated = [career for career in CAREERS if career.nominator]

    assert {career.achievement for career in nominated} == {"mentor-1", "mentor-2", "mentor-3"}
    assert {career.nominator for career in nominated} <= NAMES
    assert not {career.nominator for career in nominated} & set(EVALUATORS["harbour"])
    assert all(career.nominator != career.name for career in nominated)


def test_nobody_is_twice_on_the_way_to_one_thing():
    assert len({(one.name, one.achievement) for one in CAREERS}) == len(CAREERS)
