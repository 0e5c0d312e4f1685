"""Being anybody in the demo, and reading the mail that it sends; both only in the demo."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn_server.accounts import guesting, queries
from cairn_server.accounts.signing_in import record_sign_in
from cairn_server.site.kept_mail import kept_mails

LOOPBACK = frozenset({"127.0.0.1", "::1"})
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN_MAILS = 50
TOUR = ("Ana Moreira", "Greta Lindqvist", "Ines Duarte", "Kaya Brandt", "Jonas Weber")
"""Who is met in `docs/tour.md`, in its order."""


class View(Protocol):
    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse: ...


def demo_only(view: View) -> View:
    """Answer 404 unless this is the demo and the request came from this very machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.CAIRN_DEMO or request.META.get("REMOTE_ADDR") not in LOOPBACK:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@demo_only
def demo(request: HttpRequest) -> HttpResponse:
    """List who one can be: those of the tour in its order, then all others."""
    everybody = queries.demo_people()
    of_tour = [one for group in everybody for one in group.people if one.name in TOUR]
    others = [
        replace(group, people=tuple(one for one in group.people if one.name not in TOUR))
        for group in everybody
    ]
    context = {"tour": sorted(of_tour, key=lambda one: TOUR.index(one.name)), "others": others}
    return render(request, "site/demo.html", context)


@require_POST
@demo_only
def demo_session(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign in as one of them; what a guest learned before becomes theirs."""
    person = queries.demo_person(person_id)
    if person is None:
        raise Http404
    guest_id = guesting.release_guest(request)
    login(request, person, backend=BACKEND)
    if guest_id is not None:
        record_sign_in(person=person, guest_id=guest_id, at=now())
    messages.success(request, _("You are %s now.") % person)
    return redirect("hub:today")


@require_safe
@demo_only
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Show what the demo would have mailed, newest first."""
    mails = kept_mails(settings.CAIRN_HOME / "mail", limit=SHOWN_MAILS)
    return render(request, "site/demo_mail.html", {"mails": mails})
