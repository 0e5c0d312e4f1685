from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from cairn.psychometrics.questions import Question, QuestionKind, QuestionUse
from cairn_server.assessment import quiz_queries
from cairn_server.assessment.attempting import begin_attempt
from cairn_server.assessment.models import Attempt
from cairn_server.catalog.models import AchievementVersion, Item, ItemVersion, QuizItem
from tests.making import make_question, make_quiz, make_version
from tests.moments import DAY, MONDAY

HOUR = timedelta(hours=1)


def attempt(person, version, number, *, ended_at=None, score=None, passed=None, at=MONDAY):
    """Return an attempt as it stands in the table, without questions."""
    return Attempt.objects.create(
        person=person,
        quiz=version.quiz,
        version=version,
        achievement_version=AchievementVersion.objects.get(quiz_links__quiz=version.quiz),
        number=number,
        drawn=[],
        started_at=at,
        deadline_at=at + timedelta(seconds=version.seconds),
        ended_at=ended_at,
        score=score,
        passed=passed,
    )


def standing(person, version, at=MONDAY):
    return quiz_queries.quiz_standing(person, [version.quiz_id], at=at)[version.quiz_id]


def test_before_the_first_attempt_everything_is_open(ada, college):
    version = make_quiz(college, attempts_allowed=3, cut_score=0.75, seconds=900)

    shown = standing(ada, version)

    assert (shown.title, shown.seconds, shown.questions) == ("Boards-Quiz", 900, 3)
    assert (shown.cut_score, shown.attempts_left, shown.may_begin) == (0.75, 3, True)
    assert shown.best is shown.passed_at is shown.next_at is shown.open_attempt is None
    assert standing(None, version) == shown


def test_a_wait_runs_from_the_end_of_the_last_attempt(ada, college):
    version = make_quiz(college, attempts_allowed=3, wait_hours=2)
    attempt(ada, version, 1, ended_at=MONDAY, score=0.4, passed=False)

    waiting, over = standing(ada, version, MONDAY + HOUR), standing(ada, version, MONDAY + 2 * HOUR)

    assert (waiting.next_at, waiting.may_begin) == (MONDAY + 2 * HOUR, False)
    assert (over.next_at, over.may_begin) == (None, True)
    assert (over.attempts_left, over.best) == (2, 0.4)


def test_who_has_used_all_attempts_waits_for_nothing(ada, college):
    version = make_quiz(college, attempts_allowed=1, wait_hours=2)
    attempt(ada, version, 1, ended_at=MONDAY, score=0.4, passed=False)

    shown = standing(ada, version)

    assert (shown.attempts_left, shown.next_at, shown.may_begin) == (0, None, False)


def test_who_has_passed_needs_no_more(ada, college):
    version = make_quiz(college)
    attempt(ada, version, 1, ended_at=MONDAY, score=0.5, passed=False)
    attempt(ada, version, 2, ended_at=MONDAY + HOUR, score=0.9, passed=True)

    shown = standing(ada, version)

    assert (shown.best, shown.passed_at, shown.is_passed) == (0.9, MONDAY + HOUR, True)
    assert (shown.attempts_left, shown.may_begin) == (None, False)


def test_an_attempt_is_under_way_until_its_deadline_and_the_grace(ada, college):
    version = make_quiz(college, seconds=600)
    running = attempt(ada, version, 1)
    last = MONDAY + timedelta(seconds=605)

    assert standing(ada, version, last).open_attempt == running.pk
    assert standing(ada, version, last + timedelta(seconds=1)).open_attempt is None


def test_attempts_of_others_do_not_count(ada, bea, college):
    version = make_quiz(college, attempts_allowed=1)
    attempt(bea, version, 1, ended_at=MONDAY, score=1.0, passed=True)

    assert standing(ada, version).attempts_left == 1


def test_a_quiz_that_no_published_achievement_names_is_not_there(ada, college):
    version = make_quiz(college)
    AchievementVersion.objects.update(published_at=None)

    assert quiz_queries.quiz_standing(ada, [version.quiz_id, uuid4()], at=MONDAY) == {}


@pytest.mark.parametrize("quizzes", [1, 8])
def test_standing_takes_two_queries_however_many_quizzes(
    ada, college, quizzes, django_assert_num_queries
):
    made = [make_quiz(college, f"quiz-{number}") for number in range(quizzes)]
    for version in made:
        attempt(ada, version, 1, ended_at=MONDAY, score=0.1, passed=False)

    with django_assert_num_queries(3):
        found = quiz_queries.quiz_standing(ada, [one.quiz_id for one in made], at=MONDAY + DAY)

    assert len(found) == quizzes


def test_the_pool_holds_published_assessment_questions_alone(college):
    version = make_quiz(college, areas=[("asks", 1)], pool=2)
    unit = Item.objects.first().unit
    for key, use, published in [("practised", "practice", True), ("draft", "assessment", False)]:
        odd = make_version(unit, make_question(key, use=use), published=published)
        QuizItem.objects.create(quiz_version=version, item_version=odd, criterion="asks")
    recall = Question(
        id="recalled", kind=QuestionKind.FREE_RECALL, prompt="Why?", use=QuestionUse.ASSESSMENT
    )
    QuizItem.objects.create(
        quiz_version=version, item_version=make_version(unit, recall), criterion="asks"
    )

    pool = quiz_queries.pool_of(version)

    keys = set(Item.objects.filter(pk__in=pool).values_list("key", flat=True))
    assert keys == {"asks-0", "asks-1"}


def test_attempts_are_listed_newest_first_by_page(ada, bea, college):
    version = make_quiz(college)
    made = [
        attempt(ada, version, n, ended_at=MONDAY, score=0.1, passed=False).pk for n in range(1, 4)
    ]
    attempt(bea, version, 1)

    first = quiz_queries.my_attempts(ada, limit=2)
    rest = quiz_queries.my_attempts(ada, after=first.next_cursor, limit=2)

    listed = [one.pk for one in [*first.items, *rest.items]]
    assert listed == sorted(made, reverse=True)
    assert rest.next_cursor is None


def test_weak_areas_name_what_to_look_at_again(ada, college):
    version = make_quiz(college, cut_score=0.7)
    one = attempt(ada, version, 1, ended_at=MONDAY, score=0.5, passed=False)
    Attempt.objects.filter(pk=one.pk).update(areas={"asks": 0.5, "acts": 0.7})

    seen = quiz_queries.verdict(Attempt.objects.select_related("version").get())

    (weak,) = seen.weak
    assert weak.title == "Asks"
    assert [unit.title for unit in weak.units] == ["Boards-Quiz-Asks"]


def test_an_attempt_under_way_has_no_verdict(ada, college):
    assert quiz_queries.verdict(attempt(ada, make_quiz(college), 1)) is None


def test_how_often_an_item_was_drawn_counts_whatever_its_version(ada, college):
    version = make_quiz(college)
    old = ItemVersion.objects.get(item__key="asks-0")
    new = ItemVersion.objects.create(item=old.item, number=2, content=old.content)
    made = [attempt(ada, version, n, ended_at=MONDAY) for n in (1, 2)]
    for one, shown in zip(made, (old, new), strict=True):
        one.drawn = [{"item": str(shown.pk)}]

    assert quiz_queries.times_drawn(made) == {old.item_id: 2}
    assert quiz_queries.times_drawn([]) == {}


def test_how_often_anybody_was_asked_is_counted_over_the_newest_attempts(
    ada, bea, college, monkeypatch
):
    version = make_quiz(college)
    achievement = AchievementVersion.objects.get(quiz_links__quiz=version.quiz)
    for person in (ada, bea):
        begin_attempt(person=person, version=version, achievement_version=achievement, at=MONDAY)

    everything = quiz_queries.exposure(version)
    monkeypatch.setattr(quiz_queries, "EXPOSURE_WINDOW", 1)
    newest = quiz_queries.exposure(version)

    assert (everything.attempts, sum(everything.times.values())) == (2, 6)
    assert set(everything.times.values()) == {1}  # eight in the pool: the second got others
    assert (newest.attempts, len(newest.times)) == (1, 3)
