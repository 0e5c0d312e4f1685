"""Long work by the API: told to whoever began it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.journal.progressing import begin_progress, end_progress, report_progress
from tests.moments import MONDAY

API = "/api/v1/progress"


@pytest.fixture
def work(ada):
    return begin_progress("People by a file", owner_id=ada.pk, back="/more/", total=9, at=MONDAY)


def test_it_is_told_how_far_it_is_and_what_came_of_it(client, ada, work):
    client.force_login(ada)
    report_progress(work.pk, done=4, total=9, at=MONDAY)
    half = client.get(f"{API}/{work.pk}").json()
    end_progress(work.pk, result={"created": 9, "errors": []}, at=MONDAY)
    [whole] = client.get(API).json()["items"]

    assert (half["done"], half["total"], half["ended_at"]) == (4, 9, None)
    assert (whole["result"]["created"], whole["url"]) == (9, "/more/")
    assert whole["ended_at"] is not None


def test_work_of_somebody_else_is_answered_like_missing_work(client, bea, work):
    client.force_login(bea)

    theirs, missing = client.get(f"{API}/{work.pk}"), client.get(f"{API}/{uuid4()}")

    assert (theirs.status_code, theirs.content) == (404, missing.content)
    assert client.get(API).json() == {"items": []}
