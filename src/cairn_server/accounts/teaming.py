"""Teams: founded, renamed, put together, dissolved, and who works in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts.models import Membership, Organisation, Person, Team, TeamMembership
from cairn_server.accounts.reporting_lines import circles
from cairn_server.errors import CircularStructure, NameTaken
from cairn_server.journal.recording import record


@transaction.atomic
def create_team(
    *,
    organisation: Organisation,
    name: str,
    parent: Team | None,
    actor: Person | None,
    at: datetime,
) -> Team:
    """
    Found a team.

    Raises:
        NameTaken: if the organisation has a team of this name.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    team = Team(organisation=organisation, name=" ".join(name.split()), parent=parent)
    _refuse_taken(team)
    team.save(force_insert=True)
    record("team.changed", owner=organisation, actor=actor, about=team, at=at)
    return team


@transaction.atomic
def change_team(
    *, team: Team, name: str, parent: Team | None, actor: Person | None, at: datetime
) -> Team:
    """
    Rename a team, or make it part of another.

    Raises:
        NameTaken: if the organisation has another team of this name.
        CircularStructure: if it would be part of itself, naming the way.
    """
    Organisation.objects.select_for_update().get(pk=team.organisation_id)
    team.name, team.parent = " ".join(name.split()), parent
    _refuse_taken(team)
    _refuse_circle(team)
    team.save(update_fields=["name", "parent"])
    record("team.changed", owner=team.organisation, actor=actor, about=team, at=at)
    return team


@transaction.atomic
def dissolve_team(*, team: Team, actor: Person | None, at: datetime) -> None:
    """Dissolve a team: its people stay members, its parts stand on their own."""
    record("team.dissolved", owner=team.organisation, actor=actor, about=team, at=at)
    team.delete()


@transaction.atomic
def join_team(
    *, team: Team, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> int:
    """Let members work in a team; return how many are new to it."""
    Team.objects.select_for_update().get(pk=team.pk)
    there = set(team.member_links.values_list("membership_id", flat=True))
    new = {one.pk for one in memberships} - there
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, membership_id=key) for key in sorted(new)
    )
    if new:
        record("team.changed", owner=team.organisation, actor=actor, about=team, at=at)
    return len(new)


@transaction.atomic
def leave_team(
    *, team: Team, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> int:
    """Let members work in a team no longer; return how many did."""
    Team.objects.select_for_update().get(pk=team.pk)
    gone = {one.pk for one in memberships}
    left, _ = team.member_links.filter(membership__in=gone).delete()
    if left:
        record("team.changed", owner=team.organisation, actor=actor, about=team, at=at)
    return left


@transaction.atomic
def set_members(
    *, team: Team, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> None:
    """Let exactly these members work in a team; those who left the organisation do not count."""
    Team.objects.select_for_update().get(pk=team.pk)
    wanted = {one.pk for one in memberships}
    there = set(team.member_links.values_list("membership_id", flat=True))
    team.member_links.filter(membership__in=there - wanted).delete()
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, membership_id=key) for key in sorted(wanted - there)
    )
    if wanted != there:
        record("team.changed", owner=team.organisation, actor=actor, about=team, at=at)


def _refuse_taken(team: Team) -> None:
    others = Team.objects.filter(organisation=team.organisation_id).exclude(pk=team.pk)
    if any(name.lower() == team.name.lower() for name in others.values_list("name", flat=True)):
        raise NameTaken(gettext("There is a team %s already") % team.name)


def _refuse_circle(team: Team) -> None:
    if team.parent_id is None:
        return
    teams = {one.pk: one for one in Team.objects.filter(organisation=team.organisation_id)}
    lines = {one.pk: one.parent_id for one in teams.values() if one.parent_id}
    for circle in circles({**lines, team.pk: team.parent_id}):
        at = circle.index(team.pk)
        way = [*circle[at:], *circle[:at], team.pk]
        told = " → ".join(teams[one].name for one in way)
        raise CircularStructure(gettext("This would be a circle: %s") % told)
