"""The page on which anybody verifies anything."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from cairn.errors import CairnError
from cairn.vc.report import VerificationReport
from cairn_server.credentials.check_words import headline_of, lines_of
from cairn_server.credentials.forms import VerifyForm
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.verifying import report_on_bytes, report_on_text

TONES = {"valid": "good", "invalid": "bad", "undetermined": "warn"}


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file, a link or a text; say in one sentence whether to believe it, then why."""
    if request.method != "POST":
        return _answer(request, VerifyForm(initial={"text": request.GET.get("link", "")[:2000]}))
    at = now()
    spend(VERIFYING, asker_of(request), at=at)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, form, status=422)
    try:
        report = _report(form, at)
    except CairnError as error:
        form.add_error(None, str(error))
        return _answer(request, form, status=422)
    return _answer(request, form, report)


def _report(form: VerifyForm, at: datetime) -> VerificationReport:
    file = form.cleaned_data["file"]
    if file:
        return report_on_bytes(file.read(), at=at, name=file.name)
    return report_on_text(form.cleaned_data["text"], at=at)


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
    }
    return render(request, template, context, status=status)
