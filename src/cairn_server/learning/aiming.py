"""Setting oneself a goal: putting it together from achievements, changing it, giving it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.errors import GoalDayPassed, GoalFull
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Achievement
from cairn_server.catalog.stack_queries import with_parts
from cairn_server.journal.recording import record
from cairn_server.learning.days import learning_day
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.models import Goal, GoalPart

MOST_GOALS = 20
MOST_PARTS = 30


@transaction.atomic
def set_goal(*, person: Person, name: str, by: date | None, at: datetime) -> Goal:
    """
    Return a new goal of `person`, with nothing in it yet.

    Raises:
        GoalFull: if there are 20 already.
        GoalDayPassed: if the day lies behind.
    """
    _refuse_passed(by, person, at)
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if Goal.objects.filter(person=person).count() >= MOST_GOALS:
        raise GoalFull(_("You have %(n)s goals. Reach or delete one first.") % {"n": MOST_GOALS})
    goal = Goal.objects.create(person=person, name=name, by=by, created_at=at)
    record("goal.set", owner=person, actor=person, about=goal, at=at)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, name: str, by: date | None, at: datetime) -> None:
    """
    Give `goal` another name or day; a day that it had stays allowed when it has passed.

    Raises:
        GoalDayPassed: if the new day lies behind.
    """
    if by != goal.by:
        _refuse_passed(by, goal.person, at)
    changed = Goal.objects.filter(pk=goal.pk).exclude(name=name, by=by).update(name=name, by=by)
    if changed:
        _changed(goal, at)


@transaction.atomic
def add_part(*, goal: Goal, achievement: Achievement, at: datetime) -> None:
    """
    Add `achievement` at the end of `goal`, and set its person on the way to all it is built on.

    A second time changes nothing.

    Raises:
        GoalFull: if the goal has 30 parts already.
    """
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    if locked.parts.filter(achievement=achievement).exists():
        return
    if locked.parts.count() >= MOST_PARTS:
        raise GoalFull(_("A goal has at most %(n)s achievements.") % {"n": MOST_PARTS})
    last = locked.parts.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    GoalPart.objects.create(goal=locked, achievement=achievement, position=position)
    for version in with_parts([achievement.pk]).values():
        enrol(person=goal.person, achievement=version.achievement, at=at)
    _changed(goal, at)


@transaction.atomic
def arrange(*, goal: Goal, achievements: Sequence[Achievement], at: datetime) -> None:
    """
    Let `goal` be made of these achievements, in this order, and of no others.

    Raises:
        GoalFull: if there are more than 30.
    """
    wanted = [one.pk for one in achievements]
    for part in goal.parts.exclude(achievement__in=wanted):
        take_part_out(goal=goal, achievement_id=part.achievement_id, at=at)
    for achievement in achievements:
        add_part(goal=goal, achievement=achievement, at=at)
    place = {id: number for number, id in enumerate(dict.fromkeys(wanted))}
    parts = list(goal.parts.all())
    if any(part.position != place[part.achievement_id] for part in parts):
        for part in parts:
            part.position = place[part.achievement_id]
        GoalPart.objects.bulk_update(parts, ["position"])
        _changed(goal, at)


@transaction.atomic
def take_part_out(*, goal: Goal, achievement_id: UUID, at: datetime) -> None:
    """Take an achievement out of `goal`; what was learned for it stays."""
    deleted, _rows = GoalPart.objects.filter(goal=goal, achievement=achievement_id).delete()
    if deleted:
        _changed(goal, at)


@transaction.atomic
def move_part(*, goal: Goal, achievement_id: UUID, earlier: bool, at: datetime) -> None:
    """Let an achievement of `goal` change places with the one before or after it, if any."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    parts = list(goal.parts.order_by("position", "pk"))
    here = next((n for n, part in enumerate(parts) if part.achievement_id == achievement_id), None)
    there = None if here is None else here + (-1 if earlier else 1)
    if here is None or there is None or not 0 <= there < len(parts):
        return
    parts[here], parts[there] = parts[there], parts[here]
    for position, part in enumerate(parts):
        part.position = position
    GoalPart.objects.bulk_update(parts, ["position"])
    _changed(goal, at)


@transaction.atomic
def give_up(*, goal: Goal, at: datetime) -> None:
    """Delete `goal`; what was learned and set out for stays."""
    record("goal.given_up", owner=goal.person, actor=goal.person, about=goal, at=at)
    Goal.objects.filter(pk=goal.pk).delete()


def _refuse_passed(by: date | None, person: Person, at: datetime) -> None:
    if by is not None and by < learning_day(at, person.time_zone):
        raise GoalDayPassed(_("That day has passed. Choose today or a later one, or none."))


def _changed(goal: Goal, at: datetime) -> None:
    record("goal.changed", owner=goal.person, actor=goal.person, about=goal, at=at)
