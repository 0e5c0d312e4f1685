"""Asking people to earn an achievement by a day, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.catalog.models import Achievement
from cairn_server.catalog.queries import newest_achievement_version
from cairn_server.errors import AssignmentRefused
from cairn_server.journal.recording import record
from cairn_server.workforce.assignment_queries import already_done
from cairn_server.workforce.models import Assignment


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of an assignment: how many were asked, moved to another day, have it already."""

    asked: int
    moved: int
    done: int


@transaction.atomic
def assign(
    *,
    organisation: Organisation,
    achievement: Achievement,
    memberships: Iterable[Membership],
    due_on: date,
    actor: Person | None,
    at: datetime,
) -> Assigned:
    """
    Ask members to earn an achievement by a day; they hear of it by mail.

    Who is seen to hold it is passed over; who was asked already gets the new day. A repeat
    changes nothing.

    Raises:
        AssignmentRefused: for a day that is over, nobody, or what is not published.
    """
    people = {one.person_id: one.person for one in memberships}
    _refuse(achievement, people, due_on, at)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    done = already_done(achievement.pk, people, organisation=organisation, at=at)
    asked = moved = 0
    for person_id in people.keys() - done:
        standing, is_new = Assignment.objects.get_or_create(
            organisation=organisation,
            achievement=achievement,
            person=people[person_id],
            cancelled_at=None,
            defaults={"due_on": due_on, "assigned_by": actor, "assigned_at": at},
        )
        if not is_new and standing.due_on == due_on:
            continue
        asked, moved = asked + is_new, moved + (not is_new)
        standing.due_on = due_on
        standing.save(update_fields=["due_on"])
        record("assignment.made", owner=organisation, actor=actor, about=standing, at=at)
    return Assigned(asked, moved, len(done))


@transaction.atomic
def cancel(*, assignment: Assignment, actor: Person | None, at: datetime) -> None:
    """Ask for it no longer; a repeat changes nothing."""
    standing = Assignment.objects.filter(pk=assignment.pk, cancelled_at=None)
    if standing.update(cancelled_at=at):
        record(
            "assignment.cancelled",
            owner=assignment.organisation,
            actor=actor,
            about=assignment,
            at=at,
        )


def _refuse(achievement: Achievement, people: object, due_on: date, at: datetime) -> None:
    if not people:
        raise AssignmentRefused(gettext("Choose at least one person or team"))
    if due_on < localdate(at):
        raise AssignmentRefused(gettext("The day is over; choose today or a later one"))
    if newest_achievement_version(achievement.pk) is None:
        raise AssignmentRefused(gettext("This achievement is not published"))
