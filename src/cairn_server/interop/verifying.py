"""Verifying as the W3C wants it: inline contexts may add words, a challenge may be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cairn.errors import FetchError, MalformedInput
from cairn.vc.presentation import verify_presentation
from cairn.vc.report import VerificationReport
from cairn.vc.sparing import sparing
from cairn.vc.verification import verify
from cairn_server.credentials.shapes import CONTEXTS, SHAPES
from cairn_server.credentials.verifying import nobody, outside, sources
from cairn_server.interop.listing import list_url, signed_list
from cairn_server.interop.models import EndpointList

STATUS = "credentialStatus"
CHECKS = ("proof", STATUS)


def report_on_credential(
    document: Mapping[str, Any], *, checks: frozenset[str], at: datetime
) -> VerificationReport:
    """Return the report on one credential; its status is asked for if `checks` says so."""
    ask = sparing(outside)
    asked = sources(document, at=at, ask=ask)
    return verify(
        document,
        keys=asked.keys,
        statuses=_own_first(asked.statuses, at) if STATUS in checks else None,
        fetch=ask,
        trust=asked.trust,
        at=at,
        allow_inline_contexts=True,
        allow_claim=True,
        load=CONTEXTS,
        shapes=SHAPES,
    )


def report_on_own(document: Mapping[str, Any], *, at: datetime) -> VerificationReport:
    """Return the report on what was just signed here, without asking anybody."""
    asked = sources(document, at=at, ask=nobody)
    return verify(
        document,
        keys=asked.keys,
        statuses=None,
        at=at,
        allow_inline_contexts=True,
        load=CONTEXTS,
        shapes=SHAPES,
    )


def report_on_presentation(
    document: Mapping[str, Any],
    *,
    challenge: str | None,
    domain: str | None,
    checks: frozenset[str],
    at: datetime,
) -> VerificationReport:
    """Return the report on one presentation, made for this challenge and this domain."""
    ask = sparing(outside)
    asked = sources(document, at=at, ask=ask)
    return verify_presentation(
        document,
        keys=asked.keys,
        statuses=_own_first(asked.statuses, at) if STATUS in checks else None,
        fetch=ask,
        trust=asked.trust,
        at=at,
        challenge=challenge,
        domain=domain,
        load=CONTEXTS,
        allow_inline_contexts=True,
        allow_claim=True,
        may_be_empty=True,
    )


def checks_of(options: Mapping[str, Any]) -> frozenset[str]:
    """Return what a request asks to be checked, everything unless it says so."""
    wanted = options.get("checks", list(CHECKS))
    # a word misspelt must not be a check less: whoever asks would take a revoked one for good
    if not isinstance(wanted, list) or not wanted or any(one not in CHECKS for one in wanted):
        raise MalformedInput(f"options.checks must be a list of some of: {', '.join(CHECKS)}")
    return frozenset(wanted)


def _own_first(
    statuses: Callable[[str], Mapping[str, Any]], at: datetime
) -> Callable[[str], Mapping[str, Any]]:
    def status(url: str) -> Mapping[str, Any]:
        prefix = list_url("")
        if not url.startswith(prefix):
            return statuses(url)
        found = EndpointList.objects.filter(pk=url.removeprefix(prefix)).first()
        if found is None:
            raise FetchError("There is no such status list here")
        return signed_list(found, at=at)

    return status
