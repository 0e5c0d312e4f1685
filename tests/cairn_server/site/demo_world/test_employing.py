from datetime import datetime

from cairn_server.accounts.models import RoleName
from cairn_server.site.demo_world.cast import EMPLOYER, MEMBERS, staff
from cairn_server.site.demo_world.employing import DUTIES, MANAGER, REQUESTS, plan_employer
from cairn_server.site.demo_world.esco import excerpt
from cairn_server.site.demo_world.history import World

NOON = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
AT_WORK = {one.name for one in staff()} | {
    member.name for member in MEMBERS if member.slug == EMPLOYER
}


def test_who_asks_is_a_manager():
    assert {member.name: member.roles for member in MEMBERS}[MANAGER] == (RoleName.MANAGER,)


def test_whoever_holds_a_role_or_is_asked_works_there():
    assert {name for duty in DUTIES for name in duty.holders} <= AT_WORK
    assert {name for request in REQUESTS for name in request.names} <= AT_WORK


def test_an_occupation_that_a_role_is_made_from_is_in_the_excerpt():
    known = {one.name for one in excerpt().occupations}

    assert {duty.occupation for duty in DUTIES if duty.occupation} <= known


def test_everything_is_asked_in_the_past_and_before_its_day():
    world = World(NOON)

    plan_employer(world)

    assert len(world.agenda) == len(DUTIES) + len(REQUESTS)
    assert all(at < NOON for at, _, _ in world.agenda)
    assert all(request.asked > request.due for request in REQUESTS)
