from datetime import datetime

from cairn_server.site.demo_world.cast import MEMBERS
from cairn_server.site.demo_world.history import World
from cairn_server.site.demo_world.scenes import STUDIES, plan_scenes

NOON = datetime.fromisoformat("2026-11-22T12:00:00+00:00")


def test_guests_learn_in_order_and_are_in_the_cast():
    assert {study.name for study in STUDIES} <= {member.name for member in MEMBERS}
    for study in STUDIES:
        assert list(study.unit_days_ago) == sorted(study.unit_days_ago, reverse=True)


def test_every_scene_lies_in_the_past_and_judging_follows_handing_in():
    world = World(NOON)

    plan_scenes(world)

    days = sorted((NOON - at).days for at, _, _ in world.agenda)
    assert days == [1, 2, 20, 31, 33, 38, 40, 41, 42, 43, 45]
