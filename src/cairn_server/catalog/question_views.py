"""The editor of one question: each kind with its options, tried out as a learner would."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import MalformedInput
from cairn.exchange.pack_draft import Part, Parts, ids_of, name_of
from cairn.psychometrics.questions import Question
from cairn_server.accounts.access import PersonRequest
from cairn_server.catalog.access import draft_or_404
from cairn_server.catalog.draft_queries import findings_of
from cairn_server.catalog.draft_questions import (
    find_question,
    free_question_id,
    place_of,
    put_question,
    take_question,
)
from cairn_server.catalog.drafting import change_parts
from cairn_server.catalog.models import Draft
from cairn_server.catalog.question_fields import question as question_fields
from cairn_server.catalog.question_fields import question_kinds
from cairn_server.catalog.studio_fields import title_of
from cairn_server.catalog.studio_forms import (
    cleaned,
    differences,
    part_from,
    sent_sequence,
    shown_items,
)
from cairn_server.catalog.studio_preview import PreviewQuestion, preview_question
from cairn_server.catalog.studio_problems import of_part, problems_of
from cairn_server.errors import StaleDraft

OF_KINDS = ("options", "answers", "numeric", "pairs", "distractors", "answer")
LONGEST_PROMPT = 2_000


@require_POST
@login_required
def questions(request: PersonRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Add a question to a unit, and the card that shows it."""
    draft = draft_or_404(request.user, draft_id)
    _require_unit(draft, part)
    prompt = cleaned(request.POST.get("prompt", "")).strip()[:LONGEST_PROMPT]
    kinds = [kind.value for kind, _label in question_kinds()]
    kind = request.POST.get("kind", "")
    new: Part = {"kind": kind if kind in kinds else "choice", "prompt": prompt}
    if request.POST.get("use") == "assessment":
        new["use"] = "assessment"
    if request.POST.get("criterion"):
        new["criterion"] = cleaned(request.POST["criterion"])[:120]
    id = ""

    def put(parts: Parts) -> None:
        nonlocal id
        id = free_question_id(parts, prompt)
        put_question(parts, part, {"id": id, **new})

    change_parts(draft=draft, name=name_of("units", part), change=put, sequence=None, at=now())
    return redirect("catalog:studio-question", draft.pk, part, id)


@require_POST
@login_required
def question_removal(
    request: PersonRequest, draft_id: UUID, part: str, question: str
) -> HttpResponse:
    draft = draft_or_404(request.user, draft_id)
    _stored(draft, part, question)

    def take(parts: Parts) -> None:
        take_question(parts, part, question)

    place = place_of(part, question)
    change_parts(draft=draft, name=place, change=take, sequence=None, at=now())
    return redirect("catalog:studio-part", draft.pk, "units", part)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: PersonRequest, draft_id: UUID, part: str, question: str) -> HttpResponse:
    """Show a question in its editor; take what was typed, or try it out."""
    draft = draft_or_404(request.user, draft_id)
    stored = _stored(draft, part, question)
    if request.method != "POST":
        return _render(request, draft, part, stored)
    if request.POST.get("do") == "try":
        return _render(request, draft, part, stored, tried=_tried(stored, request))
    sent = _sent(draft, stored, request)
    sequence = sent_sequence(request.POST)

    def put(parts: Parts) -> None:
        if find_question(parts, part, question) is None:
            raise MalformedInput(_("This question was removed from another tab"))
        put_question(parts, part, sent)

    place = place_of(part, question)
    try:
        draft = change_parts(draft=draft, name=place, change=put, sequence=sequence, at=now())
    except StaleDraft as stale:
        draft.refresh_from_db()
        return _stale(request, draft, part, sent, stale)
    if "HX-Request" in request.headers:
        return _saved(request, draft, part, question)
    return redirect(_after(request, draft, part, question))


def _sent(draft: Draft, stored: Part, request: PersonRequest) -> Part:
    """Return the question as sent; a new kind takes over what it has in common with the old."""
    kind = str(stored.get("kind", ""))
    sent = part_from(question_fields(draft.content, kind), request.POST, stored)
    sent["id"] = stored["id"]
    if sent.get("kind") != kind:
        kept = [one.name for one in question_fields(draft.content, str(sent.get("kind", "")))]
        sent = {name: value for name, value in sent.items() if name == "id" or name in kept}
    return sent


def _tried(stored: Part, request: PersonRequest) -> PreviewQuestion | None:
    read = _readable(stored)
    return preview_question(read, request.POST) if read else None


def _readable(stored: Part) -> Question | None:
    try:
        return Question.from_json(stored)
    except MalformedInput:
        return None


def _after(request: PersonRequest, draft: Draft, unit: str, id: str) -> str:
    here = reverse("catalog:studio-question", args=[draft.pk, unit, id])
    more = request.POST.get("do", "").partition("add:")[2]
    return f"{here}?more={more}#{more}" if more else here


def _require_unit(draft: Draft, unit: str) -> None:
    if unit not in ids_of(draft.content, "units"):
        raise Http404


def _stored(draft: Draft, unit: str, id: str) -> Part:
    _require_unit(draft, unit)
    found = find_question(draft.content, unit, id)
    if found is None:
        raise Http404
    return found


def _context(draft: Draft, unit: str, shown: Part) -> dict[str, object]:
    findings = of_part(findings_of(draft), name_of("questions", unit), str(shown["id"]))
    read = _readable(shown)
    return {
        "draft": draft,
        "unit": unit,
        "unit_title": title_of(draft.content, "units", unit),
        "question_id": shown["id"],
        "findings": findings,
        "problems": problems_of(draft, findings),
        "question": preview_question(read) if read else None,
    }


def _render(
    request: PersonRequest,
    draft: Draft,
    unit: str,
    shown: Part,
    *,
    tried: PreviewQuestion | None = None,
    stale: StaleDraft | None = None,
) -> HttpResponse:
    context = _context(draft, unit, shown)
    items = question_fields(draft.content, str(shown.get("kind", "")))
    stored = find_question(draft.content, unit, str(shown["id"])) or {}
    saved = draft.sequences.get(place_of(unit, str(shown["id"])), 0)
    context |= {
        "items": shown_items(items, shown, more=request.GET.get("more", "")),
        "sequence": (stale.sequence if stale else saved) + 1,
        "stale": stale,
        "other": differences(items, shown, stored) if stale else (),
        "question": tried or context["question"],
        "tried": tried,
    }
    status = stale.status if stale else 200
    if "HX-Request" in request.headers:
        return render(request, "catalog/_studio_try.html", context, status=status)
    return render(request, "catalog/studio_question.html", context, status=status)


def _saved(request: PersonRequest, draft: Draft, unit: str, id: str) -> HttpResponse:
    context = _context(draft, unit, _stored(draft, unit, id))
    saved = draft.sequences.get(place_of(unit, id), 0)
    context |= {"next": saved + 1, "at": draft.updated_at, "kind": "question"}
    return render(request, "catalog/_studio_saved.html", context)


def _stale(
    request: PersonRequest, draft: Draft, unit: str, sent: Part, stale: StaleDraft
) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return _render(request, draft, unit, sent, stale=stale)
    items = question_fields(draft.content, str(sent.get("kind", "")))
    stored = find_question(draft.content, unit, str(sent["id"])) or {}
    context = {
        "stale": stale,
        "next": stale.sequence + 1,
        "other": differences(items, sent, stored),
    }
    return render(request, "catalog/_studio_stale.html", context, status=stale.status)
