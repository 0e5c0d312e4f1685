from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn.psychometrics.questions import Question
from cairn_server.accounts.models import Person, PersonKind
from cairn_server.assessment.attempting import hand_in
from cairn_server.assessment.models import Attempt, Response
from cairn_server.catalog.models import AchievementVersion
from tests.cairn_server.assessment.conftest import without_token
from tests.cairn_server.assessment.test_attempting import RIGHT, WRONG, begin, choose, saved
from tests.making import join, make_question, make_quiz

HOUR = timedelta(hours=1)


@pytest.fixture
def quiz(college):
    return make_quiz(college, attempts_allowed=3)


@pytest.fixture
def attempt(ada, quiz):
    """Ada's attempt, begun a moment ago."""
    return begin(ada, quiz, now())


def question_url(attempt, number=1):
    return reverse("assessment:attempt-question", args=[attempt.pk, number])


def place_of(attempt, number, text=RIGHT):
    """Return the value of the option with this text, as the page names it."""
    id = {WRONG: "a", RIGHT: "b"}[text]
    return str(attempt.drawn[number - 1]["options"].index(id) + 1)


def run_out(attempt):
    then = now() - HOUR
    Attempt.objects.filter(pk=attempt.pk).update(started_at=then - HOUR, deadline_at=then)


def test_an_author_is_told_what_to_do_instead_of_beginning(client, college, quiz):
    client.force_login(join("Wim", college, "author"))

    page = client.get(reverse("assessment:quiz", args=[quiz.quiz_id])).content.decode()
    refused = client.post(reverse("assessment:begin-attempt", args=[quiz.quiz_id]))

    assert "You write for North College, or did" in page
    assert "Ask an issuer there to award you this" in page
    assert ">Begin<" not in page
    assert refused.status_code == 409
    assert "You write for North College, or did" in refused.content.decode()


def test_a_stranger_sees_what_a_quiz_asks_for_and_is_led_to_sign_up(client, quiz):
    url = reverse("assessment:quiz", args=[quiz.quiz_id])

    page = client.get(url)
    begun = client.post(reverse("assessment:begin-attempt", args=[quiz.quiz_id]))

    assert "3 questions, 10 minutes. 70% of the points are needed." in page.text
    assert "Sign up and begin" in page.text
    assert begun.url.startswith(reverse("account_signup"))
    assert not Attempt.objects.exists()


def test_a_guest_is_led_to_sign_up(client, quiz):
    guest = Person.objects.create(kind=PersonKind.GUEST)
    session = client.session
    session["guest"] = str(guest.pk)
    session.save()

    begun = client.post(reverse("assessment:begin-attempt", args=[quiz.quiz_id]))

    assert begun.url.startswith(reverse("account_signup"))
    assert not Attempt.objects.exists()


def test_a_double_click_begins_one_attempt(client, ada, quiz):
    client.force_login(ada)
    url = reverse("assessment:begin-attempt", args=[quiz.quiz_id])

    first, second = client.post(url), client.post(url)

    assert first.url == second.url == question_url(Attempt.objects.get())


def test_without_script_an_answer_is_a_form_that_leads_on(client, ada, attempt):
    client.force_login(ada)

    sent = client.post(
        question_url(attempt), {"option": place_of(attempt, 1), "sequence": "1", "do": "next"}
    )

    assert sent.url == question_url(attempt, 2)
    assert saved(attempt, 1) == [(1, {"option": "b"})]
    again = client.get(question_url(attempt))
    assert re.search(rf'value="{place_of(attempt, 1)}" checked', again.text)
    assert 'name="sequence" value="2"' in again.text


@pytest.mark.parametrize(
    ("number", "way", "place"),
    [(1, "next", 2), (2, "back", 1), (1, "back", None), (3, "next", None), (2, "list", None)],
)
def test_the_buttons_lead_through_the_attempt(client, ada, attempt, number, way, place):
    client.force_login(ada)

    sent = client.post(question_url(attempt, number), {"sequence": "1", "do": way})

    overview = reverse("assessment:attempt", args=[attempt.pk])
    assert sent.url == (question_url(attempt, place) if place else overview)
    assert not Response.objects.filter(answer__isnull=False).exists()


def test_an_answer_is_taken_back_by_its_button(client, ada, attempt):
    choose(attempt, 1)
    client.force_login(ada)
    sent = {"option": place_of(attempt, 1), "sequence": "2", "do": "clear"}

    page = client.post(question_url(attempt), sent)

    assert page.url == question_url(attempt)
    assert saved(attempt, 1)[-1] == (2, None)


def test_the_overview_names_what_has_no_answer_before_handing_in(client, ada, attempt):
    choose(attempt, 1)
    choose(attempt, 3)
    client.force_login(ada)

    page = client.get(reverse("assessment:attempt", args=[attempt.pk]))

    assert "1 question has no answer yet" in page.text
    assert "Go to question 2" in page.text
    assert "Hand in all the same" in page.text


def test_two_tabs_with_one_number_are_told_and_the_first_to_arrive_counts(client, ada, attempt):
    client.force_login(ada)
    right, wrong = place_of(attempt, 1, RIGHT), place_of(attempt, 1, WRONG)
    client.post(question_url(attempt), {"option": right, "sequence": "1", "do": "next"})

    second = client.post(question_url(attempt), {"option": wrong, "sequence": "1", "do": "next"})

    assert second.status_code == 409
    assert "Another tab or device saved a newer answer; that one counts" in second.text
    assert re.search(rf'value="{right}" checked', second.text)
    assert 'name="sequence" value="2"' in second.text
    assert saved(attempt, 1) == [(1, {"option": "b"})]


def test_an_older_number_that_comes_late_is_kept_and_does_not_count(client, ada, attempt):
    client.force_login(ada)
    choose(attempt, 1, RIGHT, sequence=5)

    late = client.post(
        question_url(attempt), {"option": place_of(attempt, 1, WRONG), "sequence": 2}
    )

    assert late.status_code == 409
    assert saved(attempt, 1) == [(2, {"option": "a"}), (5, {"option": "b"})]


@pytest.mark.parametrize(
    "sent",
    [
        {"option": "9", "sequence": "1"},
        {"option": "b", "sequence": "1"},
        {"option": "1"},
        {"option": "1", "sequence": "x"},
        {"option": "1", "sequence": "0"},
        {"option": "1", "sequence": "99999999999999999999"},
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_form_in_place(client, ada, attempt, sent):
    client.force_login(ada)

    page = client.post(question_url(attempt), sent)

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert not Response.objects.exists()


def test_a_number_that_is_none_is_shown_again_to_be_mended(client, ada, college):
    def numeric(key):
        return Question.from_json(
            {
                "id": key,
                "kind": "numeric",
                "use": "assessment",
                "prompt": "How many?",
                "numeric": [{"value": 12}],
            }
        )

    attempt = begin(ada, make_quiz(college, question=numeric), now())
    client.force_login(ada)

    page = client.post(question_url(attempt), {"text": "about <12>", "sequence": "1"})

    assert page.status_code == 422
    assert "Write one number, like 3.5, without a unit." in page.text
    assert 'value="about &lt;12&gt;"' in page.text


def test_after_the_deadline_an_answer_is_refused_and_what_was_saved_counts(client, ada, attempt):
    choose(attempt, 1)
    run_out(attempt)
    client.force_login(ada)

    sent = client.post(
        question_url(attempt, 2), {"option": place_of(attempt, 2), "sequence": "1"}, follow=True
    )

    assert "The time is up. What you had saved before counts" in sent.text
    assert "33% of the points; 70% are needed." in sent.text
    assert Response.objects.count() == 1


def test_looking_at_an_attempt_that_ran_out_closes_it(client, ada, attempt):
    run_out(attempt)
    client.force_login(ada)

    question = client.get(question_url(attempt))
    result = client.get(question.url)

    assert question.url == reverse("assessment:attempt", args=[attempt.pk])
    assert "The time ran out." in result.text
    assert Attempt.objects.get().passed is False


def test_the_result_names_areas_and_units_and_when_to_try_again(client, ada, attempt):
    numbers = [n for n, one in enumerate(attempt.drawn, 1) if one["criterion"] == "asks"]
    for number in numbers:
        choose(attempt, number)
    client.force_login(ada)

    page = client.post(reverse("assessment:end-attempt", args=[attempt.pk]), follow=True)

    assert "Not yet" in page.text
    assert "67% of the points; 70% are needed." in page.text
    assert "<h3>Acts</h3>" in page.text
    assert "<h3>Asks</h3>" not in page.text
    assert "Boards-Quiz-Acts" in page.text
    assert "You have 2 attempts left." in page.text


def test_who_has_passed_is_led_on(client, ada, attempt):
    for number in (1, 2, 3):
        choose(attempt, number)
    client.force_login(ada)
    end = reverse("assessment:end-attempt", args=[attempt.pk])

    first, second = client.post(end, follow=True), client.post(end, follow=True)

    assert "Passed" in first.text
    assert without_token(first) == without_token(second)
    quiz_page = client.get(reverse("assessment:quiz", args=[attempt.quiz_id]))
    assert "Try again" not in quiz_page.text


def test_after_handing_in_no_question_is_shown(client, ada, attempt):
    hand_in(attempt=attempt, at=now())
    client.force_login(ada)

    assert client.get(question_url(attempt)).url == reverse("assessment:attempt", args=[attempt.pk])


def test_an_attempt_of_somebody_else_is_answered_like_a_missing_one(client, bea, attempt):
    client.force_login(bea)
    sent = {"option": "1", "sequence": "1"}
    for name, more in [("attempt", []), ("attempt-question", [1]), ("end-attempt", [])]:
        own = reverse(f"assessment:{name}", args=[attempt.pk, *more])
        missing = reverse(f"assessment:{name}", args=[uuid4(), *more])
        for send in (client.get, lambda url: client.post(url, sent)):
            assert without_token(send(own)) == without_token(send(missing))
    assert Attempt.objects.get().ended_at is None
    assert not Response.objects.exists()


@pytest.mark.parametrize("number", [0, 4, 10**12])
def test_a_question_that_was_not_drawn_is_not_there(client, ada, attempt, number):
    client.force_login(ada)

    assert client.get(question_url(attempt, number)).status_code == 404
    assert client.post(question_url(attempt, number), {"sequence": "1"}).status_code == 404


def test_a_quiz_of_a_draft_is_answered_like_a_missing_one(client, ada, quiz):
    AchievementVersion.objects.update(published_at=None)
    client.force_login(ada)
    url = reverse("assessment:quiz", args=[quiz.quiz_id])
    begin_url = reverse("assessment:begin-attempt", args=[quiz.quiz_id])

    missing = client.get(reverse("assessment:quiz", args=[uuid4()]))

    assert without_token(client.get(url)) == without_token(missing)
    assert client.post(begin_url).status_code == 404


def test_what_is_no_longer_published_can_still_be_finished(client, ada, attempt):
    AchievementVersion.objects.update(published_at=None)
    client.force_login(ada)

    assert client.get(question_url(attempt)).status_code == 200
    ended = client.post(reverse("assessment:end-attempt", args=[attempt.pk]), follow=True)
    assert "Not yet" in ended.text


@pytest.mark.parametrize("questions", [1, 30])
def test_pages_take_as_many_queries_for_one_question_as_for_thirty(
    client, ada, college, questions, django_assert_max_num_queries
):
    quiz = make_quiz(college, areas=[("asks", questions)], pool=questions)
    attempt = begin(ada, quiz, now())
    for number in range(1, questions + 1):
        choose(attempt, number)
    client.force_login(ada)
    client.get(question_url(attempt))  # notes that she was here today

    # session, person, roles, attempt, question, questions, answers
    with django_assert_max_num_queries(7):
        client.get(question_url(attempt))
    with django_assert_max_num_queries(6):
        client.get(reverse("assessment:attempt", args=[attempt.pk]))


def test_options_keep_the_order_of_the_attempt(client, ada, college):
    def four(key):
        options = [{"id": id, "text": f"Text {id}", "correct": id == "a"} for id in "abcd"]
        return make_question(key, use="assessment", options=options)

    attempt = begin(ada, make_quiz(college, areas=[("asks", 1)], question=four), now())
    client.force_login(ada)

    page = client.get(question_url(attempt)).text

    assert re.findall(r"Text (\w)", page) == attempt.drawn[0]["options"]
    assert re.findall(r'name="option" value="(\w+)"', page) == ["1", "2", "3", "4"]


def test_the_page_of_a_quiz_closes_what_ran_out(client, ada, attempt):
    run_out(attempt)
    client.force_login(ada)

    page = client.get(reverse("assessment:quiz", args=[attempt.quiz_id]))

    assert "Try again" in page.text
    assert "You have 2 left." in page.text
    assert Attempt.objects.get().passed is False
