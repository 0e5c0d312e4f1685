"""Nominations for work done and the recognition feed, for other programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import AfterValidator, ConfigDict, Field

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Membership, Organisation
from cairn_server.accounts.organisation_api import without_nul
from cairn_server.assessment.parts import parts_of
from cairn_server.assessment.queries import work_parts
from cairn_server.credentials.standing import StandingOut
from cairn_server.journal.paging import Page, PageLimit
from cairn_server.workforce import recognition_queries as queries
from cairn_server.workforce.access import badge_to_nominate_for, colleague_of, own_nomination
from cairn_server.workforce.nominating import decline, nominate
from cairn_server.workforce.recognising import choose_feed

router = Router(tags=["recognition"])
HERE = "/organisations/{organisation_id}"
LONGEST_TEXT = 20_000
MOST_PARTS = 50
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(without_nul)]


class AskedPartOut(Schema):
    id: str
    title: str
    required: bool


class TierOut(Schema):
    """Which tier it is of a badge that is given in several."""

    of: str = Field(description="the name of the whole badge")
    number: int = Field(description="from 1, the first to reach")


class RecognitionBadgeOut(Schema):
    achievement_id: UUID
    title: str
    tier: TierOut | None
    criteria: list[str] = Field(description="what it is judged by")
    parts: list[AskedPartOut] = Field(description="what a nomination has to say")


class RecognitionBadgeList(Schema):
    items: list[RecognitionBadgeOut]


class NominationOut(Schema):
    id: UUID
    person: str
    nominator: str
    title: str
    tier: TierOut | None
    nominated_at: datetime
    state: str = Field(description="submitted, met, not_met, … or declined")


class NominationPage(Schema):
    items: list[NominationOut]
    next_cursor: UUID | None


class SaidOut(Schema):
    title: str
    text: str


class OwnNominationOut(NominationOut):
    """A nomination of oneself, with what was written about one's work."""

    parts: list[SaidOut]


class NominateIn(Schema):
    model_config = ConfigDict(extra="forbid")

    achievement_id: UUID
    membership_id: UUID = Field(description="of the colleague")
    texts: dict[str, Text] = Field(max_length=MOST_PARTS, description="by the id of the part")


class ThanksOut(Schema):
    id: UUID
    name: str
    title: str
    tier: TierOut | None
    achievement_id: UUID
    standing: StandingOut
    awarded_at: datetime
    credential_id: str = Field(description="empty while its page is off")


class FeedPage(Schema):
    items: list[ThanksOut]
    next_cursor: UUID | None


class FeedChoiceOut(Schema):
    stays_out: bool


class FeedChoiceIn(FeedChoiceOut):
    model_config = ConfigDict(extra="forbid")


@router.get(HERE + "/nominations/badges", response=RecognitionBadgeList)
def list_nominated_badges(request: HttpRequest, organisation_id: UUID) -> dict[str, Any]:
    """
    List what a colleague can be nominated for, and what has to be said.

    By the name of the badge, the tiers of one badge in their order.
    """
    organisation = organisation_for(caller(request), organisation_id)
    found = queries.badges(organisation)
    return {"items": [_badge(one) for badge in found for one in badge.tiers]}


@router.get(HERE + "/nominations", response=NominationPage)
def list_nominations(
    request: HttpRequest,
    organisation_id: UUID,
    received: bool = False,
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[queries.NominationRow]:
    """List nominations: all to managers, one's own to others; those of oneself if `received`."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id)
    if received:
        return queries.nominations(organisation, person=person, after=cursor, limit=limit)
    mine = None if queries.sees_all_nominations(person, organisation) else person
    return queries.nominations(organisation, nominator=mine, after=cursor, limit=limit)


@router.get(HERE + "/nominations/{nomination_id}", response=OwnNominationOut)
def get_nomination(
    request: HttpRequest, organisation_id: UUID, nomination_id: UUID
) -> dict[str, Any]:
    """Return a nomination of oneself: what was written about one's work."""
    found = own_nomination(caller(request), nomination_id)
    if found.organisation_id != organisation_id:
        raise Http404
    row = queries.nomination_row(found)
    parts = work_parts(found.submission) if found.submission else ()
    said = [{"title": one.part.title, "text": one.artifact.text} for one in parts if one.artifact]
    return {name: getattr(row, name) for name in NominationOut.model_fields} | {"parts": said}


@router.post(HERE + "/nominations", response={201: NominationOut})
def create_nomination(
    request: HttpRequest,
    organisation_id: UUID,
    body: NominateIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Nominate a colleague; evaluators judge what is said, the colleague may decline."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id)

    def act() -> dict[str, Any]:
        made = nominate(
            membership=colleague_of(person, organisation, body.membership_id),
            version=badge_to_nominate_for(organisation, body.achievement_id),
            nominator=person,
            texts=body.texts,
            at=now(),
        )
        return NominationOut.from_orm(queries.nomination_row(made)).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.delete(HERE + "/nominations/{nomination_id}", response={204: None})
def decline_nomination(
    request: HttpRequest,
    organisation_id: UUID,
    nomination_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Decline a nomination of oneself; what was written is deleted."""
    person = caller(request)
    found = own_nomination(person, nomination_id)
    if found.organisation_id != organisation_id:
        raise Http404

    def act() -> dict[str, Any]:
        decline(nomination=found, at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.get(HERE + "/recognition", response=FeedPage)
def get_feed(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 30
) -> Page[queries.Thanks]:
    """Return what colleagues earned, newest first; who stays out of it is not in it."""
    organisation = organisation_for(caller(request), organisation_id)
    return queries.feed(organisation, at=now(), after=cursor, limit=limit)


@router.get(HERE + "/recognition/choice", response=FeedChoiceOut)
def get_choice(request: HttpRequest, organisation_id: UUID) -> dict[str, bool]:
    """Return whether one stays out of the feed oneself."""
    return {"stays_out": queries.stays_out(_mine(request, organisation_id))}


@router.put(HERE + "/recognition/choice", response=FeedChoiceOut)
def put_choice(
    request: HttpRequest,
    organisation_id: UUID,
    body: FeedChoiceIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Stay out of the feed, past entries too, or be in it again."""
    mine = _mine(request, organisation_id)

    def act() -> dict[str, Any]:
        choose_feed(membership=mine, stays_out=body.stays_out, at=now())
        return {"stays_out": body.stays_out}

    return once(request, idempotency_key, act)


def _mine(request: HttpRequest, organisation_id: UUID) -> Membership:
    organisation: Organisation = organisation_for(caller(request), organisation_id)
    return Membership.objects.get(person=caller(request), organisation=organisation, until=None)


def _badge(one: queries.Nominable) -> dict[str, Any]:
    parts = [part for part in parts_of(one.task.parts) if part.is_text]
    return {
        "achievement_id": one.version.achievement_id,
        "title": one.version.title,
        "tier": one.version.stated_tier,
        "criteria": one.criteria,
        "parts": parts,
    }
