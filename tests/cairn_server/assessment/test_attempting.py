from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from cairn.errors import MalformedInput, PoolTooSmall
from cairn_server.accounts.models import Person, PersonKind
from cairn_server.assessment.attempting import (
    begin_attempt,
    close_overdue,
    hand_in,
    save_answer,
)
from cairn_server.assessment.models import Attempt, Response
from cairn_server.catalog.models import AchievementVersion, ItemVersion, QuizItem
from cairn_server.errors import AccountNeeded, AttemptOver, AttemptRefused, StaleAnswer
from cairn_server.journal.models import Event
from tests.making import join, make_quiz
from tests.moments import DAY, MONDAY

SECOND = timedelta(seconds=1)
MINUTE = 60 * SECOND
RIGHT, WRONG = "An answer you never thought of", "Who votes first"


@pytest.fixture
def quiz(college):
    """Two questions of one area and one of another, four of each in the pool; 600 seconds."""
    return make_quiz(college)


def begin(person, quiz, at=MONDAY):
    version = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz)
    return begin_attempt(person=person, version=quiz, achievement_version=version, at=at)


def version_of(attempt, number):
    return ItemVersion.objects.get(pk=attempt.drawn[number - 1]["item"])


def choose(attempt, number, text=RIGHT, *, sequence=1, at=MONDAY + MINUTE):
    """Choose the option with this text, wherever the attempt shows it."""
    version = version_of(attempt, number)
    id = next(one["id"] for one in version.content["options"] if one["text"] == text)
    place = attempt.drawn[number - 1]["options"].index(id) + 1
    return save_answer(
        attempt=attempt,
        number=number,
        version=version,
        answer={"option": str(place)},
        sequence=sequence,
        at=at,
    )


def saved(attempt, number):
    rows = Response.objects.filter(attempt=attempt, item_version=version_of(attempt, number))
    return [(row.sequence, row.answer) for row in rows.order_by("sequence")]


def ended(person, quiz, right=3, at=MONDAY):
    attempt = begin(person, quiz, at)
    for number in range(1, right + 1):
        choose(attempt, number, at=at + MINUTE)
    return hand_in(attempt=attempt, at=at + 2 * MINUTE)


def test_an_attempt_draws_by_the_blueprint_and_fixes_what_it_drew(ada, quiz):
    attempt = begin(ada, quiz)

    assert sorted(one["criterion"] for one in attempt.drawn) == ["acts", "asks", "asks"]
    assert len({one["item"] for one in attempt.drawn}) == 3
    assert all(sorted(one["options"]) == ["a", "b"] for one in attempt.drawn)
    assert attempt.deadline_at == MONDAY + 600 * SECOND
    assert [event.kind for event in Event.objects.all()] == ["attempt.begun"]


def test_a_second_click_gives_the_attempt_that_is_under_way(ada, quiz):
    first, second = begin(ada, quiz), begin(ada, quiz, MONDAY + MINUTE)

    assert first == second
    assert second.deadline_at == MONDAY + 600 * SECOND
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_beginnings_at_once_are_one_attempt(ada, quiz):
    together, begun, refused = Barrier(2), [], []

    def click():
        together.wait()
        try:
            begun.append(begin(ada, quiz).pk)
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert refused == []
    assert begun[0] == begun[1] == Attempt.objects.get().pk


def test_a_guest_has_no_attempts(college, quiz):
    guest = Person.objects.create(kind=PersonKind.GUEST)

    with pytest.raises(AccountNeeded):
        begin(guest, quiz)

    assert not Attempt.objects.exists()


def test_attempts_are_limited(ada, quiz):
    quiz.attempts_allowed = 2
    ended(ada, quiz, right=0)
    ended(ada, quiz, right=0, at=MONDAY + DAY)

    with pytest.raises(AttemptRefused, match="used all"):
        begin(ada, quiz, MONDAY + 2 * DAY)

    assert Attempt.objects.count() == 2


def test_between_attempts_there_is_a_wait(ada, quiz):
    quiz.wait_hours = 24
    ended(ada, quiz, right=0)  # at two minutes past nine

    with pytest.raises(AttemptRefused, match="3 March, 09:02"):
        begin(ada, quiz, MONDAY + DAY)

    assert begin(ada, quiz, MONDAY + DAY + 2 * MINUTE).number == 2


def test_what_is_passed_is_not_taken_again(ada, quiz):
    ended(ada, quiz)

    with pytest.raises(AttemptRefused, match="passed"):
        begin(ada, quiz, MONDAY + DAY)


@pytest.mark.parametrize("role", ["author", "owner"])
def test_whoever_may_read_the_answers_begins_no_attempt(college, quiz, role):
    writer = join("Wim", college, role)

    with pytest.raises(AttemptRefused, match=r"North College.* award you this for other evidence"):
        begin(writer, quiz)

    assert not Attempt.objects.exists()


def test_who_only_judges_there_or_writes_elsewhere_may_take_it(college, zoe, eve, quiz):
    assert begin(eve, quiz).number == begin(zoe, quiz).number == 1


def test_who_wrote_there_when_its_questions_were_there_begins_no_attempt(college, quiz):
    writer = join("Wim", college, "author")
    writer.memberships.update(until=MONDAY)

    with pytest.raises(AttemptRefused, match="or did"):
        begin(writer, quiz)


def test_a_second_attempt_asks_what_the_first_did_not(ada, quiz):
    first = ended(ada, quiz, right=0)

    second = begin(ada, quiz, MONDAY + DAY)

    assert not {one["item"] for one in first.drawn} & {one["item"] for one in second.drawn}


def test_two_people_are_not_asked_the_same_in_the_same_order(ada, bea, college):
    quiz = make_quiz(college, "large", areas=[("asks", 10)], pool=30)

    assert begin(ada, quiz).drawn != begin(bea, quiz).drawn


def test_a_pool_that_is_too_small_begins_nothing(ada, quiz):
    QuizItem.objects.filter(criterion="acts").delete()

    with pytest.raises(PoolTooSmall, match="Acts asks for 1 questions; the pool has 0"):
        begin(ada, quiz)

    assert not Attempt.objects.exists()


def test_the_answer_with_the_greatest_sequence_counts_however_late_the_others_come(ada, quiz):
    attempt = begin(ada, quiz)

    third = choose(attempt, 1, RIGHT, sequence=3)
    first = choose(attempt, 1, WRONG, sequence=1)

    assert (third.counts, third.sequence) == (True, 3)
    assert (first.counts, first.sequence) == (False, 3)
    assert saved(attempt, 1) == [(1, {"option": "a"}), (3, {"option": "b"})]


def test_the_same_answer_sent_again_changes_nothing(ada, quiz):
    attempt = begin(ada, quiz)
    first = choose(attempt, 1)

    again = choose(attempt, 1, at=MONDAY + 2 * MINUTE)
    unchanged = choose(attempt, 1, sequence=7, at=MONDAY + 2 * MINUTE)

    assert first == again == unchanged
    assert len(saved(attempt, 1)) == 1


def test_one_number_for_two_answers_is_refused_and_names_the_one_that_counts(ada, quiz):
    attempt = begin(ada, quiz)
    choose(attempt, 1, RIGHT, sequence=1)
    choose(attempt, 1, WRONG, sequence=2)

    with pytest.raises(StaleAnswer) as refused:
        choose(attempt, 1, RIGHT, sequence=2)

    assert refused.value.sequence == 2
    assert saved(attempt, 1) == [(1, {"option": "b"}), (2, {"option": "a"})]


def test_an_answer_can_be_taken_back(ada, quiz):
    attempt = begin(ada, quiz)
    choose(attempt, 1)

    version = version_of(attempt, 1)
    save_answer(attempt=attempt, number=1, version=version, answer=None, sequence=2, at=MONDAY)

    assert saved(attempt, 1)[-1] == (2, None)
    assert hand_in(attempt=attempt, at=MONDAY).score == 0.0


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"option": "3"},
        {"option": "b"},
        {"option": None},
        {"option": ["1"]},
        {"option": "1", "options": ["1"]},
        {"options": ["1"]},
        {"text": "An answer"},
        {"rating": 4},
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_not_kept(ada, quiz, answer):
    attempt = begin(ada, quiz)

    with pytest.raises(MalformedInput, match=r"Choose one of the options."):
        save_answer(
            attempt=attempt,
            number=1,
            version=version_of(attempt, 1),
            answer=answer,
            sequence=1,
            at=MONDAY,
        )

    assert not Response.objects.exists()


@pytest.mark.parametrize("sequence", [0, -1, 2001, 2**40])
def test_sequences_are_bounded(ada, quiz, sequence):
    attempt = begin(ada, quiz)

    with pytest.raises(MalformedInput, match="from 1 to 2000"):
        choose(attempt, 1, sequence=sequence)


def test_what_arrives_within_the_grace_was_sent_in_time(ada, quiz):
    attempt = begin(ada, quiz)

    assert choose(attempt, 1, at=MONDAY + 605 * SECOND).counts


def test_after_the_deadline_nothing_is_saved_and_the_attempt_is_closed(ada, quiz):
    attempt = begin(ada, quiz)
    choose(attempt, 1)

    with pytest.raises(AttemptOver, match="The time is up"):
        choose(attempt, 2, at=MONDAY + 606 * SECOND)

    attempt.refresh_from_db()
    assert attempt.ended_at == attempt.deadline_at
    assert attempt.score == pytest.approx(1 / 3)
    assert Response.objects.count() == 1


def test_after_handing_in_nothing_is_saved(ada, quiz):
    attempt = ended(ada, quiz, right=1)

    with pytest.raises(AttemptOver, match="You have handed this in"):
        choose(attempt, 2)

    assert Response.objects.count() == 1


def test_handing_in_scores_what_is_saved_and_says_so_once(ada, quiz):
    attempt = ended(ada, quiz, right=2)
    again = hand_in(attempt=attempt, at=MONDAY + DAY)

    assert again.ended_at == attempt.ended_at == MONDAY + 2 * MINUTE
    assert (again.score, again.passed) == (pytest.approx(2 / 3), False)
    told = Event.objects.get(kind="attempt.ended")
    assert (told.data, told.owner_id, told.about_id) == ({"passed": False}, ada.pk, attempt.pk)


def test_who_reaches_the_cut_score_has_passed(ada, quiz):
    attempt = ended(ada, quiz, right=3)

    assert (attempt.score, attempt.passed) == (1.0, True)
    assert attempt.areas == {"asks": 1.0, "acts": 1.0}
    assert Event.objects.get(kind="attempt.ended").data == {"passed": True}


def test_the_worker_closes_what_ran_out_and_nothing_else(ada, bea, quiz):
    over, running = begin(ada, quiz), begin(bea, quiz, MONDAY + 5 * MINUTE)
    choose(over, 1)

    closed = close_overdue(MONDAY + 606 * SECOND)
    again = close_overdue(MONDAY + 606 * SECOND)

    over.refresh_from_db()
    running.refresh_from_db()
    assert (closed, again) == (1, 0)
    assert (over.ended_at, over.passed) == (over.deadline_at, False)
    assert over.score == pytest.approx(1 / 3)
    assert running.ended_at is None


def test_who_comes_back_after_time_begins_a_new_attempt(ada, quiz):
    first = begin(ada, quiz)

    second = begin(ada, quiz, MONDAY + DAY)

    first.refresh_from_db()
    assert (first.passed, second.number) == (False, 2)


@pytest.mark.django_db(transaction=True)
def test_answers_and_the_end_at_once_lose_nothing_that_was_acknowledged(ada, quiz):
    attempt = begin(ada, quiz)
    together, kept, failed = Barrier(4), [], []

    def act(number):
        together.wait()
        try:
            if number == 0:
                hand_in(attempt=attempt, at=MONDAY + MINUTE)
            else:
                choose(attempt, number)
                kept.append(number)
        except AttemptOver:
            pass
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=act, args=[number]) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    attempt.refresh_from_db()
    assert failed == []
    assert Response.objects.count() == len(kept)
    assert attempt.score == pytest.approx(len(kept) / 3)


def test_answers_can_neither_be_changed_nor_deleted(ada, quiz):
    attempt = begin(ada, quiz)
    choose(attempt, 1, WRONG)

    for change in (
        lambda: Response.objects.update(answer={"option": "b"}),
        lambda: Response.objects.update(answer=None),
        lambda: Response.objects.update(sequence=2, answer="erased"),
        lambda: Response.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

    assert saved(attempt, 1) == [(1, {"option": "a"})]
