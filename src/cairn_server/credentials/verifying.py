"""
Verifying any credential, ours or somebody else's, as this installation sees it.

Our own keys and status lists are read from the database at the moment of asking; everything
else is asked through the guarded fetcher. What a key of ours signed that somebody else may have
had is believed only where our own ledger knows it to be older.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from cairn.errors import FetchError, UnsupportedFormat
from cairn.fetching import GuardedFetcher
from cairn.openbadges.expected import NOTHING, Expected
from cairn.openbadges.reading import Found, Kind, find_credential
from cairn.openbadges.verifying import verify_found
from cairn.vc.did import Fetch, VerificationMethod, did_web_url, resolve_method
from cairn.vc.published_list import published_list
from cairn.vc.report import VerificationReport
from cairn.vc.sparing import sparing
from cairn.vc.trust import TrustedIssuer, TrustList
from cairn_server.credentials import queries
from cairn_server.credentials.addresses import credential_url, hosted_issuer_url, status_url
from cairn_server.credentials.endorsement_queries import own_endorsement
from cairn_server.credentials.hosted_assertions import own_hosted
from cairn_server.credentials.models import Issuer, StatusList
from cairn_server.credentials.publishing import current_list
from cairn_server.credentials.shapes import CONTEXTS, SHAPES
from cairn_server.credentials.trusting import fetch_lists, lists_of_others

LONGEST_EXPECTED = 500
_LINK = re.compile(r"\s*(https?://\S{1,2000})\s*")
_ID = re.compile(r"[0-9a-f]{32}")


def refresh_trust(at: datetime) -> int:
    """Read the lists of issuers that lie at an address anew; return how many could be."""
    return fetch_lists(at, ask=outside)


def nobody(url: str) -> bytes:
    """Ask nobody: for what must be decided without the network."""
    raise FetchError(f"{url} was not asked")


def outside(url: str) -> bytes:
    """Return what lies at a public https address, through the guarded fetcher."""
    return _fetcher(settings.CAIRN_FETCH_ALLOW).fetch(url).content


@lru_cache(maxsize=4)
def _fetcher(allow: frozenset[str]) -> GuardedFetcher:
    return GuardedFetcher(allow=allow)


def report_on(
    document: Any, *, at: datetime, ask: Fetch = outside, expected: Expected = NOTHING
) -> VerificationReport:
    """
    Return the report on one credential, given as JSON or as text.

    Args:
        ask: fetches what is not our own.
        expected: about whom it is said to be, and for whom it was shown.

    Raises:
        InputError, CredentialError: if there is no credential to be found in the text.
    """
    if isinstance(document, str):
        found = find_credential(document.encode())
    else:
        found = Found(Kind.JSON, "", document=document)
    return report_on_found(found, at=at, ask=ask, expected=expected)


def report_on_bytes(
    data: bytes,
    *,
    at: datetime,
    name: str | None = None,
    ask: Fetch = outside,
    expected: Expected = NOTHING,
) -> VerificationReport:
    """
    Return the report on the credential in a file: JSON, JWT, or a baked PNG or SVG.

    Raises:
        InputError, CredentialError: if there is no credential to be found in it.
        FetchError: if it names an address that could not be had.
    """
    found = find(data, name=name, ask=ask)
    return report_on_found(found, at=at, ask=ask, expected=expected)


def report_on_text(
    text: str, *, at: datetime, ask: Fetch = outside, expected: Expected = NOTHING
) -> VerificationReport:
    """Return the report on what somebody pasted: a credential, or the link to one."""
    found = find_in_text(text, ask=ask)
    return report_on_found(found, at=at, ask=ask, expected=expected)


def find(data: bytes, *, name: str | None = None, ask: Fetch = outside) -> Found:
    """
    Return the credential in a file; an address in an old picture is followed, once.

    Raises:
        InputError, CredentialError: if there is no credential to be found in it.
        FetchError: if it names an address that could not be had.
    """
    found = find_credential(data, name=name)
    if found.address is None:
        return found
    hosted = find_credential(_at_address(found.address, ask), name=found.address)
    if hosted.address is not None:
        raise UnsupportedFormat("There is no credential at the address that this file names")
    return hosted


def find_in_text(text: str, *, ask: Fetch = outside) -> Found:
    """Return the credential in what somebody pasted: a credential, or the link to one."""
    link = _LINK.fullmatch(text)
    return find(_at_address(link[1], ask) if link else text.encode(), ask=ask)


def report_on_found(
    found: Found, *, at: datetime, ask: Fetch = outside, expected: Expected = NOTHING
) -> VerificationReport:
    """Return the report on a credential of any kind that was found."""
    content = found.document if found.document is not None else found.text
    ask = sparing(ask)
    asked = sources(content, at=at, ask=ask)
    return verify_found(
        found,
        fetch=lambda url: own_hosted(url) or ask(url),
        keys=asked.keys,
        statuses=asked.statuses,
        trust=asked.trust,
        at=at,
        load=CONTEXTS,
        shapes=SHAPES,
        expected=expected,
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a verifier of this installation looks for what is not in the document itself."""

    keys: Callable[[str], VerificationMethod]
    statuses: Callable[[str], Mapping[str, Any]]
    trust: TrustList


def sources(content: Any, *, at: datetime, ask: Fetch = outside) -> Sources:
    """Return where to look for what the document `content`, parsed or as its text, points to."""
    lost = cache(queries.compromised_since)

    def key(method_id: str) -> VerificationMethod:
        method = resolve_method(method_id, fetch=_own_first(ask))
        since = lost(method.id)
        return method if since is None else _judged(method, since, content)

    return Sources(key, lambda url: _status(url, at, ask), recognised())


def recognised() -> TrustList:
    """Return the issuers of this installation, each with its standing, and those of its lists."""
    issuers = Issuer.objects.exclude(did="").select_related("organisation")
    known = {
        one: TrustedIssuer(one.organisation.name, one.get_standing_display().lower())
        for one in issuers
    }
    own = TrustList(
        {one.did: issuer for one, issuer in known.items()}
        | {hosted_issuer_url(one.pk): issuer for one, issuer in known.items()}
    )
    return TrustList.joined([own, lists_of_others()])


def _at_address(url: str, ask: Fetch) -> bytes:
    """Return what a link leads to; our own credentials come from the database."""
    credential_id = _own_id(url, credential_url(""))
    if credential_id is None:
        return own_hosted(url) or own_endorsement(url) or ask(url)
    document = queries.public_document(credential_id)
    if document is None:
        raise FetchError("There is no public credential at this address")
    return document.encode()


def _judged(method: VerificationMethod, since: datetime, document: Any) -> VerificationMethod:
    """
    Return a key that was in other hands from `since` on, as it is to be believed here.

    Who has a key can write any date into a proof, so the ledger has to know the credential as
    it stands, signed before that moment. A did:key cannot say of itself that it was lost.
    """
    is_older = queries.is_signed_before(document, method_id=method.id, since=since)
    return replace(method, revoked=None if is_older else since)


def _own_first(ask: Fetch) -> Callable[[str], bytes]:
    def fetch(url: str) -> bytes:
        for issuer in Issuer.objects.filter(did__startswith="did:web:"):
            if did_web_url(issuer.did) == url:
                return json.dumps(queries.did_document(issuer)).encode()
        return ask(url)

    return fetch


def _status(url: str, at: datetime, ask: Fetch) -> Mapping[str, Any]:
    list_id = _own_id(url, status_url(""))
    if list_id is not None:
        status_list = StatusList.objects.filter(pk=list_id).first()
        if status_list is None:
            raise FetchError("There is no such status list here")
        document: Mapping[str, Any] = json.loads(current_list(status_list, at=at).document)
        return document
    return published_list(ask(url))


def _own_id(url: str, base: str) -> str | None:
    """Return the id at the end of an address of ours that begins like `base`."""
    prefix = base.rstrip("/") + "/"
    if not url.startswith(prefix):
        return None
    rest = url.removeprefix(prefix).partition("/")[0]
    return rest if _ID.fullmatch(rest) else None
