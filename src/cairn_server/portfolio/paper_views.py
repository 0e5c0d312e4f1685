"""A credential on paper, and as the picture beside a shared link."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.credentials.access import credential_for
from cairn_server.credentials.answers import credential_file
from cairn_server.credentials.credential_page import CredentialPage, shown_page
from cairn_server.credentials.models import Credential
from cairn_server.credentials.queries import show_name
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

    def content(credential: Credential) -> bytes:
        shows_name = show_name(credential.award.person, credential.status_list.issuer)
        return print_it(shown_page(seen, shows_name=shows_name, at=now()))

    return credential_file(
        request,
        seen,
        content,
        media_type,
        max_age_seconds=AGE_SECONDS,
    )
