"""The VC-API: issuing and verifying for programs that speak it, such as conformance suites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import MalformedInput
from cairn_server.accounts.limiting import Limit, spend
from cairn_server.credentials.answers import public_file, wanted_json
from cairn_server.errors import IssuingStopped
from cairn_server.interop.access import OFF, TEST_KEY, Caller, caller_of, signing_key_of
from cairn_server.interop.answers import answering, body_of, options_of, part_of, verdict
from cairn_server.interop.listing import TTL_MINUTES, set_status, signed_list
from cairn_server.interop.models import EndpointList
from cairn_server.interop.signing import Profile, endpoint_key, issue, profile_of
from cairn_server.interop.verifying import (
    checks_of,
    report_on_credential,
    report_on_presentation,
)

CALLS = Limit("vc-api", burst=120, per_minute=600)


@require_safe
@answering
def about(request: HttpRequest) -> HttpResponse:
    """Tell a program what it will sign as, and in which profiles."""
    caller = _caller(request, now())
    issuer = endpoint_key(caller.key_ref).did if caller.key_ref else None
    return JsonResponse({"issuer": issuer, "profiles": [str(profile) for profile in Profile]})


@require_POST
@answering
def issue_credential(request: HttpRequest) -> HttpResponse:
    """Sign a credential whose issuer is the key that signs for this program."""
    at = now()
    key_ref = signing_key_of(_caller(request, at))
    if not settings.CAIRN_ISSUING:
        raise IssuingStopped("Issuing is stopped on this installation")
    body = body_of(request)
    profile = profile_of(options_of(body))
    credential = part_of(body, "credential")
    signed = issue(credential, key=endpoint_key(key_ref), profile=profile, at=at)
    if profile is Profile.ENVELOPING:
        return JsonResponse(signed, status=201)
    return JsonResponse({"verifiableCredential": signed}, status=201)


@require_POST
@answering
def verify_credential(request: HttpRequest) -> HttpResponse:
    """Say whether a credential holds: 200 if so, else 400 with every reason."""
    at = now()
    _caller(request, at)
    body = body_of(request)
    document = part_of(body, "verifiableCredential")
    return verdict(report_on_credential(document, checks=checks_of(options_of(body)), at=at))


@require_POST
@answering
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """Say whether a presentation holds, for the challenge and domain that were asked for."""
    at = now()
    _caller(request, at)
    body = body_of(request)
    options = options_of(body)
    report = report_on_presentation(
        part_of(body, "verifiablePresentation"),
        challenge=_text(options, "challenge"),
        domain=_text(options, "domain"),
        checks=checks_of(options),
        at=at,
    )
    return verdict(report)


@require_POST
@answering
def credential_status(request: HttpRequest) -> HttpResponse:
    """Revoke what was signed here in the status-list profile, or take that back."""
    at = now()
    key_ref = signing_key_of(_caller(request, at))
    body = body_of(request)
    credential_id, is_set = (
        body.get("credentialId"),
        part_of(body, "credentialStatus").get("status"),
    )
    if not isinstance(credential_id, str) or not isinstance(is_set, bool | None):
        raise MalformedInput('Send {"credentialId": "…", "credentialStatus": {"status": true}}')
    set_status(key_ref=key_ref, credential_id=credential_id, is_set=is_set is not False)
    return JsonResponse({})


@require_safe
def status_list(request: HttpRequest, list_id: str) -> HttpResponseBase:
    """Give a signed status list to anybody, as it stands now."""
    if settings.CAIRN_VC_API == OFF:
        raise Http404
    found = get_object_or_404(EndpointList, pk=list_id)
    content = json.dumps(signed_list(found, at=now()), separators=(",", ":")).encode()
    media_type = wanted_json(request) or "application/vc"
    return public_file(request, content, media_type, max_age_seconds=TTL_MINUTES * 60)


def _caller(request: HttpRequest, at: datetime) -> Caller:
    caller = caller_of(request, at=at)
    if caller.key_ref != TEST_KEY:
        spend(CALLS, caller.name, at=at)
    return caller


def _text(options: Mapping[str, Any], name: str) -> str | None:
    value = options.get(name)
    if not isinstance(value, str | None):
        raise MalformedInput(f"options.{name} must be a text")
    return value
