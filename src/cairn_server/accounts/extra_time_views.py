"""Extra time in quizzes: who has it, for those who give it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn_server.accounts.access import (
    TIME_GIVERS,
    PersonRequest,
    extra_time_for,
    organisation_for,
)
from cairn_server.accounts.extra_time_queries import EXTRA_TIME_COLUMNS, extra_time_sheet
from cairn_server.accounts.forms import ExtraTimeForm
from cairn_server.accounts.giving_time import end_extra_time, give_extra_time
from cairn_server.accounts.models import Organisation
from cairn_server.accounts.queries import membership_called
from cairn_server.accounts.views import require_form
from cairn_server.errors import AccountError
from cairn_server.journal.sorting import order_of


@require_form
@login_required
def extra_times(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List who has extra time; give it to a member."""
    organisation = organisation_for(request.user, organisation_id, *TIME_GIVERS)
    if request.method != "POST":
        return _render(request, organisation, ExtraTimeForm())
    form = ExtraTimeForm(request.POST)
    if not form.is_valid():
        return _render(request, organisation, form, status=422)
    membership = membership_called(organisation, form.cleaned_data["who"])
    if membership is None:
        form.add_error("who", _("No member has this address or number."))
        return _render(request, organisation, form, status=422)
    try:
        give_extra_time(membership=membership, actor=request.user, at=now(), **form.amount)
    except AccountError as error:
        form.add_error("who", str(error))
        return _render(request, organisation, form, status=error.status)
    messages.success(
        request, _("%s has it from now on, in an attempt under way too.") % membership.person
    )
    return redirect("accounts:extra-times", organisation_id)


@require_POST
@login_required
def extra_time_end(
    request: PersonRequest, organisation_id: UUID, extra_time_id: UUID
) -> HttpResponse:
    """End extra time; an attempt that is under way keeps its deadline."""
    organisation = organisation_for(request.user, organisation_id, *TIME_GIVERS)
    extra_time = extra_time_for(organisation, extra_time_id)
    end_extra_time(extra_time=extra_time, actor=request.user, at=now())
    messages.success(
        request, _("%s has the usual time from now on.") % extra_time.membership.person
    )
    return redirect("accounts:extra-times", organisation_id)


def _render(
    request: PersonRequest, organisation: Organisation, form: ExtraTimeForm, status: int = 200
) -> HttpResponse:
    order = order_of(request.GET.get("sort", ""), EXTRA_TIME_COLUMNS, default="name")
    number = request.GET.get("page")
    context = {
        "organisation": organisation,
        "order": order,
        "rows": extra_time_sheet(organisation, order=order, number=number),
        "form": form,
    }
    return render(request, "accounts/extra_times.html", context, status=status)
