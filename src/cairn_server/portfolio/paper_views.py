"""A credential on paper, and as the picture beside a shared link."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.access import Seen, credential_for
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.credential_page import CredentialPage, page_of
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.portfolio.printing import certificate_pdf, credential_card

AGE_SECONDS = 300


@require_safe
def certificate(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the certificate as PDF."""
    answer = _printed(request, credential_id, certificate_pdf, "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{credential_id}.pdf"'
    return answer


@require_safe
def card(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the picture that stands beside a shared link to the credential."""
    return _printed(request, credential_id, credential_card, "image/png")


def _printed(
    request: HttpRequest,
    credential_id: str,
    print_it: Callable[[CredentialPage], bytes],
    media_type: str,
) -> HttpResponseBase:
    seen = credential_for(learner_of(request), credential_id)
    if seen.is_erased:
        return HttpResponse(status=410, content_type="text/plain")
    if not seen.is_open:
        return HttpResponse(status=403, content_type="text/plain")
    if not seen.credential.document:
        raise Http404
    return public_file(
        request,
        print_it(_page(seen)),
        media_type,
        max_age_seconds=AGE_SECONDS,
        for_anybody=seen.credential.is_public,
    )


def _page(seen: Seen) -> CredentialPage:
    credential, person = seen.credential, seen.credential.award.person
    shows_name = credentials.show_name(person, credential.status_list.issuer)
    return page_of(
        credential,
        report=report_on(credential.document, at=now(), ask=nobody),
        revocation=seen.revocation,
        holder=person.name if person and shows_name else "",
        on=localdate(),
    )
