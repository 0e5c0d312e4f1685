from random import Random

import pytest

from cairn_server.accounts.models import RoleName
from cairn_server.catalog.models import AchievementVersion
from cairn_server.site.demo_world import cast, working
from cairn_server.site.demo_world.careers import Career, Stage
from cairn_server.site.demo_world.history import World
from cairn_server.site.demo_world.studying import Student
from tests.making import import_real_pack
from tests.moments import DAY, MONDAY

NOW = MONDAY + 100 * DAY


@pytest.fixture
def world(college, ada):
    import_real_pack(college, "data-analytics")
    version = AchievementVersion.objects.select_related("achievement__organisation").get()
    college.slug = version.achievement.organisation.slug = "northfield"
    people, students = {"Ada": ada}, {"Ada": Student(ada, 1)}
    return World(NOW, people=people, students=students, versions={"data-analytics": version})


def test_the_evaluators_of_the_careers_hold_the_role():
    roles = {member.name: member.roles for member in cast.MEMBERS}

    for names in working.EVALUATORS.values():
        assert all(RoleName.EVALUATOR in roles[name] for name in names)


def test_the_same_seed_plans_the_same_days(world):
    career = Career("Ada", "data-analytics", 50, Stage.LEARNING)

    working._plan(world, career, Random(1))
    first = sorted(at for at, _, _ in world.agenda)
    world.agenda.clear()
    working._plan(world, career, Random(1))

    assert sorted(at for at, _, _ in world.agenda) == first
    assert first[0] > NOW - 51 * DAY
    assert first[-1] < NOW


def test_who_waits_for_a_decision_has_handed_in_lately(world):
    career = Career("Ada", "data-analytics", 50, Stage.SUBMITTED)

    working._plan(world, career, Random(1))

    assert NOW - 2 * DAY < max(at for at, _, _ in world.agenda) < NOW
