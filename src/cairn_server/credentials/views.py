"""The page of a credential, its signed form, and the status lists."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.credentials import queries
from cairn_server.credentials.access import Seen, credential_for
from cairn_server.credentials.answers import credential_file, public_file, wanted_json
from cairn_server.credentials.credential_page import shown_page
from cairn_server.credentials.forms import RevokeForm
from cairn_server.credentials.jwt_signing import JWT_TYPE, credential_jwt
from cairn_server.credentials.models import StatusList
from cairn_server.credentials.publishing import TTL_MINUTES, current_list

DOCUMENT_AGE_SECONDS = 300


@require_safe
def credential(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Show a credential, or give the signed bytes to a program that asks for them."""
    seen = credential_for(learner_of(request), credential_id)
    media_type = wanted_json(request)
    if media_type is not None:
        return _signed(request, seen, media_type)
    if seen.is_erased:
        return _state(request, "credentials/erased.html", seen, status=410)
    if not seen.is_open:
        return _state(request, "credentials/switched_off.html", seen, status=403)
    if not seen.credential.document:
        return _state(request, "credentials/waiting.html", seen, status=200)
    return _page(request, seen)


@require_safe
def document(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the signed bytes as a file."""
    seen = credential_for(learner_of(request), credential_id)
    answer = _signed(request, seen, "application/vc")
    if answer.status_code == 200:
        answer["Content-Disposition"] = f'attachment; filename="credential-{credential_id}.json"'
    return answer


@require_safe
def jwt(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the credential as a token, in a file."""
    at = now()
    answer = credential_file(
        request,
        credential_for(learner_of(request), credential_id),
        lambda credential: credential_jwt(credential, at=at).encode(),
        JWT_TYPE,
        max_age_seconds=DOCUMENT_AGE_SECONDS,
    )
    if answer.status_code == 200:
        answer["Content-Disposition"] = f'attachment; filename="credential-{credential_id}.jwt"'
    return answer


@require_safe
def status_list(request: HttpRequest, list_id: str) -> HttpResponseBase:
    """Give the signed status list, published again first if that is due."""
    found = get_object_or_404(StatusList, pk=list_id)
    content = current_list(found, at=now()).document.encode()
    media_type = wanted_json(request) or "application/vc"
    return public_file(request, content, media_type, max_age_seconds=TTL_MINUTES * 60)


def _signed(request: HttpRequest, seen: Seen, media_type: str) -> HttpResponseBase:
    return credential_file(
        request,
        seen,
        lambda credential: credential.document.encode(),
        media_type,
        max_age_seconds=DOCUMENT_AGE_SECONDS,
    )


def _page(request: HttpRequest, seen: Seen) -> HttpResponse:
    issuer = seen.credential.status_list.issuer
    shows_name = queries.show_name(seen.credential.award.person, issuer)
    context = {
        "page": shown_page(seen, shows_name=shows_name, at=now()),
        "seen": seen,
        "shows_name": shows_name,
        "signed_name": seen.credential.award.detail.recipient_name,
        "issuer": issuer,
        "revoke_form": RevokeForm(),
        "is_local": not settings.CAIRN_BASE_URL.startswith("https://"),
    }
    return _noindex(render(request, "credentials/credential.html", context))


def _state(request: HttpRequest, template: str, seen: Seen, *, status: int) -> HttpResponse:
    context = {"seen": seen, "has_stopped": not settings.CAIRN_ISSUING}
    return _noindex(render(request, template, context, status=status))


def _noindex(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Vary"] = "Accept, Cookie"
    return response
