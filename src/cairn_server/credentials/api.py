"""Verification for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field

from cairn.errors import InputTooLarge, MalformedInput, UnsupportedFormat
from cairn.openbadges.expected import Expected
from cairn.openbadges.reading import MAX_FILE_BYTES, MAX_TEXT_BYTES
from cairn.reading import read_json
from cairn.vc.report import VerificationReport
from cairn_server.credentials.access import verification_list_of
from cairn_server.credentials.brought import Brought, files_of, table_of, texts_of
from cairn_server.credentials.limiting import VERIFYING, VERIFYING_LISTS, asker_of, spend
from cairn_server.credentials.verification_models import VerificationList
from cairn_server.credentials.verification_queries import (
    access_to,
    list_state,
    rows_of,
    shown_row,
)
from cairn_server.credentials.verifying import (
    LONGEST_EXPECTED,
    report_on,
    report_on_bytes,
    report_on_text,
)
from cairn_server.credentials.verifying_later import verify_later
from cairn_server.credentials.verifying_many import KEPT

router = Router(tags=["credentials"])
_FORMS = ({"credential"}, {"credentials"})  # of the body of a verification


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
    name: str | None


_ABOUT = {
    "recipient": "An e-mail address or id: is it about them?",
    "challenge": "What you gave whoever shows it: was the presentation signed for it?",
    "domain": "Who you are: was the presentation made for you?",
}
EXPECTED = {
    name: {
        "description": f"{question} Asked of one credential, not of several",
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_EXPECTED,
    }
    for name, question in _ABOUT.items()
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "description": "One of the first two",
                    "properties": {
                        "credential": {
                            "description": "An object, or as text: JSON, JWT, a link",
                            "oneOf": [{"type": "object"}, {"type": "string"}],
                        },
                        "credentials": {
                            "description": "Up to 1,000 of them; answered with 202",
                            "type": "array",
                            "maxItems": 1000,
                            "items": {"oneOf": [{"type": "object"}, {"type": "string"}]},
                        },
                        **EXPECTED,
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
                            "description": "JSON, JWT, or a baked PNG or SVG; several, or a CSV "
                            "table of links, are answered with 202",
                        },
                        **EXPECTED,
                    },
                }
            },
        },
    }
}


class RowOut(Schema):
    line: int
    given: str
    verdict: Literal["waiting", "valid", "invalid", "undetermined", "unreadable"]
    reasons: list[str]
    sentence: str
    facts: dict[str, Any] = Field(description="What the report says of it: issuer, achievement, …")


class ListOut(Schema):
    """Many credentials, and how far verifying them is."""

    id: str
    url: str = Field(description="Where it can be asked again; whoever has it sees the results")
    results: str = Field(description="The results as CSV")
    total: int
    done: int
    finished: bool
    erased_at: datetime
    rows: list[RowOut]


@router.post(
    "/verifications", response={200: ReportOut, 202: ListOut}, auth=None, openapi_extra=BODY
)
def create_verification(request: HttpRequest) -> Status[dict[str, Any]]:
    """
    Verify one credential: the report of `cairn verify --json`, with 200 whatever the verdict.

    Several are verified by the worker: 202, with the address at which to ask how far that is.
    """
    at = now()
    spend(VERIFYING, asker_of(request), at=at)
    if request.content_type == "multipart/form-data":
        sent = _of_files(request)
    elif request.content_type in ("application/json", ""):
        sent = _of_json(request)
    else:
        raise UnsupportedFormat('Send application/json {"credential": …} or multipart with "file"')
    if isinstance(sent, VerificationReport):
        return Status(200, shown(sent))
    spend(VERIFYING_LISTS, asker_of(request), at=at)
    return Status(202, _list(verify_later(sent, at=at)))


@router.get("/verifications/{list_id}", response=ListOut, auth=None)
def read_verification(request: HttpRequest, list_id: str, access: str = "") -> dict[str, Any]:
    """Say how far verifying a list is, and what came of each row so far."""
    spend(VERIFYING, asker_of(request), at=now())
    return _list(verification_list_of(list_id, known=(), access=access))


def _list(made: VerificationList) -> dict[str, Any]:
    state, access = list_state(made), access_to(made)
    results = reverse("credentials:verification-results", args=[made.pk])
    return {
        "id": made.pk,
        "url": f"{settings.CAIRN_BASE_URL}/api/v1/verifications/{made.pk}?access={access}",
        "results": f"{settings.CAIRN_BASE_URL}{results}?access={access}",
        "total": state.total,
        "done": state.done,
        "finished": made.finished_at is not None,
        "erased_at": made.created_at + KEPT,
        "rows": [shown_row(row) for row in rows_of(made)],
    }


def shown(report: VerificationReport) -> dict[str, Any]:
    """Return the report as JSON, plain."""
    return dict(json.loads(json.dumps(report.to_json())))


def _of_files(request: HttpRequest) -> VerificationReport | list[Brought]:
    files = request.FILES.getlist("file")
    if not files:
        raise MalformedInput('Send one file or several under the name "file"')
    if any((file.size or 0) > MAX_FILE_BYTES for file in files):
        raise InputTooLarge(f"A file has more than {MAX_FILE_BYTES >> 20} MiB")
    expected = _expected(request.POST.dict())
    if len(files) > 1:
        _refuse_expecting(expected)
        return files_of((str(file.name), file.read()) for file in files)
    [file] = files
    if str(file.name).lower().endswith(".csv"):
        _refuse_expecting(expected)
        return table_of(file.read())
    return report_on_bytes(file.read(), at=now(), name="The file", expected=expected)


def _of_json(request: HttpRequest) -> VerificationReport | list[Brought]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_TEXT_BYTES:
        raise InputTooLarge(f"The body has more than {MAX_TEXT_BYTES >> 20} MiB")
    body = read_json(request.body)
    if not isinstance(body, dict) or set(body) - set(EXPECTED) not in _FORMS:
        raise MalformedInput('The body must be {"credential": …} or {"credentials": […]}')
    expected = _expected(body)
    if "credentials" in body:
        _refuse_expecting(expected)
        return _several(body["credentials"])
    credential = body["credential"]
    if isinstance(credential, str):
        return report_on_text(credential, at=now(), expected=expected)
    if not isinstance(credential, dict):
        raise MalformedInput("The credential must be a JSON object or a text")
    return report_on(credential, at=now(), expected=expected)


def _expected(body: Mapping[str, Any]) -> Expected:
    return Expected(*(_stated(name, body.get(name)) for name in Expected._fields))


def _stated(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_EXPECTED:
        raise MalformedInput(f"The {name} must be a text of 1 to {LONGEST_EXPECTED} characters")
    return value


def _refuse_expecting(expected: Expected) -> None:
    if not expected.is_nothing:
        raise MalformedInput("Whose it is and for whom can be asked of one credential at a time")


def _several(credentials: Any) -> list[Brought]:
    if not isinstance(credentials, list) or not credentials:
        raise MalformedInput("credentials must be a list of objects or texts")
    if not all(isinstance(one, str | dict) for one in credentials):
        raise MalformedInput("Each credential must be a JSON object or a text")
    return texts_of(
        [
            one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
            for one in credentials
        ]
    )
