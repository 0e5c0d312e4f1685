"""The learner's record for other programs: what may be in it, and making one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from cairn.vc.enclosed import MAX_ENCLOSED
from cairn_server.accounts.api_auth import caller
from cairn_server.credentials.jwt_signing import JWT_TYPE
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.record_making import make_record, make_record_jwt, publishers_for
from cairn_server.errors import RecordRefused
from cairn_server.portfolio.record_queries import Enclosable, enclosables_of

router = Router(tags=["portfolio"])


class EnclosableOut(Schema):
    key: str
    title: str
    issuer: str
    standing: str = Field(description="of the issuer, in words; empty if that is not known")
    awarded_at: datetime | None
    why_not: str = Field(description="why it cannot stand in a record; empty if it can")
    remark: str = Field(description="what to know before it is chosen; empty if nothing")


class PublisherOut(Schema):
    id: UUID
    name: str


class RecordChoicesOut(Schema):
    choices: list[EnclosableOut]
    publishers: list[PublisherOut] = Field(description="who may sign it: whoever awarded something")


class RecordIn(Schema):
    model_config = ConfigDict(extra="forbid")

    enclose: list[str] = Field(
        description="`key` of some of `choices`", min_length=1, max_length=MAX_ENCLOSED
    )
    name: str = Field("Learner record", min_length=1, max_length=120)
    publisher: UUID = Field(description="`id` of one of `publishers`")


@router.get("/record", response=RecordChoicesOut)
def get_record_choices(request: HttpRequest) -> dict[str, Any]:
    """List what may go into a record of one's own, and who may sign it."""
    person = caller(request)
    return {
        "choices": enclosables_of(person),
        "publishers": [
            {"id": one.pk, "name": one.organisation.name} for one in publishers_for(person)
        ],
    }


@router.post("/record", response=dict[str, Any])
def create_record(request: HttpRequest, body: RecordIn) -> dict[str, Any]:
    """Make a signed record of what is chosen (CLR 2.0); nothing of it is kept here."""
    return make_record(**_what(request, body))


@router.post("/record/record.jwt", response=None)
def create_record_jwt(request: HttpRequest, body: RecordIn) -> HttpResponse:
    """Make the same record as a token (compact JWT), as text; nothing of it is kept here."""
    answer = HttpResponse(make_record_jwt(**_what(request, body)), content_type=JWT_TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _what(request: HttpRequest, body: RecordIn) -> dict[str, Any]:
    """Return of whom, by whom and of what a record is asked for."""
    person, at = caller(request), now()
    spend(VERIFYING, asker_of(request), at=at)
    publisher = next((one for one in publishers_for(person) if one.pk == body.publisher), None)
    if publisher is None:
        raise RecordRefused("That is none of those who may publish a record of yours")
    chosen = _chosen(enclosables_of(person), body.enclose)
    return {
        "person": person,
        "publisher": publisher,
        "credentials": chosen,
        "name": body.name,
        "at": at,
    }


def _chosen(choices: list[Enclosable], keys: list[str]) -> list[Any]:
    known = {one.key: one for one in choices}
    chosen = []
    for key in dict.fromkeys(keys):
        if key not in known:
            raise RecordRefused(f"{key!r} is none of what you may choose")
        if known[key].document is None:
            raise RecordRefused(f"{known[key].title!r} cannot be enclosed. {known[key].why_not}")
        chosen.append(known[key].document)
    return chosen
