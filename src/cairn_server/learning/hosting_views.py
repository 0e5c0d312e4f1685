"""Sessions for those who hold them: schedule, change, cancel, the roster, the code on a wall."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import MalformedInput
from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.models import Organisation
from cairn_server.errors import AttendingError
from cairn_server.journal.sorting import order_of
from cairn_server.learning import session_queries as queries
from cairn_server.learning.attending import takes_code, takes_ticks, tick, untick
from cairn_server.learning.models import ScheduledSession
from cairn_server.learning.roster_queries import (
    ROSTER_COLUMNS,
    roster_counts,
    roster_row,
    roster_sheet,
)
from cairn_server.learning.scheduling_sessions import (
    cancel_session,
    change_session,
    schedule_session,
)
from cairn_server.learning.session_access import (
    attendee_for,
    gathering_to_hold,
    hosted_session,
    hosting_organisation,
)
from cairn_server.learning.session_forms import (
    DetailsForm,
    ScheduleForm,
    TickForm,
    WalkInForm,
    as_initial,
)

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
@login_required
def sessions(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the sessions of an organisation; schedule one."""
    organisation = hosting_organisation(request.user, organisation_id)
    gatherings = queries.gatherings_of(organisation)
    if request.method != "POST":
        initial = {"time_zone": request.user.time_zone, "minutes": 60}
        form = ScheduleForm(gatherings=gatherings, initial=initial)
        return _render_list(request, organisation, form)
    form = ScheduleForm(request.POST, gatherings=gatherings)
    if not form.is_valid():
        return _render_list(request, organisation, form, status=422)
    gathering = gathering_to_hold(organisation, form.cleaned_data["gathering"])
    try:
        made = schedule_session(
            gathering=gathering, details=form.details, actor=request.user, at=now()
        )
    except MalformedInput as error:
        form.add_error("day", str(error))
        return _render_list(request, organisation, form, status=error.status)
    messages.success(request, _("Scheduled. Learners can book it now."))
    return redirect("sessions:roster", organisation_id, made.pk)


@require_GET
@login_required
def roster(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Show who booked and who came; tick whoever is there."""
    organisation = hosting_organisation(request.user, organisation_id)
    return _render_roster(request, hosted_session(organisation, session_id), WalkInForm())


@require_form
@login_required
def details(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Change when and where a session is held, and for how many."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    if request.method != "POST":
        return _render_details(request, session, DetailsForm(initial=as_initial(session)))
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _render_details(request, session, form, status=422)
    try:
        change_session(session=session, details=form.details, actor=request.user, at=now())
    except (AttendingError, MalformedInput) as error:
        form.add_error(None, str(error))
        return _render_details(request, session, form, status=error.status)
    messages.success(request, _("Saved. Those who booked are told what changed for them."))
    return redirect("sessions:roster", organisation_id, session_id)


@require_POST
@login_required
def cancellation(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Call a session off; everybody who booked gets a mail."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    cancel_session(session=session, actor=request.user, at=now())
    messages.success(request, _("Cancelled. Everybody who booked is told by mail."))
    return redirect("sessions:roster", organisation_id, session_id)


@require_POST
@login_required
def presence(
    request: PersonRequest, organisation_id: UUID, session_id: UUID, person_id: UUID
) -> HttpResponse:
    """Tick somebody, or take the tick back; saved at once."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    person = attendee_for(session, person_id)
    form = TickForm(request.POST)
    act = tick if form.is_valid() and form.cleaned_data["here"] else untick
    act(session=session, person=person, actor=request.user, at=now())
    if "HX-Request" not in request.headers:
        place = reverse("sessions:roster", args=[organisation_id, session_id])
        return redirect(f"{place}?{request.GET.urlencode()}" if request.GET else place)
    context = {
        "organisation": organisation,
        "session": session,
        "one": roster_row(session, person),
        "takes_ticks": True,
    }
    return render(request, "learning/_roster_row.html", context)


@require_form
@login_required
def walk_ins(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Tick a member who came without having booked."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    if request.method != "POST":
        return redirect("sessions:roster", organisation_id, session_id)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _render_roster(request, session, form, status=422)
    person = queries.member_called(organisation, form.cleaned_data["who"])
    if person is None:
        text = _("No member has this address or number. Everybody else can enter the code.")
        form.add_error("who", text)
        return _render_roster(request, session, form, status=422)
    tick(session=session, person=person, actor=request.user, at=now())
    messages.success(request, _("%s is ticked.") % person)
    return redirect("sessions:roster", organisation_id, session_id)


@require_GET
@login_required
def code(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Show the code large, for a wall."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    context = {
        "organisation": organisation,
        "session": session,
        "summary": queries.summary_of(session),
        "counts_now": takes_code(session, now()),
        "address": settings.CAIRN_BASE_URL + reverse("sessions:here"),
    }
    return render(request, "learning/code.html", context)


@require_GET
@login_required
def code_picture(request: PersonRequest, organisation_id: UUID, session_id: UUID) -> HttpResponse:
    """Draw the QR code of the address at which the code is filled in."""
    organisation = hosting_organisation(request.user, organisation_id)
    session = hosted_session(organisation, session_id)
    address = f"{settings.CAIRN_BASE_URL}{reverse('sessions:here')}?code={session.code}"
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=4, light="#fff", omitsize=True
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _render_list(
    request: PersonRequest, organisation: Organisation, form: ScheduleForm, status: int = 200
) -> HttpResponse:
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    context = {
        "organisation": organisation,
        "page": queries.hosted_by(organisation, after=after),
        "form": form,
        "can_schedule": bool(form.fields["gathering"].choices),  # type: ignore[attr-defined]  # stubs
        "zones": sorted(available_timezones()),
        "at": now(),
    }
    return render(request, "learning/hosted_sessions.html", context, status=status)


def _render_roster(
    request: PersonRequest, session: ScheduledSession, form: WalkInForm, status: int = 200
) -> HttpResponse:
    at, counts = now(), roster_counts(session)
    order = order_of(request.GET.get("sort", ""), ROSTER_COLUMNS, default="name")
    context: dict[str, Any] = {
        "organisation": session.gathering.organisation,
        "session": session,
        "summary": queries.summary_of(session),
        "order": order,
        "rows": roster_sheet(session, order=order, number=request.GET.get("page")),
        "here": counts.here,
        "waiting": counts.waiting,
        "form": form,
        "takes_ticks": takes_ticks(session, at),
        "is_over": session.is_over(at),
    }
    return render(request, "learning/roster.html", context, status=status)


def _render_details(
    request: PersonRequest, session: ScheduledSession, form: DetailsForm, status: int = 200
) -> HttpResponse:
    context = {
        "organisation": session.gathering.organisation,
        "session": session,
        "summary": queries.summary_of(session),
        "form": form,
        "zones": sorted(available_timezones()),
    }
    return render(request, "learning/session_details.html", context, status=status)
