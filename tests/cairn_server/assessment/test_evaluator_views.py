from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cairn_server.accounts.models import Person, Role
from cairn_server.assessment import evaluator_queries
from cairn_server.assessment.codes import short_code
from cairn_server.assessment.models import (
    Conflict,
    Evaluation,
    EvaluationDraft,
    Submission,
    SubmissionState,
)
from cairn_server.assessment.submitting import attach_file, submit, withdraw
from cairn_server.journal.models import Event
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET, without_token, write
from tests.cairn_server.files import making_files as make
from tests.moments import MONDAY


def at(name: str, submission: Submission, *more: object) -> str:
    return reverse(f"assessment:{name}", args=[submission.pk, *more])


def form(ratings: dict[str, str], **more: Any) -> dict[str, Any]:
    return {f"rating-{id}": level for id, level in ratings.items()} | more


@pytest.fixture
def photographed(draft: Submission) -> Submission:
    """Ada's work with a photograph that carries her name in its file name and its data."""
    write(draft)
    upload = SimpleUploadedFile("ada.jpg", make.named_jpeg("Ada Lovelace"))
    attach_file(submission=draft, part="photo", upload=upload, name="ada-boards.jpg", at=MONDAY)
    return submit(submission=draft, at=MONDAY)


def test_the_queue_names_no_one(client: Client, eve: Person, handed_in: Submission) -> None:
    client.force_login(eve)

    page = client.get(reverse("assessment:queue"))

    assert short_code(handed_in.pk) in page.text
    assert "Ada" not in page.text


def test_a_long_queue_is_shown_a_page_at_a_time(
    client: Client, eve: Person, handed_in: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = evaluator_queries.queue(eve, MONDAY) * 51
    monkeypatch.setattr(evaluator_queries, "waiting_count", lambda *_: len(rows))
    monkeypatch.setattr(
        evaluator_queries, "queue", lambda *_, offset, limit: rows[offset : offset + limit]
    )
    client.force_login(eve)

    first, last, beyond = (
        client.get(reverse("assessment:queue"), {"page": page}).text for page in ("1", "2", "x")
    )

    code = short_code(handed_in.pk)
    assert (first.count(code), last.count(code), beyond.count(code)) == (50, 1, 50)
    assert "51 pieces of work wait" in last
    assert "?page=2" in first


def test_an_empty_queue_says_what_belongs_there(client: Client, eve: Person, bea: Person) -> None:
    client.force_login(eve)
    assert "Nothing waits for you" in client.get(reverse("assessment:queue")).text

    client.force_login(bea)
    assert "You do not evaluate yet" in client.get(reverse("assessment:queue")).text


def test_the_name_is_nowhere(client: Client, eve: Person, photographed: Submission) -> None:
    client.force_login(eve)
    artifact = photographed.artifacts.get(part="photo")

    page = client.get(at("evaluation", photographed))
    file = client.get(at("evaluation-file", photographed, artifact.pk))
    _, said = without_token(page)  # whose letters are chance
    told = [said.decode(), str(page.headers), str(file.headers), at("evaluation", photographed)]

    assert "Ask wait look" in page.text
    assert all("ada" not in one.lower() for one in told)
    assert str(photographed.person_id) not in page.text
    assert "artifact-3.jpg" in file["Content-Disposition"]
    content = b"".join(file)  # type: ignore[arg-type]  # it streams
    assert content.startswith(b"\xff\xd8")
    assert b"Ada" not in content


def test_met_is_decided_in_one_step(client: Client, eve: Person, handed_in: Submission) -> None:
    client.force_login(eve)

    answer = client.post(at("evaluation", handed_in), form(ALL_MET, promise="met"), follow=True)

    assert f"{short_code(handed_in.pk)} is met." in answer.text
    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.MET


def test_a_double_click_decides_once(client: Client, eve: Person, handed_in: Submission) -> None:
    client.force_login(eve)

    answers = [client.post(at("evaluation", handed_in), form(ALL_MET)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Evaluation.objects.count() == 1


def test_a_button_never_does_what_it_did_not_say(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    changed = form(ONE_UNMET, promise="met", **{"comment-acts": "Say more"})

    page = client.post(at("evaluation", handed_in), changed)

    assert page.status_code == 422
    assert "Return: 1 to redo" in page.text
    assert "Say more" in page.text
    assert not Evaluation.objects.exists()


def test_an_incomplete_decision_keeps_what_was_typed(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)

    page = client.post(
        at("evaluation", handed_in), form({"asks": "met"}, **{"comment-asks": "Well asked"})
    )

    assert page.status_code == 422
    assert "Safe to be wrong" in page.context["refusal"].args[0]
    assert "Well asked" in page.text
    assert not Evaluation.objects.exists()


def test_a_refusal_leads_to_each_criterion_that_still_lacks_something(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)

    silent = client.post(at("evaluation", handed_in), form(ONE_UNMET, promise="not_yet"))
    unrated = client.post(at("evaluation", handed_in), form({"asks": "met"}))

    assert 'href="#comment-acts"' in silent.text
    assert 'id="comment-error-acts"' in silent.text
    assert 'href="#comment-asks"' not in silent.text
    assert 'id="comment-error-asks"' not in silent.text
    assert 'href="#criterion-acts"' in unrated.text
    assert 'href="#criterion-asks"' not in unrated.text


def test_a_draft_saved_while_rating_says_what_the_button_will_do(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    address, headers = at("save-draft", handed_in), {"HX-Request": "true"}

    first = client.post(address, form({"asks": "met"}, sequence=1), headers=headers)
    second = client.post(address, form(ONE_UNMET, sequence=2), headers=headers)
    third = client.post(address, form(ALL_MET, sequence=3), headers=headers)
    stale = client.post(address, form(ONE_UNMET, sequence=3), headers=headers)

    assert "2 criteria are not rated yet" in first.text
    assert "Return: 1 to redo" in second.text
    assert "Met: issue the credential" in third.text
    assert stale.status_code == 409
    assert EvaluationDraft.objects.get().ratings == ALL_MET


def test_a_draft_is_there_after_coming_back(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    sent = form({"asks": "beyond"}, sequence=1, **{"comment-asks": "Two at once"})

    client.post(at("save-draft", handed_in), sent)
    page = client.get(at("evaluation", handed_in))

    assert 'value="beyond" checked' in page.text
    assert "Two at once" in page.text


def test_a_conflict_needs_a_reason_and_takes_the_work_away(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)

    silent = client.post(at("declare-conflict", handed_in), {"reason": " "})
    client.post(at("declare-conflict", handed_in), {"reason": "We are related"})

    assert silent.status_code == 422
    assert Conflict.objects.get().reason == "We are related"
    assert client.get(at("evaluation", handed_in)).status_code == 404


def test_the_name_is_shown_only_after_it_is_logged(
    client: Client, eve: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    before = client.get(at("evaluation", handed_in))

    client.post(at("unblind", handed_in))
    after = client.get(at("evaluation", handed_in))

    assert "Name hidden." in before.text
    assert "Work of Ada" in after.text
    assert Event.objects.filter(kind="submission.unblinded", actor_id=eve.pk).count() == 1


def test_work_that_another_is_at_can_be_seen_but_not_judged(
    client: Client, eve: Person, max_: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    client.post(at("save-draft", handed_in), form({"asks": "met"}, sequence=1))
    client.force_login(max_)

    page = client.get(at("evaluation", handed_in))
    answer = client.post(at("evaluation", handed_in), form(ALL_MET))

    assert "Another evaluator is at this work" in page.text
    assert "rating-asks" not in page.text
    assert answer.status_code == 409
    assert not Evaluation.objects.exists()


def test_the_second_of_two_evaluators_is_told_what_happened(
    client: Client, eve: Person, max_: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    client.post(at("evaluation", handed_in), form(ALL_MET))
    client.force_login(max_)

    page = client.post(at("evaluation", handed_in), form(ALL_MET))
    draft = client.post(at("save-draft", handed_in), form(ALL_MET, sequence=1))

    assert (page.status_code, draft.status_code) == (409, 409)
    assert "decided or taken back meanwhile" in page.text
    assert Evaluation.objects.count() == 1


def test_who_has_begun_is_told_that_the_work_was_taken_back(
    client: Client, eve: Person, max_: Person, handed_in: Submission
) -> None:
    address = at("save-draft", handed_in)
    client.force_login(eve)
    client.post(address, form({"asks": "met"}, sequence=1))
    withdraw(submission=handed_in, at=MONDAY)

    assert client.post(address, form(ALL_MET, sequence=9)).status_code == 409
    client.force_login(max_)
    assert client.post(address, form(ALL_MET, sequence=9)).status_code == 404


def test_what_was_decided_can_be_read_again_by_who_decided(
    client: Client, eve: Person, max_: Person, handed_in: Submission
) -> None:
    client.force_login(eve)
    client.post(at("evaluation", handed_in), form(ALL_MET))

    assert "Decided: met." in client.get(at("evaluation", handed_in)).text
    client.force_login(max_)
    assert client.get(at("evaluation", handed_in)).status_code == 404


@pytest.mark.parametrize("who", ["ada", "bea", "zoe", "ida"])
def test_who_may_not_judge_is_answered_like_for_a_missing_id(
    client: Client, photographed: Submission, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    if who == "ada":  # may judge others, never herself
        Role.objects.create(membership=person.memberships.get(), name="evaluator")
    client.force_login(person)
    missing = client.get(reverse("assessment:evaluation", args=[uuid4()]))
    artifact = photographed.artifacts.get(part="photo")

    answers = [
        client.get(at("evaluation", photographed)),
        client.post(at("evaluation", photographed), form(ALL_MET)),
        client.post(at("save-draft", photographed), form(ALL_MET, sequence=1)),
        client.post(at("declare-conflict", photographed), {"reason": "x"}),
        client.post(at("unblind", photographed)),
        client.get(at("evaluation-file", photographed, artifact.pk)),
    ]

    assert missing.status_code == 404
    assert {without_token(answer) for answer in answers} == {without_token(missing)}
    assert not Evaluation.objects.exists()
    assert not EvaluationDraft.objects.exists()
