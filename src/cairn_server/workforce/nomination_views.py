"""Nominating a colleague for work done, and reading a nomination of oneself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import AssessmentError
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Membership, Organisation
from cairn_server.accounts.views import require_form
from cairn_server.assessment.parts import parts_of
from cairn_server.assessment.queries import work_parts
from cairn_server.errors import NominationRefused
from cairn_server.workforce.access import badge_to_nominate_for, own_nomination
from cairn_server.workforce.asking import choice
from cairn_server.workforce.forms import NominateForm
from cairn_server.workforce.nominating import decline, nominate
from cairn_server.workforce.recognition_queries import (
    badges,
    nominations,
    sees_all_nominations,
    statement_task,
)


@require_safe
@login_required
def nomination_list(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Show the badges one can nominate for, and what was nominated: to managers all of it."""
    organisation = organisation_for(request.user, organisation_id)
    is_manager = sees_all_nominations(request.user, organisation)
    cursor = request.GET.get("after", "")
    page = nominations(
        organisation,
        nominator=None if is_manager else request.user,
        after=_id(cursor) if cursor else None,
    )
    context = {
        "organisation": organisation,
        "badges": badges(organisation),
        "page": page,
        "is_manager": is_manager,
    }
    return render(request, "workforce/nominations.html", context)


@require_form
@login_required
def nominate_page(
    request: PersonRequest, organisation_id: UUID, achievement_id: UUID
) -> HttpResponse:
    """Look for whom one nominates for a badge; then say what they did."""
    organisation = organisation_for(request.user, organisation_id)
    version = badge_to_nominate_for(organisation, achievement_id)
    task = statement_task(version)
    if task is None:
        raise Http404
    colleagues = _colleagues(organisation, request)
    form = NominateForm(
        request.POST or None,
        members=colleagues,
        parts=parts_of(task.parts),
        initial={"person": request.GET.get("person")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            nominate(
                membership=form.cleaned_data["person"],
                version=version,
                nominator=request.user,
                texts=form.texts,
                at=now(),
            )
        except (NominationRefused, AssessmentError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is with the evaluators; your colleague is told."))
            return redirect("workforce:nominations", organisation_id)
    context = {
        "organisation": organisation,
        "version": version,
        "task": task,
        "form": form,
        **choice(request.GET, colleagues, [form["person"].value() or ""]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workforce/nominate.html", context, status=status)


@require_safe
@login_required
def nomination(request: PersonRequest, nomination_id: UUID) -> HttpResponse:
    """Show somebody what was written about their work."""
    found = own_nomination(request.user, nomination_id)
    parts = work_parts(found.submission) if found.submission else ()
    context = {"nomination": found, "parts": [one for one in parts if one.artifact]}
    return render(request, "workforce/nomination.html", context)


@require_POST
@login_required
def nomination_end(request: PersonRequest, nomination_id: UUID) -> HttpResponse:
    """Decline a nomination of oneself."""
    found = own_nomination(request.user, nomination_id)
    try:
        decline(nomination=found, at=now())
    except AssessmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Declined. What was written is deleted."))
    return redirect("workforce:nomination", nomination_id)


def _colleagues(organisation: Organisation, request: PersonRequest) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation=organisation, until=None)
    return rows.exclude(person=request.user)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
