"""The page on which anybody verifies anything, and the page of a list of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import CairnError, MalformedInput
from cairn.openbadges.expected import Expected
from cairn.reading.csv import csv_lines
from cairn.vc.report import VerificationReport
from cairn_server.credentials.access import verification_list_of
from cairn_server.credentials.brought import Brought, files_of, links_in, table_of
from cairn_server.credentials.check_words import (
    headline_of,
    is_perhaps_copied,
    is_presentation,
    lines_of,
)
from cairn_server.credentials.forms import VerifyForm
from cairn_server.credentials.limiting import VERIFYING, VERIFYING_LISTS, asker_of, spend
from cairn_server.credentials.verification_queries import (
    COLUMNS,
    access_to,
    cells_of,
    list_state,
    rows_of,
)
from cairn_server.credentials.verifying import report_on_bytes, report_on_text
from cairn_server.credentials.verifying_later import verify_later
from cairn_server.credentials.verifying_many import KEPT, forget_list
from cairn_server.files.receiving import upload_limit

TONES = {"valid": "good", "invalid": "bad", "undetermined": "warn"}
REQUEST_BYTES = 64 << 20
SESSION_KEY = "verification-lists"
MOST_IN_SESSION = 20
SHOWN_ROWS = 200


@upload_limit(REQUEST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take files, a link or a text; say in one sentence whether to believe it, then why."""
    if request.method != "POST":
        return _answer(request, VerifyForm(initial={"text": request.GET.get("link", "")[:2000]}))
    at = now()
    spend(VERIFYING, asker_of(request), at=at)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, form, status=422)
    files, text = form.cleaned_data["file"], form.cleaned_data["text"]
    expected = form.expected
    try:
        many = _many(files, text)
        if many and not expected.is_nothing:
            text = _("Whose it is and for whom can be asked of one credential at a time.")
            raise MalformedInput(text)
        report = None if many else _report(files, text, expected, at)
    except CairnError as error:
        form.add_error(None, str(error))
        return _answer(request, form, status=422)
    if many:
        return _begin_list(request, many, at)
    return _answer(request, form, report)


@require_GET
def verification_list(request: HttpRequest, list_id: str) -> HttpResponse:
    """Show how far the work on a list is, and what came of each row."""
    access = request.GET.get("access", "")
    made = verification_list_of(list_id, known=_known(request), access=access)
    context = {
        "list": made,
        "state": list_state(made),
        "rows": rows_of(made, most=SHOWN_ROWS),
        "shown_rows": SHOWN_ROWS,
        "erased_at": made.created_at + KEPT,
        "access": access_to(made),
        "is_own": made.pk in _known(request),
    }
    partial = request.headers.get("HX-Target") == "work"
    template = "credentials/_verification_list.html" if partial else _LIST_TEMPLATE
    return render(request, template, context)


@require_GET
def verification_results(request: HttpRequest, list_id: str) -> StreamingHttpResponse:
    """Send what came of each row as a table."""
    access = request.GET.get("access", "")
    made = verification_list_of(list_id, known=_known(request), access=access)
    answer = StreamingHttpResponse(
        csv_lines(COLUMNS, map(cells_of, rows_of(made))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="verified.csv"'
    return answer


@require_POST
def verification_erasure(request: HttpRequest, list_id: str) -> HttpResponse:
    """Erase a list before its day is over, for whoever brought it."""
    forget_list(verification_list_of(list_id, known=_known(request), access=""))
    return redirect("credentials:verify")


_LIST_TEMPLATE = "credentials/verification_list.html"


def _many(files: Sequence[UploadedFile[bytes]], text: str) -> list[Brought]:
    """Return what is to be verified as a list; [] if it is one thing to be answered at once."""
    tables = [file for file in files if str(file.name).lower().endswith(".csv")]
    if tables and len(files) > 1:
        raise MalformedInput("Bring a table of links by itself, without other files")
    if tables:
        return table_of(tables[0].read())
    if len(files) > 1:
        return files_of((str(file.name), file.read()) for file in files)
    return [] if files else links_in(text)


def _begin_list(request: HttpRequest, many: Sequence[Brought], at: datetime) -> HttpResponse:
    spend(VERIFYING_LISTS, asker_of(request), at=at)
    made = verify_later(many, at=at)
    request.session[SESSION_KEY] = [*_known(request), made.pk][-MOST_IN_SESSION:]
    address = reverse("credentials:verification-list", args=[made.pk])
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _known(request: HttpRequest) -> list[str]:
    """Return the ids of the lists that began in this session."""
    return list(request.session.get(SESSION_KEY, []))


def _report(
    files: Sequence[UploadedFile[bytes]], text: str, expected: Expected, at: datetime
) -> VerificationReport:
    if files:
        data, name = files[0].read(), files[0].name
        return report_on_bytes(data, at=at, name=name, expected=expected)
    return report_on_text(text, at=at, expected=expected)


def _answer(
    request: HttpRequest,
    form: VerifyForm,
    report: VerificationReport | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    partial = "HX-Request" in request.headers
    template = "credentials/_verdict.html" if partial else "credentials/verify.html"
    context = {
        "form": form,
        "report": report,
        "tone": TONES[report.outcome] if report else "",
        "headline": headline_of(report) if report else "",
        "checks": lines_of(report) if report else [],
        "all_count": report is not None and is_presentation(report),
        "is_perhaps_copied": report is not None and is_perhaps_copied(report),
    }
    return render(request, template, context, status=status)
