"""Issuers: their public page, and the pages by which they look after themselves."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cairn.errors import InputError
from cairn_server.accounts import queries as people
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.credentials import issuer_queries, queries
from cairn_server.credentials.access import key_of
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.issuer_forms import LossForm, ProfileForm, StandingForm
from cairn_server.credentials.keeping_keys import (
    compromise_key,
    establish_issuer,
    retire_key,
    rotate_key,
    succeed_issuer,
)
from cairn_server.credentials.models import Issuer, IssuerKey, KeyState
from cairn_server.credentials.presenting import (
    MAX_LOGO_BYTES,
    claim_standing,
    keep_logo,
    present_issuer,
)
from cairn_server.errors import AwardError, IssuingStopped
from cairn_server.files.receiving import upload_limit
from cairn_server.files.serving import file_response

DID_AGE_SECONDS = 300
FORM_BYTES = MAX_LOGO_BYTES + (64 << 10)  # a logo, and the rest of the form
KEEPERS = (RoleName.ISSUER, RoleName.OWNER)

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def issuer(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """Show who an issuer is, what stands behind it, what it awards, and its keys."""
    found = _issuer_or_404(issuer_id)
    context = {
        "issuer": found,
        "organisation": found.organisation,
        "achievements": queries.awardable(found.organisation),
        "keys": found.keys.order_by("-created_at"),
        "partners": issuer_queries.partners_of(found.organisation, at=now()),
    }
    return render(request, "credentials/issuer.html", context)


@require_safe
def did_document(request: HttpRequest, issuer_id: UUID) -> HttpResponseBase:
    """Give the DID document, which lists every key the issuer ever had."""
    content = json.dumps(queries.did_document(_issuer_or_404(issuer_id))).encode()
    return public_file(request, content, "application/did+json", max_age_seconds=DID_AGE_SECONDS)


@require_safe
def logo(request: HttpRequest, issuer_id: UUID) -> HttpResponseBase:
    """Give the logo of an issuer, as it was drawn anew when it was examined."""
    found = _issuer_or_404(issuer_id)
    if found.logo is None:
        raise Http404
    digest = found.logo.rendition_digest or found.logo.digest
    media_type = found.logo.rendition_type or found.logo.media_type
    answer = file_response(request, digest, media_type, "logo")
    answer["Cache-Control"] = f"public, max-age={DID_AGE_SECONDS}"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_GET
@login_required
def home(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Show an organisation all that belongs to issuing, and where it stands with it."""
    organisation = organisation_for(request.user, organisation_id, *KEEPERS)
    issuer = queries.issuer_of(organisation)
    context = {
        "organisation": organisation,
        "issuer": issuer,
        "keys": issuer_queries.keys(organisation),
        "partnerships": issuer_queries.partnerships(organisation),
        "newest": issuer_queries.awards(organisation, issuer_queries.AwardFilter(), limit=5).items,
        "can_issue": _holds(request, organisation, RoleName.ISSUER),
        "can_own": _holds(request, organisation, RoleName.OWNER),
        "standing_form": StandingForm(initial={"standing": issuer.standing if issuer else ""}),
    }
    return render(request, "credentials/issuer_home.html", context)


@upload_limit(FORM_BYTES)
@require_form
@login_required
def profile(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Show how the issuer is shown; keep changes."""
    organisation = organisation_for(request.user, organisation_id, *KEEPERS)
    issuer = establish_issuer(organisation=organisation, at=now(), actor=request.user)
    if request.method != "POST":
        return _profile(request, issuer, ProfileForm.of(organisation, issuer))
    form = ProfileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _profile(request, issuer, form, status=422)
    values = dict(form.cleaned_data)
    upload = values.pop("logo")
    try:
        if upload is not None:
            keep_logo(issuer=issuer, upload=upload, name=upload.name, at=now())
    except InputError as error:
        form.add_error("logo", str(error))
        return _profile(request, issuer, form, status=error.status)
    present_issuer(issuer=issuer, profile=values, actor=request.user, at=now())
    messages.success(request, _("Saved. What you issue from now on says so."))
    return redirect("credentials:issuer-home", organisation_id)


@require_POST
@login_required
def standing(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Let an owner say what stands behind the organisation, as far as it may."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    issuer = establish_issuer(organisation=organisation, at=now(), actor=request.user)
    form = StandingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the two."))
        return redirect("credentials:issuer-home", organisation_id)
    chosen = form.cleaned_data["standing"]
    claim_standing(issuer=issuer, standing=chosen, actor=request.user, at=now())
    messages.success(request, _("Saved. It is shown wherever you are named as issuer."))
    return redirect("credentials:issuer-home", organisation_id)


@require_GET
@login_required
def keys(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List the keys, and what can be done about them."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    rows = issuer_queries.keys(organisation)
    context = {
        "organisation": organisation,
        "issuer": queries.issuer_of(organisation),
        "keys": rows,
        "has_active": any(row.key.state == KeyState.ACTIVE for row in rows),
    }
    return render(request, "credentials/keys.html", context)


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def new_key(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Make an organisation an issuer; if it is one, give it a new key."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    found = queries.issuer_of(organisation)
    if found is None:
        establish_issuer(organisation=organisation, at=now(), actor=request.user)
        messages.success(request, _("Its first key is made. It can issue from now on."))
    else:
        rotate_key(issuer=found, at=now(), actor=request.user)
        messages.success(request, _("A new key signs from now on. The old one stays listed."))
    return redirect("credentials:keys", organisation_id)


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def retirement(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Take the key out of use, without another one in its place."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    found = queries.issuer_of(organisation)
    if found is None:
        raise Http404
    try:
        retire_key(issuer=found, at=now(), actor=request.user)
    except IssuingStopped as error:  # a second click
        messages.warning(request, str(error))
        return redirect("credentials:keys", organisation_id)
    messages.success(request, _("The key is retired. Nothing is issued until there is a new one."))
    return redirect("credentials:keys", organisation_id)


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def succession(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Let a new issuer, with a new identifier, take the place of one that is its key."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    found = queries.issuer_of(organisation)
    if found is None:
        raise Http404
    if request.POST.get("issuer", str(found.pk)) == str(found.pk):  # else it was a second click
        succeed_issuer(issuer=found, at=now(), actor=request.user)
    messages.success(
        request,
        _("A new issuer signs from now on. What the old one signed goes on verifying."),
    )
    return redirect("credentials:keys", organisation_id)


@require_form
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def key_loss(request: PersonRequest, organisation_id: UUID, key_id: UUID) -> HttpResponse:
    """Say what it means that a key was in other hands; note it."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    key = key_of(organisation, key_id)
    if request.method != "POST":
        return _loss(request, organisation, key, LossForm())
    form = LossForm(request.POST)
    if not form.is_valid():
        return _loss(request, organisation, key, form, status=422)
    try:
        compromise_key(key=key, since=form.moment, actor=request.user, at=now())
    except AwardError as error:
        form.add_error("since", str(error))
        return _loss(request, organisation, key, form, status=error.status)
    messages.success(request, _("Noted. Whoever verifies here is told so from now on."))
    return redirect("credentials:keys", organisation_id)


def _loss(
    request: HttpRequest,
    organisation: Organisation,
    key: IssuerKey,
    form: LossForm,
    status: int = 200,
) -> HttpResponse:
    context = {"organisation": organisation, "key": key, "form": form, "issuer": key.issuer}
    return render(request, "credentials/key_loss.html", context, status=status)


def _profile(
    request: HttpRequest, issuer: Issuer, form: ProfileForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "organisation": issuer.organisation,
        "issuer": issuer,
        "form": form,
    }
    return render(request, "credentials/issuer_profile.html", context, status=status)


def _holds(request: PersonRequest, organisation: Organisation, role: str) -> bool:
    mine = people.my_organisations(request.user)
    return any(role in one.roles for one in mine if one.id == organisation.pk)


def _issuer_or_404(issuer_id: UUID) -> Issuer:
    rows = Issuer.objects.select_related("organisation", "logo", "successor")
    found = get_object_or_404(rows, pk=issuer_id)
    if not found.did:
        raise Http404
    return found
