"""What a person chooses about themselves, for other programs."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, ConfigDict, Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Person
from cairn_server.accounts.organisation_api import Name
from cairn_server.accounts.personalising import change_settings

router = Router(tags=["settings"])


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("not an IANA time zone like Europe/Berlin")
    return text


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValueError(f"not one of {', '.join(dict(settings.LANGUAGES))}")
    return code


class SettingsOut(Schema):
    id: UUID
    name: str
    email: str | None
    language: str
    time_zone: str
    minutes_a_day: int


class SettingsIn(Schema):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    language: Annotated[str, Field(max_length=16), AfterValidator(_language)] | None = None
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_zone)] | None = None
    minutes_a_day: int | None = Field(None, ge=1, le=60)


@router.get("/settings", response=SettingsOut)
def get_settings(request: HttpRequest) -> Person:
    """Return one's own settings."""
    return caller(request)


@router.patch("/settings", response=SettingsOut)
def patch_settings(
    request: HttpRequest, body: SettingsIn, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Change some of one's own settings."""
    person = caller(request)

    def act() -> dict[str, Any]:
        kept = {name: getattr(person, name) for name in SettingsIn.model_fields}
        change_settings(person=person, **kept | body.model_dump(exclude_none=True))
        return SettingsOut.from_orm(person).model_dump(mode="json")

    return once(request, idempotency_key, act)
