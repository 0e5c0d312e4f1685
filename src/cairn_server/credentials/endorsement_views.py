"""Endorsements: one of them, those of an organisation, and giving one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn_server.accounts.access import PersonRequest, organisation_for
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials import endorsement_queries as queries
from cairn_server.credentials.access import endorsement_given, endorsement_received
from cairn_server.credentials.answers import public_file, wanted_json
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.endorsing import (
    accept,
    decline,
    endorse,
    endorsed_name,
    withdraw,
)
from cairn_server.credentials.issuer_forms import EndorsementForm
from cairn_server.credentials.jwt_signing import JWT_TYPE, endorsement_jwt
from cairn_server.credentials.models import Issuer
from cairn_server.errors import AwardError
from cairn_server.journal.sorting import A_PAGE

KEEPERS = (RoleName.ISSUER, RoleName.OWNER)
DOCUMENT_AGE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be endorsed, and who owns it."""

    found: AchievementVersion | Issuer
    name: str
    owner: Organisation
    field: str
    value: str


@require_safe
def endorsement(request: HttpRequest, endorsement_id: str) -> HttpResponseBase:
    """Show an endorsement, or give the signed bytes to a program that asks for them."""
    found = queries.endorsement(endorsement_id)
    if found is None:
        raise Http404
    media_type = wanted_json(request)
    if media_type is not None:
        content = found.document.encode()
        return public_file(request, content, media_type, max_age_seconds=DOCUMENT_AGE_SECONDS)
    context = {"endorsement": found, "name": endorsed_name(found)}
    answer = render(request, "credentials/endorsement.html", context)
    answer["Vary"] = "Accept, Cookie"
    return answer


@require_safe
def document(request: HttpRequest, endorsement_id: str) -> HttpResponseBase:
    """Give the signed bytes as a file."""
    found = queries.endorsement(endorsement_id)
    if found is None:
        raise Http404
    content = found.document.encode()
    answer = public_file(request, content, "application/vc", max_age_seconds=DOCUMENT_AGE_SECONDS)
    answer["Content-Disposition"] = f'attachment; filename="endorsement-{endorsement_id}.json"'
    return answer


@require_safe
def jwt(request: HttpRequest, endorsement_id: str) -> HttpResponseBase:
    """Give the endorsement as a token, in a file."""
    found = queries.endorsement(endorsement_id)
    if found is None:
        raise Http404
    content = endorsement_jwt(found, at=now()).encode()
    answer = public_file(request, content, JWT_TYPE, max_age_seconds=DOCUMENT_AGE_SECONDS)
    answer["Content-Disposition"] = f'attachment; filename="endorsement-{endorsement_id}.jwt"'
    return answer


@require_safe
@login_required
def endorsements(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """List what an organisation endorses, and by whom it is endorsed."""
    organisation = organisation_for(request.user, organisation_id, *KEEPERS)
    owned = organisation.memberships.filter(
        person=request.user, until=None, roles__name=RoleName.OWNER
    )
    context = {
        "organisation": organisation,
        "given": _sheet(request, "given", queries.given_by(organisation)),
        "received": _sheet(request, "received", queries.received_by(organisation)),
        "can_own": owned.exists(),
    }
    return render(request, "credentials/endorsements.html", context)


def _sheet(request: HttpRequest, name: str, rows: QuerySet[Endorsement]) -> Page[Any]:
    """Return one page of endorsements with what is endorsed; `name` asks for its number."""
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(request.GET.get(name))
    page.object_list = [(one, endorsed_name(one)) for one in page.object_list]
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_endorsement(request: PersonRequest) -> HttpResponse:
    """Let an owner endorse an achievement or an issuer in the name of their organisation."""
    target = _target(request.POST if request.method == "POST" else request.GET)
    choices = queries.organisations_owned(request.user, except_for=target.owner.pk)
    if request.method != "POST":
        return _new(request, target, EndorsementForm(choices), choices)
    form = EndorsementForm(choices, request.POST)
    if not form.is_valid():
        return _new(request, target, form, choices, status=422)
    organisation = organisation_for(
        request.user, UUID(form.cleaned_data["organisation"]), RoleName.OWNER
    )
    try:
        made = endorse(
            organisation=organisation,
            target=target.found,
            comment=form.cleaned_data["comment"],
            actor=request.user,
            at=now(),
        )
    except AwardError as error:
        form.add_error(None, str(error))
        return _new(request, target, form, choices, status=error.status)
    messages.success(request, _("Signed. It is shown where what you endorse is shown."))
    return redirect("credentials:endorsement", made.pk)


@require_POST
@login_required
def withdrawal(request: PersonRequest, organisation_id: UUID, endorsement_id: str) -> HttpResponse:
    """Withdraw an endorsement."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    found = endorsement_given(organisation, endorsement_id)
    withdraw(endorsement=found, actor=request.user, at=now())
    messages.success(request, _("Withdrawn. Whoever checks it learns that from now on."))
    return redirect("credentials:endorsements", organisation_id)


@require_POST
@login_required
def acceptance(request: PersonRequest, organisation_id: UUID, endorsement_id: str) -> HttpResponse:
    """Put an endorsement that was received into what is issued from now on."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    found = endorsement_received(organisation, endorsement_id)
    try:
        accept(endorsement=found, actor=request.user, at=now())
    except AwardError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It goes into what you issue from now on."))
    return redirect("credentials:endorsements", organisation_id)


@require_POST
@login_required
def refusal(request: PersonRequest, organisation_id: UUID, endorsement_id: str) -> HttpResponse:
    """Decline an endorsement that was received."""
    organisation = organisation_for(request.user, organisation_id, RoleName.OWNER)
    found = endorsement_received(organisation, endorsement_id)
    decline(endorsement=found, actor=request.user, at=now())
    messages.success(request, _("It is shown no more, and goes into nothing that you issue."))
    return redirect("credentials:endorsements", organisation_id)


def _target(named: QueryDict) -> Target:
    """Return what the address names, or 404."""
    try:
        if "achievement" in named:
            version = published_achievement_or_404(UUID(str(named["achievement"])))
            owner = version.achievement.organisation
            return Target(version, version.title, owner, "achievement", str(version.achievement_id))
        found = Issuer.objects.exclude(did="").filter(pk=UUID(str(named.get("issuer"))))
    except ValueError as error:
        raise Http404 from error
    issuer = found.select_related("organisation").first()
    if issuer is None:
        raise Http404
    name = issuer.organisation.name
    return Target(issuer, name, issuer.organisation, "issuer", str(issuer.pk))


def _new(
    request: PersonRequest,
    target: Target,
    form: EndorsementForm,
    choices: list[Organisation],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"target": target, "form": form, "choices": choices}
    return render(request, "credentials/new_endorsement.html", context, status=status)
