"""
Who may use the VC-API: nobody unless it is switched on, then programs with a token.

Without a token only in the mode `test`, and only from this machine to a name of this machine:
whoever reaches an installation through a proxy has another name on the lips.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest

from cairn_server.accounts import token_queries
from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.giving_tokens import digest_of, note_use
from cairn_server.accounts.models import RoleName
from cairn_server.errors import ScopeMissing
from cairn_server.interop.errors import TokenMissing

OFF, TEST = "off", "test"
SIGNING_SCOPE = "awards:write"
TEST_KEY = "vc-api-test"
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Caller:
    """A program at the door; `key_ref` names the key that signs for it, if it may sign."""

    name: str
    key_ref: str | None


def caller_of(request: HttpRequest, *, at: datetime) -> Caller:
    """
    Return who calls.

    Raises:
        Http404: if the VC-API is switched off.
        TokenMissing: if no good token came along and one is needed.
    """
    if settings.CAIRN_VC_API == OFF:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token and settings.CAIRN_VC_API == TEST and is_local(request):
        return Caller("test", TEST_KEY)
    found = token_queries.good_token(digest_of(token.strip()), at=at)
    if found is None or scheme.lower() != "bearer":
        raise TokenMissing("Send a token that is still good as Authorization: Bearer cairn_…")
    note_use(found, at=at)
    if found.organisation_id is None or SIGNING_SCOPE not in found.scopes:
        return Caller(str(found.person_id), None)
    try:
        organisation_for(found.person, found.organisation_id, RoleName.ISSUER)
    except Http404:
        return Caller(str(found.person_id), None)
    return Caller(str(found.organisation_id), f"vc-api-{found.organisation_id}")


def signing_key_of(caller: Caller) -> str:
    """Return the name of the key that signs for `caller`; ScopeMissing if none does."""
    if caller.key_ref is None:
        raise ScopeMissing(
            f"Signing takes a token of an organisation with {SIGNING_SCOPE}, made by an issuer"
        )
    return caller.key_ref


def is_local(request: HttpRequest) -> bool:
    """Return whether `request` came from this machine and calls it by a name of its own."""
    try:
        address = ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return False
    name, colon, port = request.get_host().rpartition(":")
    host = name if colon and port.isdigit() else request.get_host()
    return address.is_loopback and host in _LOOPBACK_NAMES
