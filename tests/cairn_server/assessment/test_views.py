from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cairn_server.accounts.models import Person, PersonKind
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Artifact, Submission, SubmissionState
from cairn_server.assessment.submitting import save_text
from cairn_server.catalog.models import AchievementVersion, Task, TaskVersion
from cairn_server.files.models import StoredFile
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET, begin, without_token, write
from tests.cairn_server.files import making_files as make
from tests.moments import DAY, MONDAY

HTMX = {"HX-Request": "true"}


def at(name: str, submission: Submission, *more: object) -> str:
    return reverse(f"assessment:{name}", args=[submission.pk, *more])


def decide(submission: Submission, evaluator: Person, ratings: dict[str, str]) -> None:
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings=ratings,
        comments={"acts": "Say what you would change."},
        comment="Warmly",
        at=MONDAY + DAY,
    )


def sent(plan: str, reflection: str, sequence: int = 1, **more: Any) -> dict[str, Any]:
    texts = {"text-plan": plan, "text-reflection": reflection}
    return texts | {"sequence-plan": sequence, "sequence-reflection": sequence} | more


def png(name: str = "ada-lovelace.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.picture("PNG"), "text/html")


def test_a_task_shows_what_is_asked_and_the_whole_rubric_to_anyone(
    client: Client, task: Task
) -> None:
    page = client.get(reverse("assessment:task", args=[task.pk]))

    assert page.status_code == 200
    for said in ("<em>carry it out</em>", "Reflection", "Safe to be wrong", "It is shown twice."):
        assert said in page.text
    assert "Sign up and begin" in page.text


@pytest.mark.parametrize("model", [AchievementVersion, TaskVersion])
def test_a_task_that_is_not_published_is_answered_like_a_missing_one(
    client: Client, ada: Person, task: Task, model: Any
) -> None:
    model.objects.update(published_at=None)
    client.force_login(ada)
    missing = client.get(reverse("assessment:task", args=[uuid4()]))

    page = client.get(reverse("assessment:task", args=[task.pk]))

    assert missing.status_code == 404
    assert without_token(page) == without_token(missing)


def test_a_guest_is_sent_to_sign_up_and_comes_back(client: Client, task: Task) -> None:
    guest = Person.objects.create(kind=PersonKind.GUEST)
    session = client.session
    session["guest"] = str(guest.pk)
    session.save()

    answer = client.post(reverse("assessment:begin", args=[task.pk]))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_signup"))
    assert str(task.pk) in answer["Location"]
    assert not Submission.objects.exists()


def test_a_double_click_begins_once(client: Client, ada: Person, task: Task) -> None:
    client.force_login(ada)
    address = reverse("assessment:begin", args=[task.pk])

    answers = [client.post(address), client.post(address)]

    assert {answer["Location"] for answer in answers} == {
        at("submission", Submission.objects.get())
    }


def test_the_form_works_without_a_script(client: Client, ada: Person, draft: Submission) -> None:
    client.force_login(ada)

    client.post(at("submission", draft), sent("Ask wait look", "It went", do="save"))
    page = client.get(at("submission", draft))
    answer = client.post(
        at("submission", draft), sent("Ask wait look", "It went well", 2, do="submit")
    )

    assert "Everything is here." in page.text
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.state == SubmissionState.SUBMITTED
    assert Artifact.objects.get(part="reflection").text == "It went well"


def test_handing_in_too_early_says_what_is_missing_and_keeps_what_was_typed(
    client: Client, ada: Person, draft: Submission
) -> None:
    client.force_login(ada)

    page = client.post(at("submission", draft), sent("Ask", "", do="submit"))

    assert page.status_code == 422
    assert "Still missing: Your plan: 2 more words; Reflection: your text" in page.text
    assert Artifact.objects.get().text == "Ask"


def test_a_save_while_typing_answers_with_what_is_still_missing(
    client: Client, ada: Person, draft: Submission
) -> None:
    client.force_login(ada)
    content = {"text-plan": "Ask wait\r\nlook", "sequence-plan": 1}

    answer = client.post(at("save-text", draft, "plan"), content, headers=HTMX)

    assert answer.status_code == 200
    assert 'data-next="2"' in answer.text
    assert "Reflection</a>: your text" in answer.text
    assert "Your plan" not in answer.text
    assert Artifact.objects.get().text == "Ask wait\nlook"


def test_a_second_tab_is_shown_both_texts(client: Client, ada: Person, draft: Submission) -> None:
    client.force_login(ada)
    save_text(submission=draft, part="plan", text="From the first tab", sequence=1, at=MONDAY)
    content = {"text-plan": "From the second tab", "sequence-plan": 1}

    typed = client.post(at("save-text", draft, "plan"), content, headers=HTMX)
    page = client.post(at("submission", draft), sent("From the second tab", "", do="submit"))

    assert (typed.status_code, page.status_code) == (409, 409)
    assert "From the first tab" in typed.text
    assert 'data-next="2"' in typed.text
    assert "From the first tab" in page.text
    assert "From the second tab" in page.text
    assert Artifact.objects.get(part="plan").text == "From the first tab"


def test_what_was_typed_in_a_tab_left_open_is_shown_after_handing_in(
    client: Client, ada: Person, handed_in: Submission
) -> None:
    client.force_login(ada)

    page = client.post(at("submission", handed_in), sent("A better plan", "It went", 2))

    assert page.status_code == 409
    assert "A better plan" in page.text
    assert Artifact.objects.get(part="plan").text == "Ask wait look"


def test_a_file_is_taken_by_its_content_and_given_back_to_its_owner(
    client: Client, ada: Person, draft: Submission
) -> None:
    client.force_login(ada)

    answer = client.post(at("upload", draft, "photo"), {"file-photo": png()}, headers=HTMX)
    artifact = Artifact.objects.get()
    back = client.get(at("file", draft, artifact.pk))

    assert "ada-lovelace.png" in answer.text
    assert back["Content-Type"] == "image/png"
    assert b"".join(back) == make.picture("PNG")  # type: ignore[arg-type]  # it streams


def test_a_file_that_is_not_wanted_is_refused_in_a_sentence(
    client: Client, ada: Person, draft: Submission
) -> None:
    client.force_login(ada)
    page = SimpleUploadedFile("photo.png", b"<svg onload='x()'/>", "image/png")

    answer = client.post(at("upload", draft, "photo"), {"file-photo": page}, headers=HTMX)

    assert answer.status_code == 422
    assert "SVG" in answer.text
    assert not StoredFile.objects.exists()


def test_texts_and_a_file_arrive_together_without_a_script(
    client: Client, ada: Person, draft: Submission
) -> None:
    client.force_login(ada)
    address = at("submission", draft)

    client.post(address, {**sent("Ask wait look", ""), "file-photo": png()})
    client.post(address, sent("Ask wait look again", "", 2, remove="photo"))

    assert Artifact.objects.get(part="plan").text == "Ask wait look again"
    assert Artifact.objects.get(part="photo").file is None


def test_the_promised_day_is_shown_and_work_can_be_taken_back(
    client: Client, ada: Person, handed_in: Submission
) -> None:
    client.force_login(ada)
    page = client.get(at("submission", handed_in))

    client.post(at("withdraw", handed_in))

    assert "Thursday 5 March" in page.text  # Monday 2 March 2026 and three days
    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.DRAFT


def test_not_yet_names_what_is_missing_and_opens_only_that(
    client: Client, ada: Person, eve: Person, handed_in: Submission
) -> None:
    decide(handed_in, eve, ONE_UNMET)
    client.force_login(ada)
    page = client.get(at("submission", handed_in))

    for _ in range(2):
        client.post(at("begin-again", handed_in))
    second = Submission.objects.get(number=2)
    again = client.get(at("submission", second))

    assert "Say what you would change." in page.text
    assert "Eve" not in page.text
    assert "Say what you would change." in again.text
    assert re.findall(r'name="text-(\w+)"', again.text) == ["reflection"]
    assert "Ask wait look" in again.text


def test_met_leads_on_to_the_achievement(
    client: Client, ada: Person, eve: Person, handed_in: Submission
) -> None:
    decide(handed_in, eve, ALL_MET)
    client.force_login(ada)

    page = client.get(at("submission", handed_in))

    achievement_id = handed_in.achievement_version.achievement_id
    assert "You have shown it" in page.text
    assert reverse("hub:achievement", args=[achievement_id]) in page.text
    assert "Eve" not in page.text


@pytest.mark.parametrize("who", ["bea", "zoe", "eve"])
def test_somebody_elses_work_is_answered_like_a_missing_one(
    client: Client, draft: Submission, who: str, request: pytest.FixtureRequest
) -> None:
    write(draft)
    client.force_login(request.getfixturevalue(who))
    missing = client.get(reverse("assessment:submission", args=[uuid4()]))
    artifact = Artifact.objects.first()
    assert artifact is not None

    answers = [
        client.get(at("submission", draft)),
        client.post(at("submission", draft), sent("Mine now", "")),
        client.post(at("save-text", draft, "plan"), {"text-plan": "Mine", "sequence-plan": 9}),
        client.post(at("upload", draft, "photo"), {"file-photo": png()}),
        client.get(at("file", draft, artifact.pk)),
        client.post(at("withdraw", draft)),
        client.post(at("begin-again", draft)),
    ]

    assert missing.status_code == 404
    assert {without_token(answer) for answer in answers} == {without_token(missing)}
    assert Artifact.objects.get(part="plan").text == "Ask wait look"


def test_an_expired_session_is_sent_to_sign_in_and_changes_nothing(
    client: Client, draft: Submission
) -> None:
    answer = client.post(at("save-text", draft, "plan"), {"text-plan": "x", "sequence-plan": 1})

    assert answer.status_code == 302
    assert not Artifact.objects.exists()


@pytest.mark.parametrize("number", ["", "abc", "-4", "9" * 40, "²"])
def test_a_number_that_is_none_never_breaks_a_save(
    client: Client, ada: Person, draft: Submission, number: str
) -> None:
    client.force_login(ada)

    answer = client.post(
        at("save-text", draft, "plan"), {"text-plan": "x", "sequence-plan": number}
    )

    assert answer.status_code in {200, 409}


@pytest.mark.parametrize("tasks", [1, 8])
def test_my_work_takes_as_many_queries_for_one_task_as_for_many(
    client: Client, ada: Person, task: Task, tasks: int, django_assert_num_queries: Any
) -> None:
    begin(ada, task)
    for number in range(1, tasks):
        other = Task.objects.create(organisation=task.organisation, key=f"t{number}")
        version = TaskVersion.objects.get(task=task)
        version.pk, version.task, version._state.adding = uuid4(), other, True
        version.save()
        Submission.objects.create(
            person=ada,
            task=other,
            version=version,
            achievement_version=AchievementVersion.objects.get(),
            created_at=MONDAY,
        )
    client.force_login(ada)

    with django_assert_num_queries(4):  # session, person, roles for the menu, works
        page = client.get(reverse("assessment:submissions"))

    assert len(page.context["submissions"]) == tasks
