"""A draft as a whole: its table, its problems, its pictures, its publication."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import CairnError, MalformedInput
from cairn.exchange.pack_coverage import coverage
from cairn.exchange.pack_draft import MANIFEST, ids_of, name_of, read_draft
from cairn.exchange.pack_writing import pack_archive
from cairn_server.accounts.access import PersonRequest
from cairn_server.catalog.access import draft_media_or_404, draft_or_404
from cairn_server.catalog.draft_queries import findings_of
from cairn_server.catalog.drafting import discard_draft, keep_draft_media, next_draft
from cairn_server.catalog.models import Achievement, Draft
from cairn_server.catalog.publishing import publish_draft
from cairn_server.catalog.studio_fields import titles
from cairn_server.catalog.studio_forms import cleaned
from cairn_server.catalog.studio_problems import problems_of
from cairn_server.errors import NotPublishable
from cairn_server.files.receiving import upload_limit
from cairn_server.files.serving import file_response
from cairn_server.files.storing import path_of

MAX_MEDIA_BYTES = 64 << 20
LONGEST_CHANGES = 4_000
FOLDERS = ("achievements", "units", "tasks", "rubrics", "quizzes", "gatherings")
PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@require_safe
@login_required
def draft(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what the draft has, what its criteria lack, and what keeps it from being published."""
    one = draft_or_404(request.user, draft_id)
    told = request.session.pop("studio-findings", None)
    return _render(request, one, told=told)


@require_POST
@login_required
def publication(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Publish the draft; say what keeps it from that if something does."""
    one = draft_or_404(request.user, draft_id)
    changes = cleaned(request.POST.get("changes", "")).strip()[:LONGEST_CHANGES]
    try:
        publish_draft(draft=one, changes=changes, actor=request.user, at=now())
    except NotPublishable as error:
        return _render(request, one, error=str(error), status=error.status)
    messages.success(request, _("Published. This version never changes again."))
    return redirect("catalog:studio-draft", one.pk)


@require_POST
@login_required
def versions(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Begin the next version of what was published of a draft, or open the one begun."""
    one = draft_or_404(request.user, draft_id)
    following = next_draft(draft=one, actor=request.user, at=now())
    return redirect("catalog:studio-draft", following.pk)


@require_POST
@login_required
def removal(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    one = draft_or_404(request.user, draft_id)
    discard_draft(draft=one, actor=request.user, at=now())
    messages.success(request, _("The draft is gone. What was published stays."))
    return redirect("catalog:studio")


@upload_limit(MAX_MEDIA_BYTES + (1 << 20))
@require_POST
@login_required
def media_files(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Keep a picture or video for the cards."""
    one = draft_or_404(request.user, draft_id)
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise MalformedInput(_("Choose a file first"))
        kept = keep_draft_media(draft=one, name=sent.name or "", data=sent.read())
    except CairnError as error:
        return _render(request, one, media_error=str(error), status=error.status)
    line = f"!: {kept.name} | "
    messages.success(request, _("Kept. Show it on a card with: %(line)s") % {"line": line})
    unit = request.POST.get("unit", "")
    if unit in ids_of(one.content, "units"):
        return redirect("catalog:studio-part", one.pk, "units", unit)
    return redirect("catalog:studio-draft", one.pk)


@require_safe
@login_required
def media(request: PersonRequest, draft_id: UUID, name: str) -> HttpResponseBase:
    """Send a picture or video of the draft to its authors."""
    file = draft_media_or_404(draft_or_404(request.user, draft_id), name)
    return file_response(request, file.digest, file.media_type, file.name)


@require_safe
@login_required
def archive(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Send the draft as a content pack."""
    one = draft_or_404(request.user, draft_id)
    files = {file.name: path_of(file.digest).read_bytes() for file in one.media.all()}
    pack, _findings = read_draft(one.content, files)
    if pack is None:
        raise NotPublishable(_("A part is still incomplete: mend what is listed first"))
    return HttpResponse(
        pack_archive(pack),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{one.key}.zip"'},
    )


def _render(
    request: PersonRequest, one: Draft, *, status: int = 200, **told: object
) -> HttpResponse:
    parts = one.content
    problems = problems_of(one, findings_of(one))
    context = {
        "draft": one,
        "manifest": parts[MANIFEST],
        "parts": {folder: titles(parts, folder) for folder in FOLDERS},
        "minutes": _minutes(one),
        "table": coverage(parts),
        "problems": problems,
        "errors": sum(problem.is_error for problem in problems),
        "media": list(one.media.order_by("name")),
        "first_unit": next(iter(ids_of(parts, "units")), ""),
        "earned": _earned(one),
        **told,
    }
    return render(request, "catalog/studio_draft.html", context, status=status)


def _minutes(one: Draft) -> int:
    told = [one.content[name_of("units", id)].get("minutes") for id in ids_of(one.content, "units")]
    return sum(minutes for minutes in told if isinstance(minutes, int))


def _earned(one: Draft) -> list[tuple[UUID, str]]:
    """Return what was published of the draft: id and title. One query."""
    if one.published_at is None:
        return []
    names = dict(titles(one.content, "achievements"))
    rows = Achievement.objects.filter(organisation=one.organisation, key__in=list(names))
    return [(row.pk, names[row.key]) for row in rows]
