"""How the VC-API answers: JSON always, and every refusal as one problem (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cairn.errors import CairnError, InputTooLarge, MalformedInput, UnsupportedFormat
from cairn.reading import read_json
from cairn.vc.report import CheckOutcome, Outcome, VerificationReport
from cairn_server.interop.errors import CredentialRefused

MOST_BYTES = 2 << 20
PROBLEM = "application/problem+json"

View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """Let `view` be called by programs: no form token, and refusals in JSON."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            return view(request, **parts)
        except CairnError as error:
            reasons = error.reasons if isinstance(error, CredentialRefused) else ()
            return problem(error.status, error.code, str(error), reasons)

    return csrf_exempt(answer)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """
    Return the JSON object in the body of a request.

    Raises:
        UnsupportedFormat: if the body is not JSON; so a page elsewhere cannot send one unasked.
        InputTooLarge, MalformedInput: if it is too large, not sound, or something else.
    """
    if request.content_type != "application/json":
        raise UnsupportedFormat("Send application/json")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise InputTooLarge(f"The body has more than {MOST_BYTES >> 20} MiB")
    body = read_json(request.body, max_bytes=MOST_BYTES)
    if not isinstance(body, dict):
        raise MalformedInput("The body must be a JSON object")
    return body


def part_of(body: Mapping[str, Any], member: str) -> dict[str, Any]:
    """Return the object that `body` must have under `member`."""
    found = body.get(member)
    if not isinstance(found, dict):
        raise MalformedInput(f"The body must have an object under {member!r}")
    return found


def options_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options in `body`, none where it has none."""
    return part_of(body, "options") if body.get("options") is not None else {}


def verdict(report: VerificationReport) -> HttpResponse:
    """Return 200 for what is valid, 400 for all else, with what was checked and what is wrong."""
    named: dict[CheckOutcome, list[str]] = {}
    for check in report.checks:
        named.setdefault(check.outcome, []).append(check.name)
    content = {
        "verified": report.outcome is Outcome.VALID,
        "checks": named.get(CheckOutcome.PASSED, []),
        "warnings": named.get(CheckOutcome.NOT_CHECKED, []),
    }
    if report.outcome is Outcome.VALID:
        return JsonResponse({**content, "errors": [], "detail": report.sentence})
    shown = [
        {"type": "about:blank", "title": check.reason, "detail": check.detail}
        for check in report.checks
        if check.outcome in (CheckOutcome.FAILED, CheckOutcome.UNDETERMINED) and check.reason
    ]
    more = {**content, "problemDetails": shown}
    return problem(400, "not_verified", report.sentence, report.reasons, **more)


def problem(
    status: int, code: str, detail: str, reasons: Sequence[str] = (), **more: Any
) -> HttpResponse:
    """Return a refusal: what is wrong, for programs and for people."""
    content = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "errors": list(reasons) or [code],
        **more,
        "detail": detail,
    }
    answer = JsonResponse(content, status=status, content_type=PROBLEM)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
