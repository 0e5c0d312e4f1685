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
def progress_list(request: PersonRequest) -> HttpResponse:
    """List the long work that the reader began."""
    return render(request, "hub/progresses.html", {"progresses": recent_progress(request.user.pk)})


@require_safe
@login_required
def progress(request: PersonRequest, progress_id: UUID) -> HttpResponse:
    """Show one piece of long work; the part alone where the page asks for news of itself."""
    found = _own(request, progress_id)
    errors = (found.result or {}).get("errors", [])
    context = {
        "progress": found,
        "counts": _counts(found.result or {}),
        "errors": errors[:SHOWN_ERRORS],
        "more_errors": max(len(errors) - SHOWN_ERRORS, 0),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "hub/_progress.html" if is_part else "hub/progress.html", context)


@require_safe
@login_required
def progress_errors(request: PersonRequest, progress_id: UUID) -> HttpResponse:
    """Send what was not used as a file, to mend and try again."""
    errors = (_own(request, progress_id).result or {}).get("errors", [])
    rows = [[str(error.get(column, "")) for column in ERROR_COLUMNS] for error in errors]
    return HttpResponse(
        "".join(csv_lines(ERROR_COLUMNS, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="not-used.csv"'},
    )


def _own(request: PersonRequest, progress_id: UUID) -> Progress:
    found = progress_of(request.user.pk, progress_id)
    if found is None:
        raise Http404
    return found


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
