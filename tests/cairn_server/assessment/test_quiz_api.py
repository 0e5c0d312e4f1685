from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from cairn_server.assessment.models import Attempt, Response
from tests.cairn_server.assessment.test_attempting import RIGHT, WRONG, begin, saved
from tests.cairn_server.assessment.test_quiz_views import place_of, run_out
from tests.making import join, make_quiz

API = "/api/v1"


@pytest.fixture
def quiz(college):
    return make_quiz(college, attempts_allowed=2)


@pytest.fixture
def attempt(ada, quiz):
    return begin(ada, quiz, now())


@pytest.fixture
def put(client, ada, attempt):
    """Send an answer as Ada."""
    client.force_login(ada)

    def send(body, number=1, to=None):
        url = f"{API}/attempts/{to or attempt.pk}/answers/{number}"
        return client.put(url, json.dumps(body), content_type="application/json")

    return send


def test_a_quiz_tells_its_rules_and_where_one_stands(client, ada, quiz):
    client.force_login(ada)

    told = client.get(f"{API}/quizzes/{quiz.quiz_id}").json()

    assert told == {
        "quiz_id": str(quiz.quiz_id),
        "title": "Boards-Quiz",
        "seconds": 600,
        "questions": 3,
        "cut_score": 0.7,
        "attempts_allowed": 2,
        "attempts_left": 2,
        "next_at": None,
        "best": None,
        "passed_at": None,
        "open_attempt": None,
        "reads_answers": False,
    }


def test_an_author_is_told_that_no_attempt_of_theirs_counts(client, college, quiz):
    client.force_login(join("Wim", college, "author"))

    told = client.get(f"{API}/quizzes/{quiz.quiz_id}").json()
    refused = client.post(f"{API}/quizzes/{quiz.quiz_id}/attempts", {}, "application/json")

    assert told["reads_answers"] is True
    assert (refused.status_code, refused.json()["code"]) == (409, "attempt_refused")
    assert "You write for North College, or did" in refused.json()["detail"]


def test_an_attempt_is_begun_once_for_one_key_and_once_without(client, ada, quiz):
    client.force_login(ada)
    url = f"{API}/quizzes/{quiz.quiz_id}/attempts"

    first, second = (
        client.post(url, "{}", content_type="application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    third = client.post(url, "{}", content_type="application/json")

    assert (first.status_code, first.json()) == (201, second.json())
    assert third.json()["id"] == first.json()["id"] == str(Attempt.objects.get().pk)


def test_a_question_carries_nothing_but_what_is_asked(client, ada, attempt):
    client.force_login(ada)

    asked = client.get(f"{API}/attempts/{attempt.pk}").json()["questions"]

    assert [one["number"] for one in asked] == [1, 2, 3]
    assert {frozenset(one) for one in asked} == {
        frozenset(
            [
                "number",
                "kind",
                "prompt",
                "options",
                "lefts",
                "rights",
                "answer",
                "sequence",
                "saved_at",
            ]
        )
    }
    assert all([o["id"] for o in one["options"]] == ["1", "2"] for one in asked)


def test_answers_are_saved_with_their_numbers_whatever_the_order(put, attempt):
    right, wrong = place_of(attempt, 1, RIGHT), place_of(attempt, 1, WRONG)

    third = put({"sequence": 3, "answer": {"option": right}}).json()
    first = put({"sequence": 1, "answer": {"option": wrong}}).json()

    assert (third["counts"], first["counts"], first["sequence"]) == (True, False, 3)
    assert saved(attempt, 1) == [(1, {"option": "a"}), (3, {"option": "b"})]


def test_a_number_used_for_another_answer_is_refused(put, attempt):
    put({"sequence": 1, "answer": {"option": "1"}})

    refused = put({"sequence": 1, "answer": {"option": "2"}})

    assert (refused.status_code, refused.json()["code"]) == (409, "stale_answer")
    assert Response.objects.count() == 1


def test_after_the_deadline_an_answer_is_refused(put, attempt):
    run_out(attempt)

    refused = put({"sequence": 1, "answer": {"option": "1"}})

    assert (refused.status_code, refused.json()["code"]) == (409, "attempt_over")
    assert Attempt.objects.get().ended_at == Attempt.objects.get().deadline_at


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"sequence": 1, "answer": {"option": "7"}}, 422),
        ({"sequence": 1, "answer": {"text": "x"}}, 422),
        ({"sequence": 1, "answer": "1"}, 422),
        ({"sequence": 1}, 422),
        ({"sequence": 0, "answer": None}, 422),
        ({"sequence": True, "answer": None, "points": 1}, 422),
        ([], 422),
    ],
)
def test_malformed_answers_are_refused_and_keep_nothing(put, body, status):
    assert put(body).status_code == status
    assert not Response.objects.exists()


def test_what_was_not_drawn_is_not_there(put):
    missing = put({"sequence": 1, "answer": None}, to=uuid4())

    assert missing.status_code == 404
    for number in (0, 4, -1):
        assert put({"sequence": 1, "answer": None}, number).json() == missing.json()


def test_handing_in_tells_what_it_came_to(client, put, attempt):
    for number in (1, 2, 3):
        put({"sequence": 1, "answer": {"option": place_of(attempt, number)}}, number)

    first = client.post(f"{API}/attempts/{attempt.pk}/end").json()
    second = client.post(f"{API}/attempts/{attempt.pk}/end").json()

    assert first == second
    assert (first["score"], first["passed"], first["areas_to_improve"]) == (1.0, True, [])
    assert first["questions"] == []


def test_ones_own_attempts_are_listed_by_page(client, ada, bea, attempt, quiz):
    begin(bea, quiz, now())
    client.force_login(ada)

    page = client.get(f"{API}/attempts?limit=1").json()

    assert [one["id"] for one in page["items"]] == [str(attempt.pk)]
    assert page["next_cursor"] is None


def test_attempts_of_others_are_answered_like_missing_ones(client, bea, attempt):
    client.force_login(bea)
    body = json.dumps({"sequence": 1, "answer": {"option": "1"}})
    for path, send in [
        ("", client.get),
        ("/end", client.post),
        ("/answers/1", lambda url: client.put(url, body, content_type="application/json")),
    ]:
        foreign, missing = (send(f"{API}/attempts/{id}{path}") for id in (attempt.pk, uuid4()))
        assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_who_is_not_signed_in_is_told_so(client, attempt):
    for path in (f"/attempts/{attempt.pk}", "/attempts", f"/quizzes/{attempt.quiz_id}"):
        assert client.get(API + path).json()["code"] == "not_signed_in"


def test_an_answer_takes_few_queries(client, put, attempt, django_assert_max_num_queries):
    put({"sequence": 1, "answer": {"option": "1"}})

    # session, person, attempt, question; begin, lock, newest answer, insert, commit
    with django_assert_max_num_queries(9):
        put({"sequence": 2, "answer": {"option": "2"}})


def test_a_waiting_learner_is_told_when(client, ada, quiz):
    quiz.wait_hours = 5
    quiz.save()
    begun = begin(ada, quiz, now() - timedelta(hours=1))
    client.force_login(ada)
    client.get(f"{API}/attempts/{begun.pk}")

    refused = client.post(
        f"{API}/quizzes/{quiz.quiz_id}/attempts", "{}", content_type="application/json"
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "attempt_refused")
