"""Bringing in people by a file: what would happen first, then doing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.errors import InputError
from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.forms import PeopleFileForm
from cairn_server.accounts.importing import PeopleReport, import_people
from cairn_server.accounts.importing_later import import_people_later, is_for_later
from cairn_server.accounts.member_rows import COLUMNS
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.views import require_form

SHOWN_ROWS = 200
EXAMPLES = (
    ("maria@example.org", "Maria Meyer", "4711", "", "Sorting hall", "sam@example.org"),
    ("sam@example.org", "Sam Okoro", "4712", "evaluator author", "Sorting hall; Night shift", ""),
)


@require_form
@login_required
def people_file(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Take a file, say what it would do; do it when that is confirmed."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    if request.method != "POST":
        return _render(request, organisation, PeopleFileForm())
    form = PeopleFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, organisation, form, status=422)
    content = form.content
    confirmed = "confirmed" in request.POST
    if confirmed and is_for_later(content):
        text = content.decode("utf-8-sig", "replace")
        work = import_people_later(
            organisation=organisation, text=text, actor=request.user, at=now()
        )
        return redirect("hub:progress", work.pk)
    try:
        report = import_people(
            organisation=organisation,
            data=content,
            actor=request.user,
            at=now(),
            dry_run=not confirmed,
        )
    except InputError as error:
        form.add_error("file", str(error))
        return _render(request, organisation, form, status=error.status)
    if not confirmed:
        text = content.decode("utf-8-sig")
        return _render(request, organisation, form, report=report, text=text)
    messages.success(
        request,
        _("%(created)d added, %(updated)d updated, %(unchanged)d unchanged, %(errors)d not used.")
        % {**report.to_json(), "errors": len(report.errors)},
    )
    return redirect("accounts:members", organisation.pk)


@require_safe
@login_required
def people_file_template(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Send a file to fill in."""
    organisation_for(request.user, organisation_id, RoleName.OWNER)
    return HttpResponse(
        "".join(csv_lines(COLUMNS, EXAMPLES)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
    )


def _render(
    request: PersonRequest,
    organisation: Organisation,
    form: PeopleFileForm,
    *,
    report: PeopleReport | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "report": report,
        "rows": report.rows[:SHOWN_ROWS] if report else (),
        "text": text,
        "roles": RoleName.choices,
    }
    return render(request, "accounts/people_file.html", context, status=status)
