"""Evidence by the API: from a begun try to what was decided, and nobody else's."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Artifact, Submission
from tests.cairn_server.assessment.conftest import ONE_UNMET, begin
from tests.moments import MONDAY
from tests.pictures import png

WORKS = "/api/v1/submissions"


@pytest.fixture
def send(client):
    def act(method, path="", body=None, *, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(client, method)(
            WORKS + path, body, content_type="application/json", headers=headers
        )

    return act


def test_work_is_begun_written_handed_in_and_taken_back(client, send, ada, task):
    client.force_login(ada)
    made = [send("post", "", {"task_id": str(task.pk)}, key="k") for _ in range(2)]
    one = f"/{made[0].json()['id']}"

    early = send("post", f"{one}/hand-in")
    for part, text in {"plan": "Ask wait look", "reflection": "It went"}.items():
        saved = send("put", f"{one}/texts/{part}", {"text": text, "sequence": 1})
        assert saved.json()["sequence"] == 1
    done = send("post", f"{one}/hand-in")
    back = send("post", f"{one}/withdrawal")

    assert [answer.status_code for answer in made] == [201, 201]
    assert (early.status_code, early.json()["code"]) == (422, "submission_incomplete")
    assert done.json()["state"] == "submitted"
    assert done.json()["promised_at"] is not None
    assert back.json()["state"] == "draft"
    assert Submission.objects.count() == 1


def test_what_another_device_saved_is_not_overwritten(client, send, ada, draft):
    client.force_login(ada)
    address = f"/{draft.pk}/texts/plan"
    send("put", address, {"text": "From the phone", "sequence": 1})

    stale = send("put", address, {"text": "From the desk", "sequence": 1})

    assert (stale.status_code, stale.json()["code"]) == (409, "stale_draft")
    assert Artifact.objects.get().text == "From the phone"


def test_a_file_is_attached_to_the_part_that_takes_one(client, ada, draft):
    client.force_login(ada)

    def attach(part):
        file = SimpleUploadedFile("board.png", BytesIO(png()).read(), content_type="image/png")
        return client.post(f"{WORKS}/{draft.pk}/files/{part}", {"file": file})

    kept = attach("photo")

    photo = next(one for one in kept.json()["parts"] if one["id"] == "photo")
    assert kept.status_code == 201
    assert photo["file"] == "board.png"
    assert attach("plan").status_code == attach("nothing").status_code == 404


def test_what_came_back_says_why_criterion_by_criterion(client, send, ada, eve, handed_in):
    record_evaluation(
        submission=handed_in,
        evaluator=eve,
        ratings=ONE_UNMET,
        comments={"acts": "Say what changed"},
        comment="Nearly",
        at=MONDAY,
    )
    client.force_login(ada)

    told = send("get", f"/{handed_in.pk}").json()

    assert told["state"] == "not_yet"
    assert told["feedback"]["comment"] == "Nearly"
    unmet = [one for one in told["feedback"]["criteria"] if not one["is_met"]]
    assert [(one["id"], one["comment"]) for one in unmet] == [("acts", "Say what changed")]
    assert "Eve" not in str(told)


def test_tries_are_listed_by_the_page(client, send, ada, bea, task, draft):
    begin(bea, task)
    client.force_login(ada)

    page = send("get").json()

    assert [one["id"] for one in page["items"]] == [str(draft.pk)]
    assert page["next_cursor"] is None


def test_somebody_elses_work_is_answered_like_a_missing_one(client, send, bea, draft):
    client.force_login(bea)
    text = {"text": "x", "sequence": 1}

    for method, more, body in (
        ("get", "", None),
        ("put", "/texts/plan", text),
        ("post", "/hand-in", None),
        ("post", "/withdrawal", None),
        ("get", "/files/photo", None),
    ):
        there = send(method, f"/{draft.pk}{more}", body)
        nowhere = send(method, f"/{uuid4()}{more}", body)
        assert there.status_code == nowhere.status_code == 404
        assert there.json() == nowhere.json()
