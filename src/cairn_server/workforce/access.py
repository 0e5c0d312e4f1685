"""Whose skills somebody may see, and the teams, roles and assignments they may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from cairn_server.accounts import queries as accounts
from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.models import Membership, Organisation, Person, RoleName, Team
from cairn_server.accounts.reporting_lines import below
from cairn_server.catalog.models import AchievementVersion
from cairn_server.frameworks.access import competency_or_404
from cairn_server.frameworks.models import Competency
from cairn_server.workforce.awarded import visible_awards
from cairn_server.workforce.models import Assignment, Nomination, WorkRole
from cairn_server.workforce.recognition_queries import recognitions

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Sight:
    """
    Whose skills somebody sees in an organisation.

    Args:
        is_manager: holds the role of manager there, and so sees everybody.
        reports: the memberships below somebody who is a manager by reporting line only.
    """

    organisation: Organisation
    is_manager: bool
    reports: frozenset[UUID]

    def memberships(self) -> QuerySet[Membership]:
        """Return the current memberships that are seen."""
        rows = Membership.objects.filter(organisation=self.organisation, until=None)
        return rows if self.is_manager else rows.filter(pk__in=self.reports)


def sight_for(person: Person, organisation_id: UUID) -> Sight:
    """
    Return whose skills `person` sees in an organisation; Http404 if nobody's.

    A member with the role of manager sees everybody who belongs to it today; any other member
    sees those who report to them, directly or through others. Two to four queries.
    """
    organisation = organisation_for(person, organisation_id)
    mine = Membership.objects.get(person=person, organisation=organisation, until=None)
    if mine.roles.filter(name=RoleName.MANAGER).exists():
        return Sight(organisation, True, frozenset())
    reports = below(accounts.reporting_lines(organisation), mine.pk)
    if not reports:
        raise Http404
    return Sight(organisation, False, frozenset(reports))


def manages(person: Person, organisation_id: UUID) -> Organisation:
    """Return an organisation in which `person` is a manager by role; Http404 otherwise."""
    return organisation_for(person, organisation_id, RoleName.MANAGER)


def seen_membership(sight: Sight, membership_id: UUID) -> Membership:
    """Return a membership that is seen; Http404 otherwise."""
    return _one(sight.memberships().select_related("person", "organisation"), membership_id)


def competency_seen(
    sight: Sight, person: Person, competency_id: UUID, *, at: datetime
) -> Competency:
    """
    Return a competency that `person` may see, or that an award shows which is seen.

    So every column of the board leads somewhere, whoever's framework it is of; Http404 otherwise.
    """
    try:
        return competency_or_404(person, competency_id)
    except Http404:
        awards = visible_awards(sight.organisation, at).filter(
            person__in=sight.memberships().values("person")
        )
        shown = Competency.objects.filter(alignments__version__awards__in=awards)
        return _one(shown.select_related("framework"), competency_id)


def team_of(organisation: Organisation, team_id: UUID) -> Team:
    """Return a team of an organisation that one may use; Http404 otherwise."""
    return _one(Team.objects.filter(organisation=organisation), team_id)


def work_role_of(organisation: Organisation, role_id: UUID) -> WorkRole:
    """Return a work role of an organisation that one may use; Http404 otherwise."""
    rows = WorkRole.objects.filter(organisation=organisation)
    return _one(rows.select_related("occupation__framework"), role_id)


def assignment_seen(sight: Sight, assignment_id: UUID) -> Assignment:
    """Return a standing assignment to somebody who is seen; Http404 otherwise."""
    rows = Assignment.objects.filter(
        organisation=sight.organisation,
        cancelled_at=None,
        person__in=sight.memberships().values("person"),
    )
    return _one(rows.select_related("person", "organisation"), assignment_id)


def badge_to_nominate_for(organisation: Organisation, achievement_id: UUID) -> AchievementVersion:
    """Return a badge of an organisation that takes nominations; Http404 otherwise."""
    for version in recognitions(organisation):
        if version.achievement_id == achievement_id:
            return version
    raise Http404


def colleague_of(person: Person, organisation: Organisation, membership_id: UUID) -> Membership:
    """Return the membership of somebody else who belongs there today; Http404 otherwise."""
    rows = Membership.objects.filter(organisation=organisation, until=None).exclude(person=person)
    return _one(rows.select_related("person", "organisation"), membership_id)


def own_nomination(person: Person, nomination_id: UUID) -> Nomination:
    """Return a nomination of `person` themself; Http404 otherwise."""
    rows = Nomination.objects.filter(person=person)
    return _one(
        rows.select_related("organisation", "nominator", "version", "submission"), nomination_id
    )


def _one(rows: QuerySet[M], key: UUID) -> M:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
