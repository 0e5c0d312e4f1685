"""What an organisation awarded: the list, its export, taking back and correcting."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.credentials import issuer_queries, queries
from cairn_server.credentials.access import issued_credential
from cairn_server.credentials.forms import RevokeForm
from cairn_server.credentials.issuer_forms import CorrectionForm
from cairn_server.credentials.issuer_queries import AWARD_COLUMNS, AWARD_SORTS, AwardFilter
from cairn_server.credentials.models import Credential
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.superseding import supersede
from cairn_server.errors import AwardError
from cairn_server.journal.sorting import Order, order_of

FORMER_SORTS = {"newest": "-on", "oldest": "on"}
require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@login_required
def awards(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List what an organisation awarded, a page at a time, to its issuers."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    wanted, order = _wanted(request.GET), _order(request.GET)
    if "after" in request.GET:
        return redirect(_without_cursor(request, organisation, wanted, order))
    number = request.GET.get("page")
    context = {
        "organisation": organisation,
        "issuer": queries.issuer_of(organisation),
        "order": order,
        "rows": issuer_queries.award_sheet(organisation, wanted, order=order, number=number),
        "wanted": wanted,
        "achievements": issuer_queries.may_award(organisation, at=now()),
        "is_narrowed": wanted != AwardFilter(),
    }
    partial = request.headers.get("HX-Target") == "awards"
    template = "credentials/_awards.html" if partial else "credentials/awards.html"
    return render(request, template, context)


@require_GET
@login_required
def awards_csv(request: PersonRequest, organisation_id: UUID) -> StreamingHttpResponse:
    """Export what is wanted of the list as a table, in the order of the list."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    found = issuer_queries.every_award(
        organisation, _wanted(request.GET), order=_order(request.GET)
    )
    rows = (row.cells() for row in found)
    answer = StreamingHttpResponse(
        csv_lines(AWARD_COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="awards.csv"'
    return answer


@require_POST
@login_required
def create_revocation(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Revoke a credential; its status list is out before the answer is."""
    credential = issued_credential(request.user, credential_id)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        context = {"revoke_form": form, "credential": credential}
        return render(request, "credentials/revoke.html", context, status=422)
    revoke(
        credential,
        actor=request.user,
        reason_code=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        at=now(),
    )
    messages.success(request, _("Revoked. Whoever verifies it from now on is told so."))
    return redirect("credentials:credential", credential_id)


@require_form
@login_required
def correction(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Say what correcting means; put a new credential in the place of this one."""
    credential = issued_credential(request.user, credential_id)
    if request.method != "POST":
        day = credential.award.awarded_at.date()
        return _correction(request, credential, CorrectionForm(initial={"awarded_on": day}))
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _correction(request, credential, form, status=422)
    same_day = form.cleaned_data["awarded_on"] == credential.award.awarded_at.date()
    try:
        new = supersede(
            credential,
            actor=request.user,
            at=now(),
            awarded_at=credential.award.awarded_at if same_day else form.moment,
            note=form.cleaned_data["note"],
        )
    except AwardError as error:
        form.add_error(None, str(error))
        return _correction(request, credential, form, status=error.status)
    messages.success(request, _("Corrected. The old credential is revoked and leads here."))
    return redirect("credentials:credential", new.credential.pk)


def _correction(
    request: HttpRequest, credential: Credential, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    context = {"credential": credential, "award": credential.award, "form": form}
    return render(request, "credentials/correction.html", context, status=status)


def _order(query: QueryDict) -> Order:
    asked = query.get("sort", "")
    return order_of(FORMER_SORTS.get(asked, asked), AWARD_SORTS, default="-on")


def _without_cursor(
    request: PersonRequest, organisation: Organisation, wanted: AwardFilter, order: Order
) -> str:
    """Return today's address of the page that an address of an older release asks for."""
    asked = request.GET.copy()
    try:
        after = UUID(asked.pop("after")[-1])
    except ValueError:
        number = 1
    else:
        number = issuer_queries.sheet_after(organisation, wanted, order=order, award_id=after)
    asked["sort"], asked["page"] = order.asked, str(number)
    return f"{request.path}?{asked.urlencode()}"


def _wanted(query: QueryDict) -> AwardFilter:
    """Return which awards an address asks for; nonsense asks for nothing in particular."""
    names = AwardFilter.model_fields.keys() - {"sort"}
    given = {name: query.get(name, "").strip() for name in names}
    values = {name: value.replace("\0", "") for name, value in given.items() if value}
    try:
        return AwardFilter.model_validate(values)
    except ValidationError:
        return AwardFilter()
