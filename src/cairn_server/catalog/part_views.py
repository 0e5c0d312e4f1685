"""The editors of a draft's parts: one page a part, saved while it is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.errors import CairnError
from cairn.exchange.pack_draft import MANIFEST, Part, name_of
from cairn_server.accounts.access import PersonRequest
from cairn_server.catalog import requirement_tree as trees
from cairn_server.catalog.access import draft_or_404
from cairn_server.catalog.draft_queries import findings_of
from cairn_server.catalog.draft_template import new_criterion, new_task, new_unit
from cairn_server.catalog.drafting import add_part, remove_part, save_part
from cairn_server.catalog.models import Draft
from cairn_server.catalog.question_fields import question_titles
from cairn_server.catalog.requirement_forms import outline, sent_tree, shown_tree
from cairn_server.catalog.studio_fields import FIELDS, Items, titles
from cairn_server.catalog.studio_forms import (
    cleaned,
    differences,
    part_from,
    sent_sequence,
    shown_items,
)
from cairn_server.catalog.studio_preview import preview_cards
from cairn_server.catalog.studio_problems import of_part, problems_of
from cairn_server.errors import StaleDraft

LONGEST_TITLE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def part(request: PersonRequest, draft_id: UUID, kind: str, part: str) -> HttpResponse:
    """Show a part in its editor; take what was typed, complete or not."""
    draft = draft_or_404(request.user, draft_id)
    name = _name(draft, kind, part)
    if request.method != "POST":
        return _render(request, draft, kind, part, draft.content[name])
    before = draft.content[name]
    sent = part_from(FIELDS[kind](draft.content, part), request.POST, before)
    do = request.POST.get("do", "")
    if do == "add:criteria":
        known = sent.get("criteria", [])
        sent["criteria"] = [*known, new_criterion(_criterion_id(known), "")]
    sequence = sent_sequence(request.POST)
    try:
        draft = save_part(draft=draft, name=name, part=sent, sequence=sequence, at=now())
    except StaleDraft as stale:
        return _stale(request, draft, kind, part, sent, stale)
    except CairnError as error:
        if "HX-Request" in request.headers:
            raise
        return _render(request, draft, kind, part, sent, error=error)
    if "HX-Request" in request.headers:
        return _saved(request, draft, kind, part)
    more = do.removeprefix("add:") if do.startswith("add:") and do != "add:criteria" else ""
    here = reverse("catalog:studio-part", args=[draft.pk, kind, part])
    return redirect(f"{here}?more={more}#{more}" if more else here)


@require_POST
@login_required
def parts(request: PersonRequest, draft_id: UUID, kind: str) -> HttpResponse:
    """Add a part of a kind, by its title."""
    draft = draft_or_404(request.user, draft_id)
    if kind not in FIELDS or kind == "pack":
        raise Http404
    title = " ".join(cleaned(request.POST.get("title", "")).split())[:LONGEST_TITLE]
    rubrics = titles(draft.content, "rubrics")
    new: dict[str, Part] = {
        "achievements": {"kind": "micro-credential", "half_life_years": 5},
        "units": new_unit(),
        "tasks": new_task(rubrics[0][0] if rubrics else ""),
        "quizzes": {"minutes": 10, "cut_score": 0.8},
        "gatherings": {"kind": "webinar", "minutes": 60},
    }
    id = add_part(draft=draft, folder=kind, title=title or kind, part=new.get(kind, {}), at=now())
    return redirect("catalog:studio-part", draft.pk, kind, id)


@require_POST
@login_required
def part_removal(request: PersonRequest, draft_id: UUID, kind: str, part: str) -> HttpResponse:
    draft = draft_or_404(request.user, draft_id)
    _name(draft, kind, part)
    if kind == "pack":
        raise Http404
    remove_part(draft=draft, folder=kind, id=part, at=now())
    return redirect("catalog:studio-draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def requirements(request: PersonRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Show the tree of what an achievement requires; change it node by node."""
    draft = draft_or_404(request.user, draft_id)
    name = _name(draft, "achievements", part)
    stored = draft.content[name]
    tree = trees.tree_of(stored.get("requirements"))
    if request.method != "POST":
        return _render_tree(request, draft, part, tree)
    tree = sent_tree(tree, request.POST)
    sent = {**stored, "requirements": trees.json_of(tree)}
    sequence = sent_sequence(request.POST)
    try:
        draft = save_part(draft=draft, name=name, part=sent, sequence=sequence, at=now())
    except StaleDraft as stale:
        return _stale_tree(request, draft, part, tree, stale)
    if "HX-Request" in request.headers:
        return _saved(request, draft, "achievements", part)
    return redirect("catalog:studio-requirements", draft.pk, part)


@require_safe
@login_required
def preview(request: PersonRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Show the whole unit in the frame of a phone."""
    draft = draft_or_404(request.user, draft_id)
    _name(draft, "units", part)
    return render(request, "catalog/studio_preview.html", _unit_context(draft, part))


def _name(draft: Draft, kind: str, part: str) -> str:
    if kind not in FIELDS:
        raise Http404
    name = MANIFEST if kind == "pack" else name_of(kind, part)
    if name not in draft.content:
        raise Http404
    return name


def _criterion_id(known: list[Part]) -> str:
    taken = {one.get("id") for one in known}
    numbers = range(1, len(known) + 2)
    return next(f"criterion-{n}" for n in numbers if f"criterion-{n}" not in taken)


def _context(draft: Draft, kind: str, part: str) -> dict[str, Any]:
    findings = of_part(findings_of(draft), _name(draft, kind, part))
    return {
        "draft": draft,
        "kind": kind,
        "part": part,
        "findings": findings,
        "problems": problems_of(draft, findings),
        **(_unit_context(draft, part) if kind == "units" else {}),
    }


def _unit_context(draft: Draft, unit: str) -> dict[str, Any]:
    cards, unreadable = preview_cards(draft, unit)
    stated = draft.content[name_of("units", unit)]
    return {
        "draft": draft,
        "unit": unit,
        "stated": stated,
        "cards": cards,
        "unreadable": unreadable,
        "words": sum(card.words for card in cards),
        "questions": question_titles(draft.content, unit),
    }


def _render(
    request: PersonRequest,
    draft: Draft,
    kind: str,
    part: str,
    shown: Part,
    *,
    error: CairnError | None = None,
    stale: StaleDraft | None = None,
) -> HttpResponse:
    """Show the editor with `shown` in it, whether that could be saved or not."""
    name = _name(draft, kind, part)
    context = _context(draft, kind, part)
    items: Items = FIELDS[kind](draft.content, part)
    sequence = (stale.sequence if stale else draft.sequences.get(name, 0)) + 1
    more = request.GET.get("more", "")
    context |= {
        "shown": shown,
        "items": shown_items(items, shown, more=more, findings=context["findings"]),
        "sequence": sequence,
        "error": error,
        "stale": stale,
        "other": differences(items, shown, draft.content[name]) if stale else (),
    }
    status = (stale or error).status if stale or error else 200  # type: ignore[union-attr]  # one is
    return render(request, "catalog/studio_part.html", context, status=status)


def _saved(request: PersonRequest, draft: Draft, kind: str, part: str) -> HttpResponse:
    context = _context(draft, kind, part)
    saved = draft.sequences.get(_name(draft, kind, part), 0)
    context |= {"next": saved + 1, "at": draft.updated_at}
    return render(request, "catalog/_studio_saved.html", context)


def _stale(
    request: PersonRequest, draft: Draft, kind: str, part: str, sent: Part, stale: StaleDraft
) -> HttpResponse:
    draft.refresh_from_db()
    if "HX-Request" not in request.headers:
        return _render(request, draft, kind, part, sent, stale=stale)
    items = FIELDS[kind](draft.content, part)
    stored = draft.content[_name(draft, kind, part)]
    context = {
        "stale": stale,
        "next": stale.sequence + 1,
        "other": differences(items, sent, stored),
    }
    return render(request, "catalog/_studio_stale.html", context, status=stale.status)


def _stale_tree(
    request: PersonRequest, draft: Draft, part: str, tree: trees.Node, stale: StaleDraft
) -> HttpResponse:
    draft.refresh_from_db()
    if "HX-Request" not in request.headers:
        return _render_tree(request, draft, part, tree, stale=stale)
    context = {"stale": stale, "next": stale.sequence + 1, "other": _stored_tree(draft, part)}
    return render(request, "catalog/_studio_stale.html", context, status=stale.status)


def _stored_tree(draft: Draft, part: str) -> list[tuple[str, str]]:
    """Return the tree as it is saved, in words, with what it is called."""
    stored = trees.tree_of(draft.content[name_of("achievements", part)].get("requirements"))
    return [(_("Requirements"), "\n".join(outline(shown_tree(stored, draft.content))))]


def _render_tree(
    request: PersonRequest,
    draft: Draft,
    part: str,
    tree: trees.Node,
    *,
    stale: StaleDraft | None = None,
) -> HttpResponse:
    name = name_of("achievements", part)
    findings = of_part(findings_of(draft), name)
    context = {
        "draft": draft,
        "part": part,
        "title": draft.content[name].get("title") or part,
        "tree": (shown := shown_tree(tree, draft.content)),
        "outline": outline(shown),
        "sequence": (stale.sequence if stale else draft.sequences.get(name, 0)) + 1,
        "problems": problems_of(draft, findings),
        "stale": stale,
        "other": _stored_tree(draft, part) if stale else (),
    }
    status = stale.status if stale else 200
    return render(request, "catalog/studio_requirements.html", context, status=status)
