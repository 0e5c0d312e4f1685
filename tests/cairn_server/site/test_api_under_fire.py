"""
Calls made up from the description of the API: whatever comes, no answer is a failure of ours.

The same calls every time, a few of each; half of them name things that are there, as somebody who
may do everything, so that they get past the door.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.core import NotSet
from schemathesis.generation import GenerationMode

from cairn_server.accounts.models import Team
from cairn_server.assessment.models import Submission
from cairn_server.catalog.models import ItemVersion
from cairn_server.workforce.models import WorkRole
from tests.making import join, make_unit
from tests.making_awards import many_submissions
from tests.making_sessions import make_gathering, make_session

EXAMPLES = 4  # of each call
DESCRIPTION = Path(__file__).parents[3] / "docs" / "api" / "openapi.json"
SCHEMA = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text()))
CALLS = [one.ok() for one in SCHEMA.get_all_operations()]


@pytest.fixture
def everybody(college):
    """Somebody who holds every role at the college."""
    return join("Max", college, "owner", "author", "evaluator", "manager", "issuer")


@pytest.fixture
def there(college, everybody, ada) -> dict[str, str]:
    """The ids of things that are there, by the name that addresses give them."""
    many_submissions(college, 1)
    unit = make_unit(college)
    role = WorkRole.objects.create(organisation=college, name="Clerk", created_at=now())
    gathering = make_gathering(college)
    session = make_session(gathering, everybody, at=now(), starts_at=now() + timedelta(minutes=5))
    submission = Submission.objects.get()
    return {
        "organisation_id": str(college.pk),
        "session_id": str(session.pk),
        "person_id": str(ada.pk),
        "membership_id": str(ada.memberships.get().pk),
        "submission_id": str(submission.pk),
        "achievement_id": str(submission.achievement_version.achievement_id),
        "version_id": str(ItemVersion.objects.get().pk),
        "unit_id": str(unit.unit_id),
        "team_id": str(Team.objects.create(organisation=college, name="Hall").pk),
        "role_id": str(role.pk),
        "part": "text",
    }


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_no_call_makes_the_server_fail(client, everybody, there, call):
    client.force_login(everybody)
    turns = iter(range(EXAMPLES * 100))

    @given(case=call.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @hypothesis_settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        named = dict(case.path_parameters or {})
        if next(turns) % 2 == 0:
            named |= {name: there[name] for name in named if name in there}
        answer = client.generic(call.method.upper(), address(call, case, named), **sent(case))
        assert answer.status_code < 500, answer.content

    send()


def address(call: Any, case: Any, named: dict[str, Any]) -> str:
    path = call.path
    for name, value in named.items():
        path = path.replace("{" + name + "}", quote(str(value), safe="") or "-")
    query = case.query if isinstance(case.query, dict) else {}
    given_ones = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given_ones, doseq=True, errors='replace')}"


def sent(case: Any) -> dict[str, Any]:
    """Return body and headers as Django's test client takes them."""
    key = str((case.headers or {}).get("Idempotency-Key") or "").strip()
    printable = "".join(letter for letter in key if letter.isprintable() and letter.isascii())
    headers = {"Idempotency-Key": printable} if printable else {}
    if isinstance(case.body, NotSet):
        return {"headers": headers}
    if case.media_type == "application/json":
        body = json.dumps(case.body)
        return {"data": body, "content_type": "application/json", "headers": headers}
    file = SimpleUploadedFile("x.txt", str(case.body).encode(errors="replace"))
    content = encode_multipart(BOUNDARY, {"file": file})
    return {"data": content, "content_type": MULTIPART_CONTENT, "headers": headers}
