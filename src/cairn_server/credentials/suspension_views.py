"""Suspending what an organisation awarded, and letting it count again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn_server.accounts.access import PersonRequest
from cairn_server.credentials.access import issued_credential
from cairn_server.credentials.forms import SuspendForm
from cairn_server.credentials.models import Credential
from cairn_server.credentials.suspending import reinstate, suspend
from cairn_server.errors import AwardError, NotSuspended


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suspension(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Say what suspending means; do it, with its list of suspensions out before the answer."""
    credential = issued_credential(request.user, credential_id)
    if request.method != "POST":
        return _form(request, credential, SuspendForm())
    form = SuspendForm(request.POST)
    if not form.is_valid():
        return _form(request, credential, form, status=422)
    try:
        suspend(
            credential,
            actor=request.user,
            reason_code=form.cleaned_data["reason"],
            until=form.end,
            note=form.cleaned_data["note"],
            at=now(),
        )
    except AwardError as error:
        form.add_error(None, str(error))
        return _form(request, credential, form, status=error.status)
    messages.success(request, _("Suspended. Whoever verifies it from now on is told so."))
    return redirect("credentials:credential", credential_id)


@require_POST
@login_required
def reinstatement(request: PersonRequest, credential_id: str) -> HttpResponse:
    """Let a suspended credential count again; twice asked is once done."""
    credential = issued_credential(request.user, credential_id)
    try:
        reinstate(credential, actor=request.user, at=now())
    except NotSuspended:
        messages.info(request, _("It is not suspended."))
    else:
        messages.success(request, _("It counts again. Whoever verifies it is told so."))
    return redirect("credentials:credential", credential_id)


def _form(
    request: HttpRequest, credential: Credential, form: SuspendForm, status: int = 200
) -> HttpResponse:
    context = {"credential": credential, "award": credential.award, "form": form}
    return render(request, "credentials/suspension.html", context, status=status)
