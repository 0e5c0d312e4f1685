"""What the API tells of and takes about skills, gaps, teams, roles and assignments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from cairn_server.accounts.organisation_api import without_nul
from cairn_server.credentials.standing import StandingOut

Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(without_nul)]
Level = Annotated[int, Field(ge=1, le=5)]


class AbilityOut(Schema):
    level: int
    currency: float = Field(description="1 fresh, 0.5 after a half-life; below that it is faded")
    is_current: bool
    shown_on: date


class CellOut(AbilityOut):
    skill_id: UUID


class ColumnOut(Schema):
    id: UUID
    name: str
    needed: int | None
    covered: int
    shown: int


class BoardRowOut(Schema):
    membership_id: UUID
    name: str
    skills: list[CellOut]


class BoardOut(Schema):
    columns: list[ColumnOut]
    items: list[BoardRowOut]
    people: int
    next_cursor: str | None


class CoverOut(AbilityOut):
    membership_id: UUID
    name: str


class CoverPage(Schema):
    items: list[CoverOut]
    next_cursor: str | None


class PersonNeedOut(Schema):
    skill_id: UUID
    state: Literal["met", "stale", "missing"]
    level: int | None
    currency: float


class PersonGapsOut(Schema):
    membership_id: UUID
    name: str
    needs: list[PersonNeedOut]


class WayOut(Schema):
    achievement_id: UUID
    title: str
    issuer: str
    standing: StandingOut
    level: int
    learning_seconds: int


class NeedOut(Schema):
    skill_id: UUID
    name: str
    level: int
    met: int
    stale: int
    missing: int
    ways: list[WayOut]


class GapsOut(Schema):
    on: date
    people: int
    ready: int
    needs: list[NeedOut] = Field(description="with figures about everybody on all pages")
    items: list[PersonGapsOut]
    next_cursor: str | None


class TeamOut(Schema):
    id: UUID
    name: str
    parent_id: UUID | None
    people: int


class TeamPage(Schema):
    items: list[TeamOut]
    next_cursor: UUID | None


class TeamIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Name
    parent_id: UUID | None = None


class MembersIn(Schema):
    model_config = ConfigDict(extra="forbid")

    membership_ids: list[UUID] = Field(max_length=20_000)


class CountOut(Schema):
    people: int


class RoleOut(Schema):
    id: UUID
    name: str
    occupation: str
    needs: int
    holders: int


class RolePage(Schema):
    items: list[RoleOut]
    next_cursor: UUID | None


class RoleIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Annotated[str, Field(max_length=2000), AfterValidator(without_nul)] = ""
    occupation_id: UUID | None = Field(None, description="whose most important needs it takes")
    needs: dict[UUID, Level] = Field(default={}, max_length=100, description="level by skill")


class IdOut(Schema):
    id: UUID


class AssignmentOut(Schema):
    id: UUID
    membership_id: UUID | None
    name: str
    achievement_id: UUID
    title: str
    due_on: date
    state: Literal["late", "open", "done"]
    done_at: datetime | None
    reminded_at: datetime | None


class AssignmentPage(Schema):
    items: list[AssignmentOut]
    next_cursor: UUID | None


class AssignIn(Schema):
    model_config = ConfigDict(extra="forbid")

    achievement_id: UUID
    due_on: date
    membership_ids: list[UUID] = Field(default=[], max_length=20_000)
    team_id: UUID | None = None


class AssignedOut(Schema):
    asked: int
    moved: int
    done: int
