"""The frameworks of an organisation: what it has, and a file that brings in more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.errors import CairnError, InputError
from cairn.frameworks.own import COLUMNS
from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.views import require_form
from cairn_server.frameworks import queries
from cairn_server.frameworks.bringing_own import bring_own_framework
from cairn_server.frameworks.forms import FrameworkFileForm
from cairn_server.frameworks.importing import FrameworkReport
from cairn_server.frameworks.models import CompetencyKind

MAY = (RoleName.AUTHOR, RoleName.OWNER)
SHOWN = 100
EXAMPLES = (
    (
        "T1",
        "Ask open questions",
        "skill",
        "Asks so that more than one answer is right.",
        "",
        "",
        "",
    ),
    ("T1.1", "Wait after asking", "skill", "", "wait time|pausing", "T1", ""),
    ("D1", "Use a spreadsheet", "technology", "", "Excel|Calc", "", "2.5"),
)


@require_form
@login_required
def frameworks(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the organisation's own frameworks; take a file, say what it would do, do it."""
    organisation = organisation_for(request.user, organisation_id, *MAY)
    if request.method != "POST":
        return _render(request, organisation, FrameworkFileForm())
    form = FrameworkFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, organisation, form, status=422)
    content = form.content
    confirmed = "confirmed" in request.POST
    try:
        report = bring_own_framework(
            told=form.told(),
            data=content,
            organisation=organisation,
            actor=request.user,
            at=now(),
            dry_run=not confirmed,
        )
    except InputError as error:
        form.add_error("file", str(error))
        return _render(request, organisation, form, status=error.status)
    except CairnError as error:
        form.add_error("name", str(error))
        return _render(request, organisation, form, status=error.status)
    if not confirmed:
        text = content.decode("utf-8-sig")
        return _render(request, organisation, form, report=report, text=text)
    counts = report.to_json()
    messages.success(
        request,
        _("%(created)d added, %(updated)d updated, %(removed)d retired, %(errors)d not used.")
        % {**counts, "errors": len(counts["errors"])},
    )
    return redirect("frameworks:frameworks", organisation.pk)


@require_safe
@login_required
def framework_template(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Send a file to fill in."""
    organisation_for(request.user, organisation_id, *MAY)
    return HttpResponse(
        "".join(csv_lines(COLUMNS[:-1], EXAMPLES)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="skills.csv"'},
    )


def _render(
    request: PersonRequest,
    organisation: Organisation,
    form: FrameworkFileForm,
    *,
    report: FrameworkReport | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "report": report,
        "counts": report.to_json() if report else None,
        "parts": _parts(report) if report else (),
        "text": text,
        "frameworks": queries.frameworks_of(organisation),
        "kinds": CompetencyKind.values,
    }
    return render(request, "frameworks/frameworks.html", context, status=status)


def _parts(report: FrameworkReport) -> list[tuple[str, str, list[str], int]]:
    """Return what would happen to which skills: class, words, names, how many more."""
    changes = report.comparison.competencies
    lists = (
        ("good", _("Added"), changes.added),
        ("plain", _("Updated"), changes.changed),
        ("warn", _("Retired"), changes.removed),
    )
    return [
        (look, words, [one.name for one in found[:SHOWN]], max(len(found) - SHOWN, 0))
        for look, words, found in lists
        if found
    ]
