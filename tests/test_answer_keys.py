"""A crawler as the learner: no page, API, file or export tells what is right in an assessment."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.staticfiles import finders
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from cairn.psychometrics.questions import Question
from cairn_server.assessment.attempting import begin_attempt, hand_in, save_answer
from cairn_server.assessment.models import Attempt
from cairn_server.catalog.models import AchievementVersion, ItemVersion
from tests.making import make_quiz

SECRETS = {
    "zq-right", "zq-wrong", "zq-second", "zqfeedbackright", "zqfeedbackwrong", "zqgeneral",
    "0.173205", "zqaccepted", "zqpartly", "7071.0678", "0.31415926", "zqnumberfeedback",
}  # fmt: skip
"""Ids of options, feedback, weights, accepted texts, numbers and tolerances: all of the key."""

KINDS = {
    "choice": {
        "options": [
            {"id": "zq-wrong", "text": "Red", "feedback": "zqfeedbackwrong"},
            {"id": "zq-right", "text": "Blue", "correct": True, "feedback": "zqfeedbackright"},
        ]
    },
    "choices": {
        "options": [
            {"id": "zq-wrong", "text": "Red", "weight": -0.173205},
            {"id": "zq-right", "text": "Blue", "correct": True},
            {"id": "zq-second", "text": "Green", "correct": True},
        ]
    },
    "short_text": {
        "answers": [{"text": "zqaccepted"}, {"text": "zqpartly", "weight": 0.173205}],
    },
    "numeric": {
        "numeric": [
            {"value": 7071.0678, "tolerance": 0.31415926, "feedback": "zqnumberfeedback"},
        ]
    },
    "matching": {
        "pairs": [{"left": "zqsky", "right": "zqblue"}, {"left": "zqgrass", "right": "zqgreen"}],
        "distractors": ["zqred"],
    },
}
PAIRS = {"zqsky": "zqblue", "zqgrass": "zqgreen"}
"""Which belongs to which: each side may be shown, the two together may not."""
PAIRINGS = [f"{left}-{right}" for left, right in PAIRS.items()]
ANSWERS = {
    "choice": {"option": "1"},
    "choices": {"options": ["1"]},
    "short_text": {"text": "mine"},
    "numeric": {"text": "12"},
}
LINKS = re.compile(r"""(?:href|src|action|data-[a-z-]+|hx-[a-z]+)=["']([^"'#?]*)(\?[^"'#]*)?""")
LEAVE_ALONE = re.compile(r"^/(static|accounts/logout|sw\.js$)")
MOST_PAGES = 400


def question(key: str) -> Question:
    """Return a question with a key in every place where a key may stand."""
    kind = list(KINDS)[int(key.rsplit("-", 1)[1]) % len(KINDS)]
    members = {"id": key, "kind": kind, "use": "assessment", "prompt": f"What about {key}?"}
    return Question.from_json(members | {"feedback": "zqgeneral"} | KINDS[kind])


@pytest.fixture
def quiz(college):
    return make_quiz(college, areas=[("sees", 5)], pool=5, question=question)


@pytest.fixture
def learner(client, ada):
    client.force_login(ada)
    return client


def starts(quiz) -> list[str]:
    """Return every address without an id in it, and those that name the quiz."""
    achievement = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz).achievement_id
    return [
        *(f"/{route}" for route in routes(get_resolver().url_patterns) if "<" not in route),
        "/api/v1/openapi.json",
        "/api/v1/learning/due",
        f"/api/v1/quizzes/{quiz.quiz_id}",
        reverse("hub:achievement", args=[achievement]),
        reverse("assessment:quiz", args=[quiz.quiz_id]),
        *(f"/api/v1/attempts/{one.pk}" for one in Attempt.objects.all()),
        *(f"/attempts/{one.pk}/" for one in Attempt.objects.all()),
    ]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = ""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route.replace("^", "").replace("$", "").replace("\\Z", "")


def crawl(client, first: list[str]) -> dict[str, str]:
    """Follow every link from `first`; return what was answered, by address."""
    waiting, told = list(dict.fromkeys(first)), {}
    while waiting and len(told) < MOST_PAGES:
        address = waiting.pop()
        if address in told or LEAVE_ALONE.search(address):
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told[address] = text_of(body)
        if answer.headers.get("Location", "").startswith("/"):
            waiting.append(answer.headers["Location"])
        if "html" in answer.headers.get("Content-Type", ""):
            found = [unescape(path + more) for path, more in LINKS.findall(told[address])]
            waiting += [one for one in found if one.startswith("/")]
    assert not waiting, "there were more pages than were looked at"
    return told


def text_of(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def keys_in(text: str) -> set[str]:
    told = {secret for secret in SECRETS if secret in text}
    return told | set(re.findall(r'"correct"', text)) | pairings_in(text)


def pairings_in(text: str) -> set[str]:
    """Return the pairs whose sides stand together, by their texts or by their ids, in any form."""
    asked = question(f"sees-{list(KINDS).index('matching')}")
    between = r"(?:\W+|\W+rights?\W+|[^\w<]*(?:</?\w+[^<>]*>\W*)+)"
    sides = {
        f"{left}-{right}": (f"{left}|{asked.left_id(left)}", f"{right}|{asked.right_id(right)}")
        for left, right in PAIRS.items()
    }
    return {
        name
        for name, (left, right) in sides.items()
        if re.search(f"(?:{left}){between}(?:{right})", text)
    }


def found_keys(told: dict[str, str]) -> dict[str, set[str]]:
    return {address: keys for address, text in told.items() if (keys := keys_in(text))}


def begin(ada, quiz) -> Attempt:
    version = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz)
    return begin_attempt(person=ada, version=quiz, achievement_version=version, at=now())


def answer_all(attempt: Attempt) -> None:
    for number, row in enumerate(attempt.drawn, start=1):
        version = ItemVersion.objects.get(pk=row["item"])
        given = ANSWERS.get(version.content["kind"]) or wrong_pairs(version.content)
        save_answer(
            attempt=attempt, number=number, version=version, answer=given, sequence=1, at=now()
        )


def wrong_pairs(content: dict[str, Any]) -> dict[str, Any]:
    """Return an answer to a matching question: the first left side with the distractor."""
    asked = Question.from_json(content)
    left = asked.left_id(asked.pairs[0].left)
    return {"pairs": {left: asked.right_id(asked.distractors[0])}}


def test_every_secret_of_the_crawl_is_in_the_pool(quiz):
    stored = json.dumps(list(ItemVersion.objects.values_list("content", flat=True)))

    assert keys_in(stored) == SECRETS | {'"correct"'} | set(PAIRINGS)


@pytest.mark.parametrize(
    "leak",
    [
        "zqsky → zqblue",
        '{"left": "zqsky", "right": "zqblue"}',
        "<li><b>zqsky</b> <i>zqblue</i></li>",
        "{left_id}: {right_id}",
        '{{"{left_id}": "{right_id}"}}',
    ],
)
def test_a_pair_that_is_told_would_be_seen(leak):
    asked = question("sees-4")
    ids = {"left_id": asked.left_id("zqsky"), "right_id": asked.right_id("zqblue")}
    told = leak if "_id}" not in leak else leak.format(**ids)

    assert keys_in(told) == {"zqsky-zqblue"}


def test_no_key_is_told_before_an_attempt(learner, quiz):
    told = crawl(learner, starts(quiz))

    assert found_keys(told) == {}
    assert len(told) > 30


def test_no_key_and_no_other_question_is_told_during_an_attempt(learner, ada, quiz):
    attempt = begin(ada, quiz)
    answer_all(attempt)

    told = crawl(learner, starts(quiz))

    assert found_keys(told) == {}
    shown = [address for address in told if re.search(rf"{attempt.pk}/questions/\d/$", address)]
    assert len(shown) == 5
    assert "What about sees-0?" in told[shown[0]]


def test_no_key_is_told_after_an_attempt(learner, ada, quiz):
    attempt = begin(ada, quiz)
    answer_all(attempt)
    hand_in(attempt=attempt, at=now())

    told = crawl(learner, starts(quiz))

    assert found_keys(told) == {}
    assert "Not yet" in told[f"/attempts/{attempt.pk}/"]
    assert "What about sees-" not in told[f"/api/v1/attempts/{attempt.pk}"]


def test_what_is_sent_is_never_answered_with_a_key(learner, ada, quiz):
    attempt = begin(ada, quiz)
    said = []
    for number in range(1, 6):
        for answer in [{"option": "1"}, {"options": ["1", "2"]}, {"text": "x"}, {"pairs": {}}, {}]:
            url = f"/api/v1/attempts/{attempt.pk}/answers/{number}"
            body = json.dumps({"sequence": 1, "answer": answer})
            said.append(learner.put(url, body, content_type="application/json").content.decode())
        page = learner.post(f"/attempts/{attempt.pk}/questions/{number}/", {"option": "9"})
        said.append(page.content.decode())
    said.append(learner.post(f"/attempts/{attempt.pk}/end/", follow=True).content.decode())

    assert set().union(*map(keys_in, said)) == set()


def test_an_assessment_item_has_no_door_of_its_own(learner, quiz):
    for version in ItemVersion.objects.filter(item__use="assessment"):
        page = learner.post(f"/learn/items/{version.pk}/reviews/", {"option": "1"})
        body = json.dumps({"review_id": str(version.pk), "reviewed_at": now().isoformat()})
        call = learner.post(
            f"/api/v1/learning/items/{version.pk}/reviews", body, content_type="application/json"
        )
        assert (page.status_code, call.status_code) == (404, 404)


def test_no_pool_lies_among_the_static_files():
    names = ["site/quiz.js", "site/quiz-answers.js", "site/learn.js", "site/scoring.js"]
    for name in names:
        path = finders.find(name)
        assert path is not None
        with open(path) as file:
            assert keys_in(file.read()) <= {'"correct"'}
