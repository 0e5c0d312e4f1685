"""What the employer of the demo asks of its people: work roles, their holders, assignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cairn_server.accounts.models import Membership
from cairn_server.frameworks.addresses import publisher_of
from cairn_server.frameworks.models import Competency, Occupation
from cairn_server.site.demo_world.cast import EMPLOYER
from cairn_server.site.demo_world.history import World, settle
from cairn_server.workforce.assigning import assign
from cairn_server.workforce.defining import create_role, set_holders, set_needs

MANAGER = "Kaya Brandt"


@dataclass(frozen=True, slots=True)
class Duty:
    """
    A work role.

    Args:
        occupation: the one of ESCO that it is made from; empty for none.
        needs: level by name of the skill; from an occupation, its other needs are dropped.
    """

    name: str
    description: str
    occupation: str
    needs: Mapping[str, int]
    holders: Sequence[str]


@dataclass(frozen=True, slots=True)
class Request:
    """That people are asked to earn an achievement: how many days ago, and due when."""

    achievement: str
    names: Sequence[str]
    asked: int
    due: int  # days ago; below zero is still to come


DUTIES = (
    Duty(
        "Customer data analyst",
        "Finds out from the records of the desk and the fleet what customers need, and whether "
        "a campaign brought anything.",
        "data analyst",
        {
            "perform data analysis": 3,
            "perform data cleansing": 3,
            "web analytics": 2,
            "interpret current data": 3,
            "define data quality criteria": 2,
            "visual presentation techniques": 2,
        },
        ("Daniel Roth", "Sofia Almeida", "Aisha Rahman", "Victor Laurent", "Lena Fischer"),
    ),
    Duty(
        "Terminal shift lead",
        "Answers for one shift at the terminal: for its people, its tools, and the first hour "
        "when something fails.",
        "",
        {
            "perform escalation procedure": 3,
            "solve ICT system problems": 2,
            "introduce new employees": 3,
            "mentor individual employees": 2,
            "apply change management": 2,
        },
        ("Marek Kowal", "Nils Johansson", "Ingrid Solheim", "Yusuf Aydin", "Stefan Gruber"),
    ),
)

REQUESTS = (
    Request("digital-marketing", ("Daniel Roth",), 95, 50),
    Request("incident-response-basics", ("Ingrid Solheim", "Yusuf Aydin"), 41, 4),
    Request("data-analytics", ("Aisha Rahman", "Victor Laurent"), 35, -14),
)


def plan_employer(world: World) -> None:
    """Let the manager define the roles, and ask people to earn what these need."""
    for duty in DUTIES:
        world.plan(176, partial(_define, world, duty))
    for request in REQUESTS:
        world.plan(request.asked, partial(_ask, world, request))


def membership_of(world: World, name: str) -> Membership:
    """Return that somebody is a member of the employer."""
    return Membership.objects.select_related("organisation", "person").get(
        organisation=world.houses[EMPLOYER], person=world.people[name], until=None
    )


def _define(world: World, duty: Duty, at: datetime) -> None:
    manager = world.people[MANAGER]
    role = create_role(
        organisation=world.houses[EMPLOYER],
        name=duty.name,
        description=duty.description,
        occupation=Occupation.objects.get(name=duty.occupation) if duty.occupation else None,
        actor=manager,
        at=at,
    )
    levels = dict.fromkeys(role.needs.values_list("competency_id", flat=True), 0)
    named = Competency.objects.filter(name__in=duty.needs)
    levels |= {one.pk: duty.needs[one.name] for one in named if publisher_of(one.url) == "ESCO"}
    set_needs(role=role, levels=levels, actor=manager, at=at)
    holders = [membership_of(world, name) for name in duty.holders]
    set_holders(role=role, memberships=holders, actor=manager, at=at)


def _ask(world: World, request: Request, at: datetime) -> None:
    assign(
        organisation=world.houses[EMPLOYER],
        achievement=world.versions[request.achievement].achievement,
        memberships=[membership_of(world, name) for name in request.names],
        due_on=(world.now - timedelta(days=request.due)).date(),
        actor=world.people[MANAGER],
        at=at,
    )
    settle(at)
