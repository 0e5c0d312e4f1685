"""The page on which a learner makes a record of what they choose, to take along."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.errors import CairnError
from cairn_server.accounts.access import PersonRequest
from cairn_server.credentials.jwt_signing import JWT_TYPE
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.record_making import make_record, make_record_jwt, publishers_for
from cairn_server.portfolio.forms import RecordForm
from cairn_server.portfolio.record_queries import Enclosable, enclosables_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: PersonRequest) -> HttpResponse:
    """Let the reader choose credentials, and give them as one signed file."""
    choices = enclosables_of(request.user)
    publishers = publishers_for(request.user)
    if request.method != "POST":
        initial = {"name": _("Learner record"), "publisher": publishers and publishers[0].pk}
        return _page(request, RecordForm(publishers, initial=initial), choices)
    spend(VERIFYING, asker_of(request), at=now())
    form = RecordForm(publishers, request.POST)
    chosen = [one for one in choices if one.key in request.POST.getlist("enclose")]
    if form.is_valid():
        try:
            return _file(request, form, chosen)
        except CairnError as error:
            form.add_error(None, str(error))
    keys = {one.key for one in chosen}
    return _page(request, form, choices, chosen=keys, status=422)


def _file(request: PersonRequest, form: RecordForm, chosen: list[Enclosable]) -> HttpResponse:
    what: dict[str, Any] = {
        "person": request.user,
        "publisher": form.chosen_publisher,
        "credentials": [one.document for one in chosen if one.document is not None],
        "name": form.cleaned_data["name"],
        "at": now(),
    }
    if form.cleaned_data["format"] == "jwt":
        return _download(make_record_jwt(**what), JWT_TYPE, "jwt")
    content = json.dumps(make_record(**what), ensure_ascii=False, indent=2) + "\n"
    return _download(content, "application/vc", "json")


def _download(content: str, media_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    name = f"record-{localdate():%Y-%m-%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(
    request: PersonRequest,
    form: RecordForm,
    choices: list[Enclosable],
    *,
    chosen: set[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    marked = {one.key for one in choices if not one.remark} if chosen is None else chosen
    context: dict[str, Any] = {
        "form": form,
        "choices": [(one, one.key in marked) for one in choices],
        "can_make": any(one.document for one in choices) and bool(form.publishers),
    }
    return render(request, "portfolio/record.html", context, status=status)
