"""Tokens for programs: one's own, and those of an organisation for its owners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn_server.accounts import token_queries as queries
from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.giving_tokens import make_token, revoke_token
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.token_forms import TokenForm
from cairn_server.accounts.views import require_form


@require_form
@login_required
def tokens(request: PersonRequest, organisation_id: UUID | None = None) -> HttpResponse:
    """List the tokens; make one, and show it this once."""
    organisation = _organisation(request, organisation_id)
    of_organisation = organisation is not None
    if request.method != "POST":
        return _render(request, organisation, TokenForm(of_organisation=of_organisation))
    form = TokenForm(request.POST, of_organisation=of_organisation)
    if not form.is_valid():
        return _render(request, organisation, form, status=422)
    at = now()
    _row, token = make_token(
        person=request.user,
        organisation=organisation,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        expires_at=at + form.lasts,
        at=at,
    )
    fresh = TokenForm(of_organisation=of_organisation)
    return _render(request, organisation, fresh, token=token)


@require_POST
@login_required
def token_end(
    request: PersonRequest, token_id: UUID, organisation_id: UUID | None = None
) -> HttpResponse:
    """Take a token back; whatever uses it is refused from now on."""
    organisation = _organisation(request, organisation_id)
    token = queries.token_of(organisation or request.user, token_id)
    if token is None:
        raise Http404
    revoke_token(token=token, actor=request.user, at=now())
    messages.success(request, _("Revoked: %s opens nothing any more.") % token)
    if organisation is None:
        return redirect("accounts:tokens")
    return redirect("accounts:organisation-tokens", organisation.pk)


def _organisation(request: PersonRequest, organisation_id: UUID | None) -> Organisation | None:
    if organisation_id is None:
        return None
    return organisation_for(request.user, organisation_id, RoleName.OWNER)


def _render(
    request: PersonRequest,
    organisation: Organisation | None,
    form: TokenForm,
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    at = now()
    rows = queries.tokens_of(organisation or request.user)
    context = {
        "organisation": organisation,
        "good": [one for one in rows if one.is_good(at)],
        "ended": [one for one in rows if not one.is_good(at)],
        "form": form,
        "token": token,
    }
    return render(request, "accounts/tokens.html", context, status=status)
