"""Issuers: their public page, their keys, and what they awarded."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import RoleName
from cairn_server.credentials import queries
from cairn_server.credentials.access import issued_credential
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.forms import RevokeForm
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.revoking import revoke

DID_AGE_SECONDS = 300


@require_safe
def issuer(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """Show who an issuer is, what stands behind it, what it awards, and its keys."""
    found = _issuer_or_404(issuer_id)
    context = {
        "issuer": found,
        "organisation": found.organisation,
        "achievements": queries.awardable(found.organisation),
        "keys": found.keys.order_by("-created_at"),
    }
    return render(request, "credentials/issuer.html", context)


@require_safe
def did_document(request: HttpRequest, issuer_id: UUID) -> HttpResponseBase:
    """Give the DID document, which lists every key the issuer ever had."""
    content = json.dumps(queries.did_document(_issuer_or_404(issuer_id))).encode()
    return public_file(request, content, "application/did+json", max_age_seconds=DID_AGE_SECONDS)


@require_GET
@login_required
def awards(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List what an organisation awarded, to its issuers."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    context = {
        "organisation": organisation,
        "issuer": queries.issuer_of(organisation),
        "rows": queries.awarded_by(organisation),
        "keys": queries.keys_of(organisation),
    }
    return render(request, "credentials/awards.html", context)


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


@require_POST
@login_required
def create_key(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Make an organisation an issuer; if it is one, give it a new key."""
    organisation = organisation_for(request.user, organisation_id, RoleName.ISSUER)
    found = queries.issuer_of(organisation)
    if found is None:
        establish_issuer(organisation=organisation, at=now(), actor=request.user)
        messages.success(request, _("Its first key is made. It can issue from now on."))
    else:
        rotate_key(issuer=found, at=now(), actor=request.user)
        messages.success(request, _("A new key signs from now on. The old one stays listed."))
    return redirect("credentials:awards", organisation_id)


def _issuer_or_404(issuer_id: UUID) -> Issuer:
    found = get_object_or_404(Issuer.objects.select_related("organisation"), pk=issuer_id)
    if not found.did:
        raise Http404
    return found
