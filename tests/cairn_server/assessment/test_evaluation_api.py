"""Evaluating by the API: blind, once, never one's own."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest

from cairn_server.assessment.models import Evaluation, EvaluationDraft
from cairn_server.assessment.submitting import attach_file, save_text, submit
from cairn_server.journal.models import Event
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET, begin, hand_in
from tests.moments import MONDAY
from tests.pictures import png

QUEUE = "/api/v1/evaluations"
EMPTY = {"items": [], "next_cursor": None}


@pytest.fixture
def decide(client):
    def act(submission, ratings, *, key=None, **more):
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(
            f"{QUEUE}/{submission.pk}/decision",
            {"ratings": ratings, **more},
            content_type="application/json",
            headers=headers,
        )

    return act


def test_the_queue_and_the_work_carry_no_name(client, eve, ada, handed_in):
    client.force_login(eve)

    queue = client.get(QUEUE).json()["items"]
    work = client.get(f"{QUEUE}/{handed_in.pk}").json()

    assert [one["id"] for one in queue] == [str(handed_in.pk)]
    assert [one["text"] for one in work["evidence"]][:2] == ["Ask wait look", "It went"]
    assert [one["id"] for one in work["criteria"]] == ["asks", "acts", "cares"]
    assert work["criteria"][0]["met_at"] == "met"
    assert ada.name not in str(queue) + str(work)
    assert str(ada.pk) not in str(queue) + str(work)


def test_a_decision_is_made_once_however_often_it_is_sent(client, eve, handed_in, decide):
    client.force_login(eve)

    answers = [decide(handed_in, ALL_MET, key="k") for _ in range(2)] + [decide(handed_in, ALL_MET)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert answers[0].json()["is_met"]
    assert Evaluation.objects.count() == 1
    assert client.get(QUEUE).json() == EMPTY


@pytest.mark.parametrize(
    "ratings", [{}, ONE_UNMET, {**ALL_MET, "asks": "splendid"}, {**ALL_MET, "odd": "met"}]
)
def test_what_is_incomplete_uncommented_or_unknown_decides_nothing(
    client, eve, handed_in, decide, ratings
):
    client.force_login(eve)

    assert decide(handed_in, ratings).status_code == 422
    assert not Evaluation.objects.exists()


def test_a_conflict_leaves_the_work_to_others(client, eve, max_, handed_in):
    client.force_login(eve)
    address = f"{QUEUE}/{handed_in.pk}/conflict"

    body, sent = {"reason": "We share a desk"}, {"content_type": "application/json"}
    key = {"Idempotency-Key": "k"}

    declared = [client.post(address, body, headers=key, **sent).status_code for _ in range(2)]

    assert declared == [204, 204]
    assert client.post(address, body, **sent).status_code == 404
    assert client.get(QUEUE).json() == EMPTY
    client.force_login(max_)
    assert len(client.get(QUEUE).json()["items"]) == 1


@pytest.fixture
def send(client):
    def act(method, path, body=None, **headers):
        address = f"{QUEUE}/{path}"
        if method == "get":
            return client.get(address)
        return getattr(client, method)(
            address, body, content_type="application/json", headers=headers
        )

    return act


def test_the_queue_goes_page_by_page(client, eve, bea, task, handed_in):
    second = hand_in(bea, task)
    client.force_login(eve)

    first = client.get(QUEUE, {"limit": 1}).json()
    rest = client.get(QUEUE, {"limit": 1, "cursor": first["next_cursor"]}).json()

    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert sorted(ids) == sorted([str(handed_in.pk), str(second.pk)])
    assert rest["next_cursor"] is None
    assert client.get(QUEUE, {"cursor": "next"}).status_code == 422
    latest = "9" * 17 + "." + "f" * 32
    assert client.get(QUEUE, {"cursor": latest}).json() == EMPTY


def test_ratings_are_kept_while_they_are_given_and_never_overwritten(client, send, eve, handed_in):
    client.force_login(eve)
    address = f"{handed_in.pk}/draft"
    body = {"ratings": {"asks": "met"}, "comment": "So far", "sequence": 1}

    kept = [send("put", address, body, idempotency_key="k").json() for _ in range(2)]
    stale = send("put", address, body | {"comment": "Another tab"})
    work = send("get", f"{handed_in.pk}").json()

    assert kept[0] == kept[1]
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_draft")
    assert (work["comment"], work["sequence"], work["criteria"][0]["rating"]) == (
        "So far",
        1,
        "met",
    )


def test_looking_at_the_name_is_kept_once(client, send, eve, ada, handed_in):
    client.force_login(eve)

    names = [send("post", f"{handed_in.pk}/unblinding").json() for _ in range(2)]

    assert names == [{"name": ada.name}] * 2
    assert Event.objects.filter(kind="submission.unblinded").count() == 1


def test_a_file_is_read_without_the_name_that_it_was_given(
    client, send, eve, ada, task, settings, tmp_path
):
    settings.CAIRN_HOME = tmp_path
    draft = begin(ada, task)
    attach_file(submission=draft, part="photo", upload=BytesIO(png()), name="ada.png", at=MONDAY)
    for part in ("plan", "reflection"):
        save_text(submission=draft, part=part, text="Ask wait look", sequence=1, at=MONDAY)
    submit(submission=draft, at=MONDAY)
    client.force_login(eve)

    files = [one["file"] for one in send("get", f"{draft.pk}").json()["evidence"]]
    [address] = [one for one in files if one]
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert "ada" not in str(answer.headers)
    client.force_login(ada)
    own = client.get(f"/api/v1/submissions/{draft.pk}/files/photo")
    assert client.get(f"/api/v1/submissions/{draft.pk}/files/plan").status_code == 404
    hidden, missing = client.get(address), client.get(f"{QUEUE}/{uuid4()}/files/{uuid4()}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert b"".join(own.streaming_content)[:4] == b"\x89PNG"
    for one in (answer, own):
        one.close()


@pytest.mark.parametrize("who", ["ada", "zoe"])
def test_only_evaluators_there_keep_ratings_or_look_at_names(client, send, request, who, handed_in):
    client.force_login(request.getfixturevalue(who))
    ratings = {"ratings": {}, "sequence": 1}

    for method, path, body in (("put", "draft", ratings), ("post", "unblinding", None)):
        there = send(method, f"{handed_in.pk}/{path}", body)
        nowhere = send(method, f"{uuid4()}/{path}", body)
        assert (there.status_code, there.content) == (404, nowhere.content)
    assert not EvaluationDraft.objects.exists()


def test_learners_and_other_organisations_find_nothing(client, ada, zoe, handed_in, decide):
    for person in (ada, zoe):
        client.force_login(person)
        assert client.get(QUEUE).json() == EMPTY
        there = client.get(f"{QUEUE}/{handed_in.pk}")
        nowhere = client.get(f"{QUEUE}/{uuid4()}")
        assert there.status_code == nowhere.status_code == 404
        assert there.json() == nowhere.json()
        assert decide(handed_in, ALL_MET).status_code == 404
