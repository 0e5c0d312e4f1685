"""One's own credential told to others, for programs: LinkedIn, a line for a CV, paper, a card."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import caller
from cairn_server.credentials.access import credential_for, own_credential
from cairn_server.credentials.answers import credential_file
from cairn_server.credentials.credential_page import CredentialPage, shown_page
from cairn_server.credentials.models import Credential
from cairn_server.credentials.queries import show_name
from cairn_server.portfolio.printing import certificate_pdf, credential_card

router = Router(tags=["credentials"])


class TellingOut(Schema):
    """How its holder tells others of a credential."""

    url: str = Field(description="its page, for whoever has the address while it is on")
    linkedin: str = Field(description="LinkedIn's form, filled in; nothing is sent by us")
    resume: str = Field(description="a line for a CV")


@router.get("/credentials/{credential_id}/telling", response=TellingOut)
def get_telling(request: HttpRequest, credential_id: str) -> TellingOut:
    """Return the LinkedIn address and the line for a CV of a credential of one's own."""
    page = _page(request, _signed(request, credential_id))
    return TellingOut(url=page.url, linkedin=page.sharing.linkedin, resume=page.sharing.resume)


@router.get("/credentials/{credential_id}/certificate.pdf", response=None)
def get_certificate(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Return the certificate of a credential of one's own, whether or not its page is on."""
    return _printed(request, credential_id, certificate_pdf, "application/pdf")


@router.get("/credentials/{credential_id}/card.png", response=None)
def get_card(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Return the picture of a credential of one's own for shared links, 1200 x 630 pixels."""
    return _printed(request, credential_id, credential_card, "image/png")


def _signed(request: HttpRequest, credential_id: str) -> Credential:
    """Return a credential of the caller's that is signed; Http404 otherwise."""
    credential = own_credential(caller(request), credential_id)
    if not credential.document:
        raise Http404
    return credential


def _page(request: HttpRequest, credential: Credential) -> CredentialPage:
    seen = credential_for(caller(request), credential.pk)
    shows_name = show_name(caller(request), credential.status_list.issuer)
    return shown_page(seen, shows_name=shows_name, at=now())


def _printed(
    request: HttpRequest,
    credential_id: str,
    print_it: Callable[[CredentialPage], bytes],
    media_type: str,
) -> HttpResponseBase:
    _signed(request, credential_id)
    seen = credential_for(caller(request), credential_id)
    return credential_file(
        request, seen, lambda one: print_it(_page(request, one)), media_type, max_age_seconds=0
    )
