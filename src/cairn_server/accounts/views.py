"""One's own account: settings, sessions, erasure."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn_server.accounts import queries
from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.erasing import erase_person
from cairn_server.accounts.extra_time_queries import extra_times_of
from cairn_server.accounts.forms import ErasureForm, SettingsForm
from cairn_server.accounts.personalising import change_settings, end_sessions

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
@login_required
def settings(request: PersonRequest) -> HttpResponse:
    """Show what a person may choose about themselves; keep it."""
    if request.method != "POST":
        fields = ("name", "language", "time_zone", "minutes_a_day")
        initial = {field: getattr(request.user, field) for field in fields}
        return _render_settings(request, SettingsForm(initial=initial))
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _render_settings(request, form, status=422)
    change_settings(person=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("accounts:settings")


@require_POST
@login_required
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    """End every session of the person, this one too."""
    end_sessions(person=request.user)
    logout(request)
    messages.success(request, _("You are signed out in every browser."))
    return redirect("account_login")


@require_form
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def erasure(request: PersonRequest) -> HttpResponse:
    """Say what erasing means; do it once the person has typed their address."""
    if request.method != "POST":
        return _render_erasure(request, ErasureForm(person=request.user))
    form = ErasureForm(request.POST, person=request.user)
    if not form.is_valid():
        return _render_erasure(request, form, status=422)
    erase_person(person=request.user, at=now())
    logout(request)
    messages.success(request, _("Your account is erased."))
    return redirect("hub:home")


def _render_settings(request: PersonRequest, form: SettingsForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "zones": sorted(available_timezones()),
        "organisations": queries.my_organisations(request.user),
        "extra_times": extra_times_of(request.user),
        "sign_in": queries.sign_in_facts(request.user),
    }
    return render(request, "accounts/settings.html", context, status=status)


def _render_erasure(request: HttpRequest, form: ErasureForm, status: int = 200) -> HttpResponse:
    return render(request, "accounts/erasure.html", {"form": form}, status=status)
