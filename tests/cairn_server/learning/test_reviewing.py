"""Reviews are a set; the memory is a pure function of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from cairn.errors import MalformedInput, ReviewIdReused
from cairn.scheduling.memory import Rating
from cairn_server.catalog.models import ItemVersion
from cairn_server.journal.models import Event
from cairn_server.learning import queries
from cairn_server.learning.models import Memory, Review
from cairn_server.learning.reviewing import record_review
from tests.moments import DAY, MONDAY

FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
ANSWERS = [
    (FIRST, Rating.GOOD, MONDAY),
    (SECOND, Rating.AGAIN, MONDAY + 3 * DAY),
    (THIRD, Rating.HARD, MONDAY + 4 * DAY),
]


@pytest.mark.parametrize("delivered", list(permutations(ANSWERS)))
def test_reviews_delivered_in_any_order_leave_the_same_memory(ada, whiteboards, delivered):
    for review_id, rating, at in delivered:
        record_review(person=ada, item=whiteboards, review_id=review_id, rating=rating, at=at)

    state = Memory.objects.get().state
    assert state.stability_days == pytest.approx(1.7252403)  # from py-fsrs 6.3.2
    assert state.due_at == MONDAY + 6 * DAY


def test_an_id_reused_for_another_answer_is_refused_and_saves_nothing(ada, whiteboards):
    record_review(person=ada, item=whiteboards, review_id=FIRST, rating=Rating.GOOD, at=MONDAY)

    with pytest.raises(ReviewIdReused):
        record_review(person=ada, item=whiteboards, review_id=FIRST, rating=Rating.EASY, at=MONDAY)

    assert Event.objects.count() == Review.objects.count() == 1


def test_an_id_of_somebody_else_is_refused(ada, bea, whiteboards):
    record_review(person=ada, item=whiteboards, review_id=FIRST, rating=Rating.GOOD, at=MONDAY)

    with pytest.raises(ReviewIdReused):
        record_review(person=bea, item=whiteboards, review_id=FIRST, rating=Rating.GOOD, at=MONDAY)

    assert not Memory.objects.filter(person=bea).exists()


def test_the_same_review_twice_is_one(ada, whiteboards):
    for _ in range(2):
        memory = record_review(
            person=ada, item=whiteboards, review_id=FIRST, rating=Rating.GOOD, at=MONDAY
        )

    assert (memory.review_count, Review.objects.count(), Event.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("option", "wish", "rating", "points"),
    [
        ("b", None, Rating.GOOD, 1.0),
        ("b", Rating.HARD, Rating.HARD, 1.0),
        ("b", Rating.EASY, Rating.EASY, 1.0),
        ("b", Rating.AGAIN, Rating.GOOD, 1.0),
        ("a", None, Rating.AGAIN, 0.0),
        ("a", Rating.EASY, Rating.AGAIN, 0.0),
    ],
)
def test_the_response_decides_and_only_a_right_one_may_be_rated(
    ada, whiteboards, option, wish, rating, points
):
    record_review(
        person=ada,
        item=whiteboards,
        review_id=FIRST,
        rating=wish,
        response={"option": option},
        at=MONDAY,
    )

    review = Review.objects.get()
    assert (review.rating, review.points, review.response) == (rating, points, {"option": option})


def test_a_response_that_does_not_fit_saves_nothing(ada, whiteboards):
    with pytest.raises(MalformedInput):
        record_review(
            person=ada, item=whiteboards, review_id=FIRST, response={"option": "z"}, at=MONDAY
        )
    with pytest.raises(MalformedInput):
        record_review(person=ada, item=whiteboards, review_id=FIRST, at=MONDAY)

    assert not Review.objects.exists()
    assert not Memory.objects.exists()


CHANGED = [
    {"review_id": FIRST, "rating": Rating.GOOD, "at": MONDAY},
    {"review_id": SECOND, "rating": Rating.EASY, "at": MONDAY, "replaces": FIRST},
    {"review_id": THIRD, "rating": Rating.HARD, "at": MONDAY, "replaces": SECOND},
]


@pytest.mark.parametrize("delivered", list(permutations(CHANGED)))
def test_a_changed_rating_counts_instead_of_the_first_in_any_order(ada, whiteboards, delivered):
    for review in delivered:
        record_review(person=ada, item=whiteboards, **review)

    state = Memory.objects.get().state
    assert state.review_count == 1
    assert state.stability_days == pytest.approx(1.2931)  # w1 of FSRS-6: a first Hard


def test_a_rating_is_changed_once_and_only_that_of_the_same_item(ada, bea, whiteboards):
    record_review(person=ada, item=whiteboards, **CHANGED[0])
    record_review(person=ada, item=whiteboards, **CHANGED[1])

    with pytest.raises(ReviewIdReused):
        record_review(person=ada, item=whiteboards, **{**CHANGED[1], "review_id": THIRD})
    with pytest.raises(ReviewIdReused):
        record_review(person=bea, item=whiteboards, **{**CHANGED[1], "review_id": THIRD})

    assert Review.objects.count() == 2


def test_a_device_cannot_answer_before_its_owner_came_or_far_ahead(ada, whiteboards):
    ada.created_at = MONDAY
    for review_id, at in ((FIRST, MONDAY - 9 * DAY), (SECOND, MONDAY + 9 * DAY)):
        record_review(
            person=ada,
            item=whiteboards,
            review_id=review_id,
            rating=Rating.GOOD,
            at=at,
            received_at=MONDAY + DAY,
        )

    reviews = {review.pk: review for review in Review.objects.all()}
    assert reviews[FIRST].reviewed_at == MONDAY
    assert reviews[FIRST].claimed_at == MONDAY - 9 * DAY
    assert reviews[SECOND].reviewed_at == MONDAY + DAY + timedelta(minutes=5)


def test_a_newer_meaning_starts_memory_anew(ada, whiteboards):
    record_review(person=ada, item=whiteboards, review_id=FIRST, rating=Rating.EASY, at=MONDAY)
    newer = ItemVersion.objects.create(
        item=whiteboards.item, number=2, content=whiteboards.content, meaning=2, published_at=MONDAY
    )

    memory = record_review(
        person=ada, item=newer, review_id=SECOND, rating=Rating.GOOD, at=MONDAY + DAY
    )

    assert (memory.meaning, memory.review_count) == (2, 1)
    assert memory.stability_days == pytest.approx(2.3065)  # w2 of FSRS-6: a first Good


@pytest.mark.parametrize("told", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_no_calendar_holds_is_refused_and_saves_nothing(ada, whiteboards, told):
    at = datetime.fromisoformat(told)

    with pytest.raises(MalformedInput, match="No clock"):
        record_review(
            person=ada,
            item=whiteboards,
            review_id=FIRST,
            rating=Rating.GOOD,
            at=at,
            received_at=MONDAY,
        )

    assert not Memory.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_reviews_at_once_are_both_kept(ada, whiteboards):
    together = Barrier(2)
    refused = []

    def deliver(review_id):
        together.wait()
        try:
            record_review(
                person=ada, item=whiteboards, review_id=review_id, rating=Rating.GOOD, at=MONDAY
            )
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    phones = [Thread(target=deliver, args=[review_id]) for review_id in (FIRST, SECOND)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()

    assert refused == []
    assert Memory.objects.get().review_count == 2


@pytest.mark.parametrize("rivals_id", [FIRST, SECOND], ids=["its id", "its place"])
def test_what_somebody_else_takes_in_the_same_moment_is_refused(
    ada, bea, whiteboards, monkeypatch, rivals_id
):
    """Two devices of two people, or of one with two items, are not kept apart by a lock."""
    owner, replaced = (bea, None) if rivals_id == FIRST else (ada, THIRD)
    Review.objects.create(
        id=rivals_id,
        person=owner,
        version=whiteboards,
        rating=Rating.GOOD,
        replaces=replaced,
        reviewed_at=MONDAY,
    )
    seen = iter([{}, queries.reviews_about(ada, FIRST, replaced)])
    monkeypatch.setattr("cairn_server.learning.queries.reviews_about", lambda *_: next(seen))

    with pytest.raises(ReviewIdReused):
        record_review(
            person=ada,
            item=whiteboards,
            review_id=FIRST,
            rating=Rating.GOOD,
            at=MONDAY,
            replaces=replaced,
        )

    assert not Event.objects.exists()


@pytest.mark.parametrize("reviews", [1, 30])
def test_a_review_takes_as_many_queries_after_one_as_after_thirty(
    ada, whiteboards, reviews, django_assert_num_queries
):
    def answer(number):
        record_review(
            person=ada,
            item=whiteboards,
            review_id=UUID(int=number),
            rating=Rating.GOOD,
            at=MONDAY + number * DAY,
        )

    for number in range(1, reviews + 1):
        answer(number)

    # memory, others, review and memory kept, event, whom it moves; and a savepoint
    lock = int(connection.features.has_select_for_update)
    with django_assert_num_queries(6 + 2 + lock):
        answer(reviews + 1)
