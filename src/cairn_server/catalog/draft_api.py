"""Drafts for other programs: a draft is read and written as the text files of a content pack."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from cairn.exchange.pack import Finding
from cairn.exchange.pack_coverage import Coverage, Hole, coverage
from cairn.exchange.pack_draft import files_of, parts_of
from cairn.exchange.pack_reading import read_files
from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Organisation
from cairn_server.catalog import draft_queries
from cairn_server.catalog.access import draft_or_404, written_achievement_or_404
from cairn_server.catalog.drafting import (
    LONGEST_TITLE,
    begin_draft,
    discard_draft,
    draft_of_published,
    replace_parts,
)
from cairn_server.catalog.models import Draft
from cairn_server.catalog.publishing import publish_draft
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["drafts"])
HERE = "/organisations/{organisation_id}/drafts"
MOST_FILES = 2_000
LONGEST_CHANGES = 4_000
FileName = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9._/-]+$")]


class DraftRowOut(Schema):
    id: UUID
    title: str
    organisation: str
    updated_at: datetime


class DraftPage(Schema):
    items: list[DraftRowOut]
    next_cursor: UUID | None


class FindingOut(Schema):
    where: str
    code: str
    detail: str
    severity: str = Field(description="`error` keeps it from being published")


class DraftOut(Schema):
    id: UUID
    key: str = Field(description="id of the pack that it makes")
    title: str
    revision: int = Field(description="grows with every save")
    updated_at: datetime
    published_at: datetime | None
    files: dict[str, str] = Field(description="the pack's text files by name")
    media: list[str] = Field(description="files that cards may show")
    findings: list[FindingOut] = Field(description="what is still missing or wrong")


class AskedQuestionOut(Schema):
    unit: str
    id: str
    prompt: str


class EvidencePartOut(Schema):
    task: str
    id: str
    title: str


class CoverageRowOut(Schema):
    """One criterion of a rubric, and everything that leads to it."""

    rubric: str
    criterion: str
    title: str
    practice: list[AskedQuestionOut]
    assessment: list[AskedQuestionOut]
    evidence: list[EvidencePartOut]
    holes: list[Hole] = Field(description="what it lacks")


class CoverageOut(Schema):
    rows: list[CoverageRowOut]
    loose: list[AskedQuestionOut] = Field(description="questions that prepare for no criterion")


class BeginDraftIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=LONGEST_TITLE, description="begins one from the template")
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=16)
    achievement_id: UUID | None = Field(None, description="opens what is published instead")


class FilesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    files: dict[FileName, str] = Field(max_length=MOST_FILES)
    revision: int = Field(ge=0, description="of the draft that this was made from")


class PublishIn(Schema):
    model_config = ConfigDict(extra="forbid")

    changes: str = Field("", max_length=LONGEST_CHANGES, description="for those affected")


class PublishedOut(Schema):
    created: int
    updated: int
    unchanged: int


@router.get(HERE, response=DraftPage)
def list_drafts(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[draft_queries.DraftRow]:
    """List the open drafts to those who write, the last begun first."""
    return draft_queries.open_drafts(_written(request, organisation_id), after=cursor, limit=limit)


@router.post(HERE, response={201: DraftOut})
def begin(
    request: HttpRequest,
    organisation_id: UUID,
    body: BeginDraftIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Begin a draft from the template, or open a published achievement as one."""
    organisation, person = _written(request, organisation_id), caller(request)

    def act() -> dict[str, Any]:
        if body.achievement_id is None:
            draft = begin_draft(
                organisation=organisation,
                title=" ".join(body.title.split()),
                language=body.language,
                actor=person,
                at=now(),
            )
            return _shown(draft)
        achievement = written_achievement_or_404(person, body.achievement_id)
        if achievement.organisation_id != organisation.pk:
            raise Http404
        return _shown(draft_of_published(achievement=achievement, actor=person, at=now()))

    return Status(201, once(request, idempotency_key, act))


@router.get(HERE + "/{draft_id}", response=DraftOut)
def get_draft(request: HttpRequest, organisation_id: UUID, draft_id: UUID) -> dict[str, Any]:
    """Return a draft as the files of a pack, with what is still missing or wrong."""
    return _shown(_draft(request, organisation_id, draft_id))


@router.get(HERE + "/{draft_id}/coverage", response=CoverageOut)
def get_coverage(request: HttpRequest, organisation_id: UUID, draft_id: UUID) -> Coverage:
    """Return which criterion is practised, asked and shown, however unfinished the draft is."""
    return coverage(_draft(request, organisation_id, draft_id).content)


@router.put(HERE + "/{draft_id}/files", response=DraftOut)
def put_files(
    request: HttpRequest,
    organisation_id: UUID,
    draft_id: UUID,
    body: FilesIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """
    Let a draft hold the pack that these files make, and nothing else; its media stay.

    They must make a pack that can be read; what is unfinished is written in the studio.
    """
    draft = _draft(request, organisation_id, draft_id)

    def act() -> dict[str, Any]:
        media = {f"media/{name}": b"" for name in draft_queries.media_names(draft)}
        pack = read_files(media | {name: text.encode() for name, text in body.files.items()})
        saved = replace_parts(draft=draft, parts=parts_of(pack), seen=body.revision, at=now())
        return _shown(saved)

    return once(request, idempotency_key, act)


@router.post(HERE + "/{draft_id}/publication", response=PublishedOut)
def publish(
    request: HttpRequest,
    organisation_id: UUID,
    draft_id: UUID,
    body: PublishIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Publish a draft; from then on it never changes."""
    draft = _draft(request, organisation_id, draft_id)

    def act() -> dict[str, Any]:
        report = publish_draft(
            draft=draft, changes=body.changes, actor=caller(request), at=now()
        ).to_json()
        return {name: report[name] for name in PublishedOut.model_fields}

    return once(request, idempotency_key, act)


@router.delete(HERE + "/{draft_id}", response={204: None})
def discard(
    request: HttpRequest,
    organisation_id: UUID,
    draft_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Throw an open draft away; what was published stays."""

    def act() -> dict[str, Any]:  # once thrown away it is not found, so it is looked for in here
        draft = _draft(request, organisation_id, draft_id)
        discard_draft(draft=draft, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _written(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return organisation_for(caller(request), organisation_id, *draft_queries.AUTHORS)


def _draft(request: HttpRequest, organisation_id: UUID, draft_id: UUID) -> Draft:
    organisation = _written(request, organisation_id)
    draft = draft_or_404(caller(request), draft_id)
    if draft.organisation_id != organisation.pk:
        raise Http404
    return draft


def _shown(draft: Draft) -> dict[str, Any]:
    shown = DraftOut(
        id=draft.pk,
        key=draft.key,
        title=draft.title,
        revision=draft.revision,
        updated_at=draft.updated_at,
        published_at=draft.published_at,
        files={name: data.decode() for name, data in files_of(draft.content).items()},
        media=draft_queries.media_names(draft),
        findings=[_finding(one) for one in draft_queries.findings_of(draft)],
    )
    return shown.model_dump(mode="json")


def _finding(one: Finding) -> FindingOut:
    return FindingOut(
        where=one.where, code=one.code, detail=one.detail, severity=one.severity.value
    )
