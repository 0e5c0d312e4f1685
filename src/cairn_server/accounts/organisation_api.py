"""Organisations and their members for other programs: list, add, change, bring in many."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from cairn_server.accounts import queries
from cairn_server.accounts.access import membership_for, organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.forms import MAX_CSV_BYTES
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.importing_later import import_begun, import_people_later, is_for_later
from cairn_server.accounts.joining import add_member, change_roles, end_membership
from cairn_server.accounts.models import LONGEST_EMAIL, Organisation, RoleName
from cairn_server.accounts.naming import is_one_line
from cairn_server.accounts.queries import MemberFilter, MemberRow, MyOrganisation
from cairn_server.accounts.reporting import set_manager
from cairn_server.journal.models import Progress
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["organisations"])
RoleWord = Literal["owner", "author", "evaluator", "manager", "issuer"]
PEOPLE = "/organisations/{organisation_id}/people"


def _is_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(error.message) from error
    return text


def without_nul(text: str) -> str:
    """Refuse U+0000, which no database keeps in a text."""
    if "\0" in text:
        raise ValueError("the character U+0000 is not allowed")
    return text


Email = Annotated[str, Field(max_length=LONGEST_EMAIL), AfterValidator(_is_address)]


def _one_line(name: str) -> str:
    if not is_one_line(name):
        raise ValueError("a name is one line, without control characters")
    return name


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=150),
    AfterValidator(_one_line),
]


class OrganisationOut(Schema):
    id: UUID
    name: str
    kind: str
    roles: list[str]
    since: datetime


class OrganisationList(Schema):
    items: list[OrganisationOut]


class MemberOut(Schema):
    id: UUID = Field(description="of the membership")
    person_id: UUID
    name: str
    email: str
    external_id: str
    roles: list[str]
    since: datetime
    has_signed_in: bool


class MemberPage(Schema):
    items: list[MemberOut]
    next_cursor: UUID | None


class MemberIn(Schema):
    model_config = ConfigDict(extra="forbid")

    email: Email
    name: Name
    roles: list[RoleWord] = Field(default=[], max_length=5)


class RolesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    roles: list[RoleWord] = Field(max_length=5)


class ManagerOut(Schema):
    manager_id: UUID | None = Field(description="a membership; none for nobody")


class ManagerIn(ManagerOut):
    model_config = ConfigDict(extra="forbid")


class PeopleIn(Schema):
    model_config = ConfigDict(extra="forbid")

    csv: str = Field(max_length=MAX_CSV_BYTES, description="The text of a file of people")
    dry_run: bool = Field(False, description="Say what would happen, save nothing")


class RefusedRowOut(Schema):
    where: str
    code: str
    detail: str


class PeopleOut(Schema):
    created: int
    updated: int
    unchanged: int
    errors: list[RefusedRowOut]


class LaterOut(Schema):
    progress_id: UUID = Field(description="read at …/people/{progress_id}, or at /progress/{id}")


class PeopleProgressOut(Schema):
    id: UUID
    done: int = Field(description="rows")
    total: int | None = Field(description="null while it is not known")
    result: PeopleOut | None = Field(description="null until it has ended")
    failure: str = Field(description="why it ended without a result; empty otherwise")
    started_at: datetime
    ended_at: datetime | None


@router.get("/organisations", response=OrganisationList)
def list_organisations(request: HttpRequest) -> dict[str, list[MyOrganisation]]:
    """List the organisations that one belongs to, and what one may do in each."""
    return {"items": queries.my_organisations(caller(request))}


@router.get("/organisations/{organisation_id}/members", response=MemberPage)
def list_members(
    request: HttpRequest,
    organisation_id: UUID,
    wanted: Query[MemberFilter],
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[MemberRow]:
    """List the members of an organisation to its owners, newest first."""
    organisation = _owned(request, organisation_id)
    wanted = wanted.model_copy(update={"text": wanted.text.replace("\0", "")})
    return queries.members(organisation, wanted, after=cursor, limit=limit)


@router.post("/organisations/{organisation_id}/members", response={201: MemberOut})
def create_member(
    request: HttpRequest,
    organisation_id: UUID,
    body: MemberIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Let somebody belong to an organisation; somebody new chooses a password by mail."""
    organisation = _owned(request, organisation_id)

    def act() -> dict[str, Any]:
        membership = add_member(
            organisation=organisation,
            email=body.email,
            name=body.name,
            roles=body.roles,
            actor=caller(request),
            at=now(),
        )
        return _shown(queries.member_row(membership))

    return Status(201, once(request, idempotency_key, act))


@router.get("/organisations/{organisation_id}/members/{membership_id}", response=MemberOut)
def get_member(request: HttpRequest, organisation_id: UUID, membership_id: UUID) -> MemberRow:
    """Return one member."""
    membership = membership_for(_owned(request, organisation_id), membership_id)
    return queries.member_row(membership)


@router.put("/organisations/{organisation_id}/members/{membership_id}/roles", response=MemberOut)
def put_roles(
    request: HttpRequest,
    organisation_id: UUID,
    membership_id: UUID,
    body: RolesIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let a member hold exactly these roles."""
    membership = membership_for(_owned(request, organisation_id), membership_id)

    def act() -> dict[str, Any]:
        change_roles(membership=membership, roles=body.roles, actor=caller(request), at=now())
        return _shown(queries.member_row(membership))

    return once(request, idempotency_key, act)


@router.put("/organisations/{organisation_id}/members/{membership_id}/manager", response=ManagerOut)
def put_manager(
    request: HttpRequest,
    organisation_id: UUID,
    membership_id: UUID,
    body: ManagerIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let a member report to another one, or to nobody; for managers and owners."""
    organisation = organisation_for(
        caller(request), organisation_id, RoleName.MANAGER, RoleName.OWNER
    )
    membership = membership_for(organisation, membership_id)
    named = body.manager_id
    manager = membership_for(organisation, named) if named is not None else None

    def act() -> dict[str, Any]:
        set_manager(membership=membership, manager=manager, actor=caller(request), at=now())
        return {"manager_id": str(manager.pk) if manager else None}

    return once(request, idempotency_key, act)


@router.delete("/organisations/{organisation_id}/members/{membership_id}", response={204: None})
def end_member(
    request: HttpRequest,
    organisation_id: UUID,
    membership_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """End a membership; what the member learned and earned stays theirs."""
    organisation = _owned(request, organisation_id)

    def act() -> dict[str, Any]:  # once ended it is not found, so it is looked for in here
        membership = membership_for(organisation, membership_id)
        end_membership(membership=membership, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.post(PEOPLE, response={200: PeopleOut, 202: LaterOut})
def import_members(
    request: HttpRequest,
    organisation_id: UUID,
    body: PeopleIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """
    Bring many people in by the text of a CSV file; the same again changes nothing.

    More than 500 rows are brought in behind the scenes: the answer is 202, and where to look.
    """
    data = body.csv.encode(errors="replace")
    if body.dry_run:  # may take long, so nothing is locked meanwhile
        report = _import(request, _owned(request, organisation_id), data, dry_run=True)
        return Status(200, once(request, idempotency_key, lambda: report))
    later = is_for_later(data)

    def act() -> dict[str, Any]:
        organisation = _owned(request, organisation_id)
        if not later:
            return _import(request, organisation, data, dry_run=False)
        text = data.decode("utf-8-sig")
        work = import_people_later(
            organisation=organisation, text=text, actor=caller(request), at=now()
        )
        return {"progress_id": str(work.pk)}

    return Status(202 if later else 200, once(request, idempotency_key, act))


@router.get(PEOPLE + "/{progress_id}", response=PeopleProgressOut)
def get_import(request: HttpRequest, organisation_id: UUID, progress_id: UUID) -> Progress:
    """Say how far a large file of people is that one sent, and what came of it."""
    organisation = _owned(request, organisation_id)
    found = import_begun(organisation, caller(request), progress_id)
    if found is None:
        raise Http404
    return found


def _import(
    request: HttpRequest, organisation: Organisation, data: bytes, *, dry_run: bool
) -> dict[str, Any]:
    report = import_people(
        organisation=organisation, data=data, actor=caller(request), at=now(), dry_run=dry_run
    )
    return report.to_json()


def _owned(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return organisation_for(caller(request), organisation_id, RoleName.OWNER)


def _shown(row: MemberRow) -> dict[str, Any]:
    return MemberOut.from_orm(row).model_dump(mode="json")
