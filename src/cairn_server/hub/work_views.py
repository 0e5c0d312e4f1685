"""Long work that somebody began: how far it is, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.reading import csv_lines
from cairn_server.accounts.access import PersonRequest
from cairn_server.journal.models import Progress
from cairn_server.journal.queries import progress_of, recent_progress

SHOWN_ERRORS = 100
ERROR_COLUMNS = ("where", "code", "detail")


@require_safe
@login_required
def works(request: PersonRequest) -> HttpResponse:
    """List the long work that the reader began."""
    return render(request, "hub/works.html", {"works": recent_progress(request.user.pk)})


@require_safe
@login_required
def work(request: PersonRequest, work_id: UUID) -> HttpResponse:
    """Show one piece of long work; the part alone where the page asks for news of itself."""
    progress = _own(request, work_id)
    errors = (progress.result or {}).get("errors", [])
    context = {
        "work": progress,
        "counts": _counts(progress.result or {}),
        "errors": errors[:SHOWN_ERRORS],
        "more_errors": max(len(errors) - SHOWN_ERRORS, 0),
    }
    asked_by_itself = request.headers.get("HX-Request") == "true"
    return render(request, "hub/_work.html" if asked_by_itself else "hub/work.html", context)


@require_safe
@login_required
def work_errors(request: PersonRequest, work_id: UUID) -> HttpResponse:
    """Send what was not used as a file, to mend and try again."""
    errors = (_own(request, work_id).result or {}).get("errors", [])
    rows = [[str(error.get(column, "")) for column in ERROR_COLUMNS] for error in errors]
    return HttpResponse(
        "".join(csv_lines(ERROR_COLUMNS, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="not-used.csv"'},
    )


def _own(request: PersonRequest, work_id: UUID) -> Progress:
    progress = progress_of(request.user.pk, work_id)
    if progress is None:
        raise Http404
    return progress


def _counts(result: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the numbers of a result with their words, what is zero left out."""
    words = {
        "created": _("added"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "removed": _("removed"),
    }
    counts = [(words[name], result[name]) for name in words if result.get(name)]
    refused = len(result.get("errors", []))
    return [*counts, (_("not used"), refused)] if refused else counts
