"""The board, gaps, teams, roles and assignments for other programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status
from pydantic import Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Membership
from cairn_server.accounts.teaming import create_team
from cairn_server.catalog.queries import newest_achievement_version
from cairn_server.frameworks.access import competency_or_404, occupation_or_404
from cairn_server.journal.paging import Page, PageLimit
from cairn_server.workforce import queries
from cairn_server.workforce.access import (
    Sight,
    assignment_seen,
    competency_seen,
    manages,
    sight_for,
    team_of,
    work_role_of,
)
from cairn_server.workforce.api_schemas import (
    AssignedOut,
    AssignIn,
    AssignmentPage,
    BoardOut,
    CoverPage,
    GapsOut,
    IdOut,
    RoleIn,
    RolePage,
    TeamIn,
    TeamPage,
)
from cairn_server.workforce.asking import FURTHEST
from cairn_server.workforce.assigning import assign, cancel
from cairn_server.workforce.assignment_queries import (
    AssignmentFilter,
    AssignmentRow,
    assignment_page,
)
from cairn_server.workforce.board import BoardFilter, board, people, who_covers
from cairn_server.workforce.defining import create_role, set_needs
from cairn_server.workforce.gaps import NeedRow, PersonGaps, role_gaps
from cairn_server.workforce.queries import RoleRow, TeamRow
from cairn_server.workforce.reminding import remind

router = Router(tags=["workforce"])
HERE = "/organisations/{organisation_id}"
PageNumber = Annotated[str, Field(pattern=r"^\d{1,6}$")]  # for lists that are reckoned whole


@router.get(HERE + "/board", response=BoardOut)
def get_board(
    request: HttpRequest,
    organisation_id: UUID,
    wanted: Query[BoardFilter],
    cursor: PageNumber = "1",
) -> dict[str, Any]:
    """Return people by skills, a page at a time; the figures of the columns are about all."""
    sight = sight_for(caller(request), organisation_id)
    page = max(1, int(cursor))
    shown = board(sight, _of_here(sight, wanted), at=now(), page=page)
    keys = [column.id for column in shown.columns]
    return {
        "columns": shown.columns,
        "items": [
            {
                "membership_id": row.membership_id,
                "name": row.name,
                "skills": [
                    {"skill_id": key, **_ability(cell)}
                    for key, cell in zip(keys, row.cells, strict=True)
                    if cell is not None
                ],
            }
            for row in shown.rows
        ],
        "people": shown.people,
        "next_cursor": str(page + 1) if page < shown.pages else None,
    }


@router.get(HERE + "/board/skills/{competency_id}", response=CoverPage)
def list_cover(
    request: HttpRequest,
    organisation_id: UUID,
    competency_id: UUID,
    wanted: Query[BoardFilter],
    on: date | None = None,
    cursor: PageNumber = "1",
    limit: PageLimit = 50,
) -> dict[str, Any]:
    """List who has shown a skill, the best first, with what is current on a day."""
    sight = sight_for(caller(request), organisation_id)
    competency = competency_seen(sight, caller(request), competency_id, at=now())
    at = now()
    day = _day(on, localdate(at))
    rows = who_covers(sight, _of_here(sight, wanted), competency, at=at, day=day)
    page = max(1, int(cursor))
    shown = rows[(page - 1) * limit : page * limit]
    return {
        "items": [
            {"membership_id": row.membership_id, "name": row.name, **_ability(row.ability)}
            for row in shown
        ],
        "next_cursor": str(page + 1) if len(rows) > page * limit else None,
    }


@router.get(HERE + "/gaps", response=GapsOut)
def get_gaps(
    request: HttpRequest,
    organisation_id: UUID,
    role: UUID,
    team: UUID | None = None,
    person: UUID | None = None,
    holders: bool = False,
    on: date | None = None,
    cursor: PageNumber = "1",
    limit: PageLimit = 50,
) -> dict[str, Any]:
    """Return how a person, a team, the holders of a role or all stand to its needs on a day."""
    sight, at = sight_for(caller(request), organisation_id), now()
    found = work_role_of(sight.organisation, role)
    wanted = BoardFilter(team=team, role=found.pk, holders=holders)
    day = _day(on, localdate(at))
    shown = role_gaps(sight, found, _of_here(sight, wanted), at=at, day=day, person=person)
    page = max(1, int(cursor))
    return {
        "on": shown.day,
        "people": shown.people,
        "ready": shown.ready,
        "needs": [_need(row) for row in shown.rows],
        "items": [_person_gaps(one) for one in shown.page(page, limit)],
        "next_cursor": str(page + 1) if shown.people > page * limit else None,
    }


@router.get(HERE + "/teams", response=TeamPage)
def list_teams(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[TeamRow]:
    """List the teams of an organisation, newest first."""
    organisation = manages(caller(request), organisation_id)
    return queries.team_page(organisation, after=cursor, limit=limit)


@router.post(HERE + "/teams", response={201: IdOut})
def create_team_here(
    request: HttpRequest,
    organisation_id: UUID,
    body: TeamIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Found a team."""
    organisation = manages(caller(request), organisation_id)

    def act() -> dict[str, Any]:
        parent = team_of(organisation, body.parent_id) if body.parent_id else None
        made = create_team(
            organisation=organisation,
            name=body.name,
            parent=parent,
            actor=caller(request),
            at=now(),
        )
        return {"id": str(made.pk)}

    return Status(201, once(request, idempotency_key, act))


@router.get(HERE + "/roles", response=RolePage)
def list_roles(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[RoleRow]:
    """List the work roles of an organisation, newest first."""
    sight = sight_for(caller(request), organisation_id)
    return queries.role_page(sight.organisation, after=cursor, limit=limit)


@router.post(HERE + "/roles", response={201: IdOut})
def create_role_here(
    request: HttpRequest,
    organisation_id: UUID,
    body: RoleIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Define a work role, from an occupation, by its needs, or both."""
    organisation = manages(caller(request), organisation_id)
    person = caller(request)
    occupation = occupation_or_404(person, body.occupation_id) if body.occupation_id else None
    for key in body.needs:
        competency_or_404(person, key)

    def act() -> dict[str, Any]:
        role = create_role(
            organisation=organisation,
            name=body.name,
            description=body.description,
            occupation=occupation,
            actor=person,
            at=now(),
        )
        if body.needs:
            set_needs(role=role, levels=body.needs, actor=person, at=now())
        return {"id": str(role.pk)}

    return Status(201, once(request, idempotency_key, act))


@router.get(HERE + "/assignments", response=AssignmentPage)
def list_assignments(
    request: HttpRequest,
    organisation_id: UUID,
    wanted: Query[AssignmentFilter],
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[AssignmentRow]:
    """List who is asked to earn what, newest first."""
    sight = sight_for(caller(request), organisation_id)
    return assignment_page(sight, wanted, at=now(), after=cursor, limit=limit)


@router.post(HERE + "/assignments", response={201: AssignedOut})
def create_assignments(
    request: HttpRequest,
    organisation_id: UUID,
    body: AssignIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Ask members, or a whole team with its parts, to earn an achievement by a day."""
    sight = sight_for(caller(request), organisation_id)
    version = newest_achievement_version(body.achievement_id)
    if version is None:
        raise Http404
    achievement, chosen = version.achievement, _chosen(sight, body)

    def act() -> dict[str, Any]:
        done = assign(
            organisation=sight.organisation,
            achievement=achievement,
            memberships=chosen,
            due_on=body.due_on,
            actor=caller(request),
            at=now(),
        )
        return AssignedOut.from_orm(done).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.post(HERE + "/assignments/{assignment_id}/reminders", response={204: None})
def create_reminder(
    request: HttpRequest,
    organisation_id: UUID,
    assignment_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Remind somebody by mail; once a day at most."""
    found = assignment_seen(sight_for(caller(request), organisation_id), assignment_id)

    def act() -> dict[str, Any]:
        remind(assignment=found, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.delete(HERE + "/assignments/{assignment_id}", response={204: None})
def end_assignment(
    request: HttpRequest,
    organisation_id: UUID,
    assignment_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Ask for it no longer."""
    found = assignment_seen(sight_for(caller(request), organisation_id), assignment_id)

    def act() -> dict[str, Any]:
        cancel(assignment=found, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _day(on: date | None, today: date) -> date:
    """Return the day that is asked about, from today on; else today."""
    return on if on is not None and today <= on <= today + FURTHEST else today


def _of_here(sight: Sight, wanted: BoardFilter) -> BoardFilter:
    team = team_of(sight.organisation, wanted.team).pk if wanted.team else None
    role = work_role_of(sight.organisation, wanted.role).pk if wanted.role else None
    return wanted.model_copy(update={"team": team, "role": role})


def _chosen(sight: Sight, body: AssignIn) -> list[Membership]:
    seen = sight.memberships().select_related("person")
    chosen = list(seen.filter(pk__in=body.membership_ids))
    if body.team_id:
        team = team_of(sight.organisation, body.team_id)
        chosen += people(sight, BoardFilter(team=team.pk)).select_related("person")
    return chosen


def _ability(cell: Any) -> dict[str, Any]:
    return {
        "level": cell.level,
        "currency": round(cell.weight, 4),
        "is_current": cell.is_current,
        "shown_on": cell.on,
    }


def _need(row: NeedRow) -> dict[str, Any]:
    return {
        "skill_id": row.need.competency_id,
        "name": row.need.competency.name,
        "level": row.need.level,
        "met": len(row.met),
        "stale": len(row.stale),
        "missing": len(row.missing),
        "ways": list(row.ways),
    }


def _person_gaps(one: PersonGaps) -> dict[str, Any]:
    needs = [
        {
            "skill_id": need.competency_id,
            "state": gap.state.value,
            "level": gap.best.level if gap.best else None,
            "currency": round(gap.level_weight, 4),
        }
        for need, gap in one.needs
    ]
    return {"membership_id": one.membership_id, "name": one.name, "needs": needs}
