"""Pictures, videos and captions of a draft for other programs: kept, and read again."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from cairn.errors import InputTooLarge, MalformedInput
from cairn_server.accounts.api_auth import caller
from cairn_server.catalog.access import draft_media_or_404, draft_or_404
from cairn_server.catalog.draft_views import MAX_MEDIA_BYTES
from cairn_server.catalog.drafting import keep_draft_media
from cairn_server.catalog.models import Draft, DraftMedia
from cairn_server.files.serving import file_response

router = Router(tags=["drafts"])
HERE = "/organisations/{organisation_id}/drafts/{draft_id}/media"


class MediaOut(Schema):
    name: str = Field(description="by which a card shows it: `!: name | what is to be seen`")
    media_type: str
    size: int = Field(description="bytes, as it is kept")


@router.post(HERE, response={201: MediaOut})
def create_media(
    request: HttpRequest,
    organisation_id: UUID,
    draft_id: UUID,
    file: File[UploadedFile | None] = None,
) -> Status[DraftMedia]:
    """
    Keep a file for the cards of a draft, in place of one of its name; examined before.

    A picture loses its metadata; a PDF or a film may keep some.
    """
    draft = _draft(request, organisation_id, draft_id)
    if file is None:  # said only to whose draft it is
        raise MalformedInput('Send the file as multipart under the name "file"')
    if (file.size or 0) > MAX_MEDIA_BYTES:
        raise InputTooLarge(f"The file has more than {MAX_MEDIA_BYTES >> 20} MB")
    return Status(201, keep_draft_media(draft=draft, name=file.name or "", data=file.read()))


@router.get(HERE + "/{name}", response=None)
def get_media(
    request: HttpRequest, organisation_id: UUID, draft_id: UUID, name: str
) -> HttpResponseBase:
    """Return a file of a draft to its authors."""
    kept = draft_media_or_404(_draft(request, organisation_id, draft_id), name)
    return file_response(request, kept.digest, kept.media_type, kept.name)


def _draft(request: HttpRequest, organisation_id: UUID, draft_id: UUID) -> Draft:
    draft = draft_or_404(caller(request), draft_id)
    if draft.organisation_id != organisation_id:
        raise Http404
    return draft
