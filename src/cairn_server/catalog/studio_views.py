"""The studio's home: what one writes and has published, and the ways to begin."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import CairnError, InputTooLarge, MalformedInput
from cairn.exchange.gift import gift_pack, read_gift
from cairn.exchange.pack import Finding, Pack
from cairn.exchange.pack_reading import read_pack
from cairn.reading.text import text_of
from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.models import Organisation
from cairn_server.catalog import draft_queries
from cairn_server.catalog.access import written_achievement_or_404
from cairn_server.catalog.draft_template import LICENCE
from cairn_server.catalog.drafting import begin_draft, draft_from_pack, draft_of_published
from cairn_server.catalog.studio_forms import cleaned
from cairn_server.files.receiving import upload_limit

MAX_UPLOAD = 64 << 20
MAX_GIFT = 4 << 20
MAX_QUESTIONS = 1000  # the pages of a draft look through all of them
SHOWN_FINDINGS = 20


@require_safe
@login_required
def studio(request: PersonRequest) -> HttpResponse:
    """List drafts and published achievements, and offer the ways to begin."""
    return _render(request)


@require_POST
@login_required
def drafts(request: PersonRequest) -> HttpResponse:
    """Begin a draft from the template."""
    try:
        draft = begin_draft(
            organisation=_organisation(request),
            title=" ".join(cleaned(request.POST.get("title", "")).split()),
            language=cleaned(request.POST.get("language", ""))[:16] or "en",
            actor=request.user,
            at=now(),
        )
    except MalformedInput as error:
        return _render(request, error=str(error), status=error.status)
    return redirect("catalog:studio-draft", draft.pk)


@upload_limit(MAX_UPLOAD + (1 << 20))
@require_POST
@login_required
def packs(request: PersonRequest) -> HttpResponse:
    """Begin a draft with a content pack or a file of questions."""
    organisation = _organisation(request)
    try:
        pack, findings = _read(request, organisation)
        draft = draft_from_pack(organisation=organisation, pack=pack, actor=request.user, at=now())
    except CairnError as error:
        found = getattr(error, "findings", ())[:SHOWN_FINDINGS]
        return _render(request, file_error=str(error), findings=found, status=error.status)
    request.session["studio-findings"] = [one.to_json() for one in findings[:SHOWN_FINDINGS]]
    return redirect("catalog:studio-draft", draft.pk)


@require_POST
@login_required
def published(request: PersonRequest, achievement_id: UUID) -> HttpResponse:
    """Open what is published as a draft: the one that there is, else a new one."""
    achievement = written_achievement_or_404(request.user, achievement_id)
    draft = draft_of_published(achievement=achievement, actor=request.user, at=now())
    return redirect("catalog:studio-draft", draft.pk)


def _read(request: HttpRequest, organisation: Organisation) -> tuple[Pack, list[Finding]]:
    sent = request.FILES.get("file")
    if sent is None:
        raise MalformedInput(_("Choose a file first"))
    name, data = sent.name or "", sent.read()
    if data.startswith(b"PK"):
        return read_pack(data), []
    read = read_gift(text_of(data, max_bytes=MAX_GIFT, allow_bom=True))
    if not read.entries and not read.findings:
        raise MalformedInput(_("There is no question in the file"))
    if len(read.entries) > MAX_QUESTIONS:
        raise InputTooLarge(
            _("The file holds %(n)d questions, and a draft takes %(most)d: divide it into several")
            % {"n": len(read.entries), "most": MAX_QUESTIONS}
        )
    pack = gift_pack(
        read,
        title=name.rpartition(".")[0] or name or _("Questions"),
        language="en",
        licence=LICENCE,
        publisher=organisation.name,
    )
    return pack, list(read.findings)


def _organisation(request: PersonRequest) -> Organisation:
    """Return the organisation that was chosen among those one writes for."""
    mine = draft_queries.written_by(request.user)
    chosen = request.POST.get("organisation")
    found = [one for one in mine if str(one.pk) == chosen or (chosen is None and len(mine) == 1)]
    if not found:
        raise Http404
    return found[0]


def _render(request: PersonRequest, *, status: int = 200, **told: object) -> HttpResponse:
    mine = draft_queries.written_by(request.user)
    if not mine:
        raise Http404
    context = {
        "organisations": mine,
        "drafts": draft_queries.drafts_of(mine),
        "published": draft_queries.published_by(mine),
        "title": request.POST.get("title", ""),
        **told,
    }
    return render(request, "catalog/studio_home.html", context, status=status)
