"""Making the whole demo, from its founding to the day before the visitor comes."""

from __future__ import annotations

from datetime import datetime

from cairn_server.site.demo_world.employing import plan_employer
from cairn_server.site.demo_world.esco import bring_in
from cairn_server.site.demo_world.history import (
    BEGINNING,
    World,
    asking_once,
    settle,
    without_waiting_for_the_disk,
)
from cairn_server.site.demo_world.scenes import plan_scenes, plan_studies
from cairn_server.site.demo_world.working import plan_careers, plan_clinics


def fill(*, now: datetime) -> World:
    """Make the whole demo; the last event lies before `now`."""
    world = World(now)
    with without_waiting_for_the_disk(), asking_once(world):
        bring_in(at=world.now - BEGINNING)
        world.found()
        plan_studies(world)
        plan_scenes(world)
        plan_careers(world)
        plan_clinics(world)
        plan_employer(world)
        world.live()
        settle(now)
    return world
