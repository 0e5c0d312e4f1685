"""
Calls made up from the description of the API: whatever comes, no answer is a failure of ours.

The same calls every time, a few of each; half of them name things that are there, as somebody who
may do everything, so that they get past the door.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.core import NotSet
from schemathesis.generation import GenerationMode

from cairn_server.accounts.models import Organisation, Person, Role, RoleName
from cairn_server.assessment.submitting import begin_submission
from cairn_server.catalog.models import AchievementVersion, Task
from tests.making import join
from tests.making_everything import everything_of
from tests.making_sessions import make_gathering, make_session

EXAMPLES = 4  # of each call
DESCRIPTION = Path(__file__).parents[3] / "docs" / "api" / "openapi.json"
SCHEMA = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text()))
CALLS = [one.ok() for one in SCHEMA.get_all_operations()]


@dataclass(frozen=True, slots=True)
class There:
    """Somebody who holds every role at the college, and the ids of things that are there."""

    everybody: Person
    ids: dict[str, str]
    own_work: str

    def named(self, path: str) -> dict[str, str]:
        """Return the ids that the caller may name: work to judge is another's than one's own."""
        is_own = path.startswith("/api/v1/submissions")
        return self.ids | ({"submission_id": self.own_work} if is_own else {})


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker) -> Iterator[There]:
    """Everything once for all calls; each call is taken back, and this after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _fill()
        transaction.set_rollback(True)


def _fill() -> There:
    college = Organisation.objects.create(name="North College", slug="north", kind="institution")
    everybody = join("Max", college)
    ids = everything_of(college, everybody)
    for role in RoleName.values:
        Role.objects.create(membership=everybody.memberships.get(), name=role)
    start = now() + timedelta(minutes=5)
    session = make_session(make_gathering(college, "open"), everybody, at=now(), starts_at=start)
    version = AchievementVersion.objects.get(achievement=ids["achievement_id"])
    work = begin_submission(
        person=everybody,
        task=Task.objects.get(pk=ids["task_id"]),
        achievement_version=version,
        at=now(),
    )
    return There(everybody, ids | {"session_id": str(session.pk)}, str(work.pk))


def test_everything_that_a_call_may_name_is_there(there):
    named = {name for call in CALLS for name in re.findall(r"{(\w+)}", call.path)}

    assert named - set(there.ids) == set()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_no_call_makes_the_server_fail(client, db, there, call):
    client.force_login(there.everybody)
    ids = there.named(call.path)
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
            named |= {name: ids[name] for name in named}
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
