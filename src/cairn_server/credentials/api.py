"""Verification for other programs."""

from __future__ import annotations

import json
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema

from cairn.errors import InputTooLarge, MalformedInput, UnsupportedFormat
from cairn.openbadges.reading import MAX_FILE_BYTES, MAX_TEXT_BYTES
from cairn.reading import read_json
from cairn.vc.report import VerificationReport
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.verifying import report_on, report_on_bytes, report_on_text

router = Router(tags=["credentials"])


class CheckOut(Schema):
    name: str
    outcome: Literal["passed", "failed", "undetermined", "not_checked", "not_applicable"]
    reason: str | None
    detail: str


class IssuerOut(Schema):
    id: str
    name: str | None
    domain: str | None


class ReportOut(Schema):
    outcome: Literal["valid", "invalid", "undetermined"]
    reasons: list[str]
    checks: list[CheckOut]
    sentence: str
    proof_valid: bool | None
    issuer_recognised: bool | None
    issuer: IssuerOut | None
    achievement: str | None
    subject: str | None
    valid_from: str | None
    valid_until: str | None
    enclosed: list[ReportOut]


BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["credential"],
                    "additionalProperties": False,
                    "properties": {
                        "credential": {
                            "description": "An object, or as text: JSON, JWT, a link",
                            "oneOf": [{"type": "object"}, {"type": "string"}],
                        }
                    },
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "JSON, JWT, or a baked PNG or SVG",
                        }
                    },
                }
            },
        },
    }
}


@router.post("/verifications", response=ReportOut, auth=None, openapi_extra=BODY)
def create_verification(request: HttpRequest) -> dict[str, Any]:
    """
    Verify one credential: the report of `cairn verify --json`, with 200 whatever the verdict.
    """
    at = now()
    spend(VERIFYING, asker_of(request), at=at)
    if request.content_type == "multipart/form-data":
        report = _of_file(request)
    elif request.content_type in ("application/json", ""):
        report = _of_json(request)
    else:
        raise UnsupportedFormat('Send application/json {"credential": …} or multipart with "file"')
    return shown(report)


def shown(report: VerificationReport) -> dict[str, Any]:
    """Return the report as JSON, plain."""
    return dict(json.loads(json.dumps(report.to_json())))


def _of_file(request: HttpRequest) -> VerificationReport:
    files = request.FILES.getlist("file")
    if len(files) != 1:
        raise MalformedInput('Send exactly one file under the name "file"')
    [file] = files
    if (file.size or 0) > MAX_FILE_BYTES:
        raise InputTooLarge(f"The file has more than {MAX_FILE_BYTES >> 20} MiB")
    return report_on_bytes(file.read(), at=now(), name="The file")


def _of_json(request: HttpRequest) -> VerificationReport:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_TEXT_BYTES:
        raise InputTooLarge(f"The body has more than {MAX_TEXT_BYTES >> 20} MiB")
    body = read_json(request.body)
    if not isinstance(body, dict) or set(body) != {"credential"}:
        raise MalformedInput('The body must be {"credential": …} and nothing else')
    credential = body["credential"]
    if isinstance(credential, str):
        return report_on_text(credential, at=now())
    if not isinstance(credential, dict):
        raise MalformedInput("The credential must be a JSON object or a text")
    return report_on(credential, at=now())
