"""What publishing a draft would change, and for whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import PersonRequest
from cairn_server.catalog.access import draft_or_404
from cairn_server.hub import draft_changes


@require_safe
@login_required
def changes(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show field by field and question by question what a new version would change."""
    draft = draft_or_404(request.user, draft_id)
    context = {
        "draft": draft,
        "changes": draft_changes.changes_of(draft),
        "affected": draft_changes.affected_by(draft),
    }
    return render(request, "hub/draft_changes.html", context)
