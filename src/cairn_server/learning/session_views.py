"""Sessions for those who come: what is coming up, a place, a calendar file, "I am here"."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.limiting import spend
from cairn_server.errors import CodeRefused
from cairn_server.learning import session_queries as queries
from cairn_server.learning.answers import calendar_answer
from cairn_server.learning.attending import GUESSES, attend_by_code, takes_code
from cairn_server.learning.booking import book, cancel_booking
from cairn_server.learning.session_access import session_for
from cairn_server.learning.session_forms import CodeForm
from cairn_server.learning.session_queries import SessionFilter

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@login_required
def sessions(request: PersonRequest) -> HttpResponse:
    """List what one booked, and what one may book: first what belongs to one's own way."""
    person, at = request.user, now()
    gathering, after = _id(request, "gathering"), _id(request, "after")
    is_further = gathering is not None or after is not None
    context: dict[str, Any] = {
        "gathering": gathering,
        "is_further": is_further,
        "mine": [] if is_further else queries.my_sessions(person, at=at),
        "on_the_way": None,
    }
    others = SessionFilter(gathering=gathering)
    if gathering is None:  # what is booked or on the way stands above
        others = SessionFilter(on_the_way=False, booked=False)
    if not is_further:
        wanted = SessionFilter(on_the_way=True, booked=False)
        context["on_the_way"] = queries.sessions_for(person, wanted, at=at, limit=50)
    context["others"] = queries.sessions_for(person, others, at=at, after=after)
    return render(request, "learning/sessions.html", context)


@require_GET
@login_required
def session(request: PersonRequest, session_id: UUID) -> HttpResponse:
    """Show when and where a session is held, and whether one has a place."""
    found, at = session_for(request.user, session_id), now()
    row = queries.session_row(request.user, found)
    context = {
        "row": row,
        "session": row.session,
        "join_address": found.url if row.is_booked else "",
        "is_over": found.is_over(at),
        "takes_code": takes_code(found, at),
        "form": CodeForm(),
    }
    return render(request, "learning/session.html", context)


@require_form
@login_required
def booking(request: PersonRequest, session_id: UUID) -> HttpResponse:
    """Book a place, or one on the waiting list."""
    found = session_for(request.user, session_id)
    if request.method == "POST":
        made = book(session=found, person=request.user, at=now())
        if made.has_place:
            messages.success(request, _("You have a place. A mail with a calendar file follows."))
        else:
            messages.info(request, _("You are on the waiting list. A mail tells when you move up."))
    return redirect("sessions:session", session_id)


@require_form
@login_required
def booking_end(request: PersonRequest, session_id: UUID) -> HttpResponse:
    """Give the place up, so that somebody who waits has it."""
    found = session_for(request.user, session_id)
    if request.method == "POST":
        cancel_booking(session=found, person=request.user, at=now())
        messages.success(request, _("Your place is given up."))
    return redirect("sessions:session", session_id)


@require_GET
@login_required
def calendar(request: PersonRequest, session_id: UUID) -> HttpResponse:
    """Hand out the session as a file for a calendar."""
    found = session_for(request.user, session_id)
    return calendar_answer(found, queries.session_row(request.user, found), at=now())


@require_form
@login_required
def here(request: PersonRequest) -> HttpResponse:
    """Take the code that is told at a session; the address of a QR code has it filled in."""
    if request.method != "POST":
        form = CodeForm(initial={"code": request.GET.get("code", "")[:40].replace("\0", "")})
        return render(request, "learning/here.html", {"form": form})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "learning/here.html", {"form": form}, status=422)
    spend(GUESSES, str(request.user.pk), at=now())
    try:
        kept = attend_by_code(person=request.user, code=form.cleaned_data["code"], at=now())
    except CodeRefused as error:
        form.add_error("code", str(error))
        return render(request, "learning/here.html", {"form": form}, status=error.status)
    messages.success(request, _("You are here. Your attendance is recorded."))
    return redirect("sessions:session", kept.session_id)


def _id(request: HttpRequest, name: str) -> UUID | None:
    """Return the id that the address names; what is none is left out."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
