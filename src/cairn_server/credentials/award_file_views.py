"""Awarding to many by a file: what would happen first, then doing it, then what came of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from cairn.errors import InputError
from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.credentials import issuer_queries
from cairn_server.credentials.access import award_file_of
from cairn_server.credentials.award_rows import COLUMNS
from cairn_server.credentials.awarding_later import award_later
from cairn_server.credentials.awarding_many import AwardReport, check_awards, refused_cells
from cairn_server.credentials.issuer_forms import MAX_CSV_BYTES, AwardFileForm
from cairn_server.files.receiving import upload_limit

SHOWN_ROWS = 200
REQUEST_BYTES = 4 * MAX_CSV_BYTES  # a text that comes back is longer, written as a form
REFUSED_COLUMNS = (*COLUMNS, "line", "code", "problem")
EXAMPLES = (
    (
        "maria@example.org",
        "Maria Meyer",
        "checking-for-understanding",
        "https://example.org/lesson.pdf",
        "A lesson of 40 minutes, observed, with a talk afterwards.",
        "Mentor teacher",
        "2025-03-31",
        "Met on all criteria",
    ),
)

require_form = require_http_methods(["GET", "HEAD", "POST"])


@upload_limit(REQUEST_BYTES)
@require_form
@login_required
def award_files(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Take a file, say what it would do; let it be done when that is confirmed."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    if request.method != "POST":
        return _render(request, organisation, AwardFileForm())
    form = AwardFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, organisation, form, status=422)
    content = form.content
    try:
        if "confirmed" in request.POST:
            file = award_later(
                organisation=organisation, data=content, actor=request.user, at=now()
            )
            messages.success(request, _("It is being done. You may leave this page."))
            return redirect("credentials:award-file", organisation.pk, file.pk)
        report = check_awards(organisation=organisation, data=content, actor=request.user, at=now())
    except InputError as error:
        form.add_error("file", str(error))
        return _render(request, organisation, form, status=error.status)
    text = content.decode("utf-8-sig")
    return _render(request, organisation, form, report=report, text=text)


@require_safe
@login_required
def award_file_template(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Send a file to fill in."""
    organisation_for(request.user, organisation_id, RoleName.ISSUER)
    return HttpResponse(
        "".join(csv_lines(COLUMNS, EXAMPLES)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="awards.csv"'},
    )


@require_GET
@login_required
def award_file(request: PersonRequest, organisation_id: UUID, file_id: UUID) -> HttpResponse:
    """Show how far the work on a file is, and what came of it."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    file = award_file_of(organisation, file_id)
    context = {
        "organisation": organisation,
        "file": file,
        "state": issuer_queries.file_state(file),
        "refused": issuer_queries.refused_rows(file, most=SHOWN_ROWS),
    }
    partial = request.headers.get("HX-Target") == "work"
    template = "credentials/_award_file.html" if partial else "credentials/award_file.html"
    return render(request, template, context)


@require_GET
@login_required
def refused_csv(
    request: PersonRequest, organisation_id: UUID, file_id: UUID
) -> StreamingHttpResponse:
    """Send the rows that were not awarded, to mend and to send again."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    rows = issuer_queries.refused_rows(award_file_of(organisation, file_id))
    cells = refused_cells(rows, COLUMNS)
    answer = StreamingHttpResponse(
        csv_lines(REFUSED_COLUMNS, ([one[name] for name in REFUSED_COLUMNS] for one in cells)),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="not-awarded.csv"'
    return answer


def _render(
    request: PersonRequest,
    organisation: Organisation,
    form: AwardFileForm,
    *,
    report: AwardReport | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "report": report,
        "rows": report.rows[:SHOWN_ROWS] if report else (),
        "text": text,
        "files": [] if report else issuer_queries.recent_files(organisation),
        "achievements": [] if report else issuer_queries.may_award(organisation, at=now()),
    }
    return render(request, "credentials/award_files.html", context, status=status)
