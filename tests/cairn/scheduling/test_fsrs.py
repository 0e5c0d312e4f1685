import csv
import json
from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from fsrs import Card, Scheduler
from fsrs import Rating as TheirRating
from hypothesis import given
from hypothesis import strategies as st

from cairn.scheduling.fsrs import DEFAULT_PARAMETERS, interval_days, next_state, replay
from cairn.scheduling.memory import Rating, Recall, retrievability
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data

minutes = st.integers(min_value=0, max_value=600_000)
moments = minutes.map(lambda n: MONDAY + timedelta(minutes=n))
meanings = st.integers(min_value=1, max_value=2)
recalls = st.builds(Recall, meanings, moments, st.uuids(), st.sampled_from(Rating))
histories = st.lists(recalls, min_size=1, max_size=12)


def theirs_after(answers, **settings):
    """Oracle: py-fsrs 6.3.2, no learning steps, no fuzz."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, **settings)
    card = Card()
    for at, rating in answers:
        card, _ = scheduler.review_card(card, TheirRating(rating), at)
    return card


@given(histories, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_state(history, random):
    shuffled = random.sample(history, len(history))

    assert replay(shuffled) == replay(history)


@given(histories, st.integers(min_value=1, max_value=600_000), st.sampled_from(Rating))
def test_a_step_with_the_newest_recall_equals_a_replay(history, minutes_later, rating):
    before = replay(history)
    at = before.reviewed_at + timedelta(minutes=minutes_later)
    newest = Recall(before.meaning, at, UUID(int=0), rating)

    assert before.precedes(newest)
    assert next_state(before, newest) == replay([newest, *history])


@given(histories, recalls)
def test_whatever_a_state_precedes_may_be_stepped(history, recall):
    before = replay(history)
    stepped = next_state(before, recall) if before.precedes(recall) else None

    assert stepped in (None, replay([*history, recall]))


@given(histories)
def test_recalls_of_an_older_meaning_are_ignored(history):
    newest = max(recall.meaning for recall in history)

    assert replay(history) == replay([one for one in history if one.meaning == newest])


@given(
    st.lists(st.tuples(moments, st.sampled_from(Rating)), min_size=1, max_size=12),
    st.floats(0.7, 0.99),
)
def test_states_are_those_of_py_fsrs(answers, retention):
    theirs = theirs_after(sorted(answers), desired_retention=retention)
    ours = None

    for at, rating in sorted(answers):
        ours = next_state(ours, Recall(1, at, UUID(int=0), rating), retention=retention)

    assert ours.stability_days == pytest.approx(theirs.stability)
    assert ours.difficulty == pytest.approx(theirs.difficulty)
    assert ours.due_at == theirs.due
    assert ours.review_count == len(answers)


def test_no_recall_leaves_no_memory():
    assert replay([]) is None


def test_a_recall_before_the_state_is_refused():
    state = next_state(None, Recall(2, MONDAY, UUID(int=1), Rating.GOOD))

    with pytest.raises(ValueError, match="replay"):
        next_state(state, Recall(2, MONDAY - DAY, UUID(int=2), Rating.GOOD))
    with pytest.raises(ValueError, match="replay"):
        next_state(state, Recall(1, MONDAY + DAY, UUID(int=2), Rating.GOOD))


def test_another_number_of_parameters_is_refused():
    with pytest.raises(ValueError, match="21 parameters"):
        next_state(None, Recall(1, MONDAY, UUID(int=1), Rating.GOOD), parameters=[1.0] * 19)


def ours_after(reviews, **settings):
    """Return the states after each (rating, elapsed days)."""
    state, at, states = None, MONDAY, []
    for rating, elapsed in reviews:
        at += elapsed * DAY
        state = next_state(state, Recall(1, at, UUID(int=0), Rating(rating)), **settings)
        states.append(state)
    return states


def test_sequences_agree_with_two_other_implementations():
    """Vectors: py-fsrs 6.3.2, cross-checked with fsrs-rs-python 0.9.3."""
    sequences = json.loads((shared_data("fsrs-vectors") / "sequences.json").read_text())
    assert len(sequences["sequences"]) > 10

    for sequence in sequences["sequences"]:
        reviews = sequence["reviews"]
        pairs = [(one["rating"], one["elapsed_days"]) for one in reviews]
        retention = sequence["desired_retention"]
        for ours, theirs in zip(ours_after(pairs, retention=retention), reviews, strict=True):
            assert ours.stability_days == pytest.approx(theirs["stability"], rel=1e-12)
            assert ours.difficulty == pytest.approx(theirs["difficulty"], rel=1e-12)
            assert (ours.due_at - ours.reviewed_at).days == theirs["interval_days"]


@pytest.mark.parametrize(("case", "zeroed"), [(0, ()), (1, (17, 18, 19))])
def test_published_states_of_the_reference_implementations(case, zeroed):
    """Values printed in the test suites of py-fsrs and fsrs-rs."""
    published = json.loads((shared_data("fsrs-vectors") / "published.json").read_text())
    expected = published["cases"][case]
    parameters = [0.0 if n in zeroed else w for n, w in enumerate(DEFAULT_PARAMETERS)]

    last = ours_after(
        zip(expected["ratings"], expected["elapsed_days"], strict=True), parameters=parameters
    )[-1]

    assert last.stability_days == pytest.approx(expected["stability"], abs=1e-4)
    assert last.difficulty == pytest.approx(expected["difficulty"], abs=1e-4)


def test_intervals_for_other_retentions_are_those_of_fsrs_rs():
    """fsrs-rs test_next_interval: stability 1, retention 0.1 to 1.0; ours end at 100 years."""
    expected = [36_500, 34_793, 2_508, 387, 90, 27, 9, 3, 1, 1]

    assert [interval_days(1.0, retention=n / 10) for n in range(1, 11)] == expected


@pytest.mark.parametrize("retention", [0, -0.5, 1.01])
def test_a_retention_that_is_no_probability_is_refused(retention):
    with pytest.raises(ValueError, match="retention"):
        interval_days(1.0, retention=retention)


def test_ten_easy_answers_within_microseconds_make_an_item_as_easy_as_can_be():
    states = ours_after([(4, 0)] * 10)

    assert states[-1].difficulty == 1.0


def test_a_real_review_log_is_scheduled_as_by_py_fsrs():
    """12,580 reviews of one learner; a quarter of the cards, each compared at its end."""
    answers = defaultdict(list)
    with (shared_data("fsrs-review-log") / "review_log.csv").open() as log:
        for row in csv.DictReader(log):
            at = datetime.fromisoformat(row["review_time"])
            answers[row["card_id"]].append((at, Rating(int(row["review_rating"]))))
    sample = [sorted(answers[card]) for card in sorted(answers)[::4]]
    assert len(sample) > 150

    for history in sample:
        theirs = theirs_after(history)
        ours = replay(Recall(1, at, UUID(int=n), r) for n, (at, r) in enumerate(history))
        assert ours.stability_days == pytest.approx(theirs.stability)
        assert ours.due_at == theirs.due


@given(st.integers(1, 5_000), st.floats(0.01, 5_000))
def test_recall_falls_with_time(days, stability):
    later, sooner = timedelta(days=days), timedelta(days=days - 1)

    assert 0 < retrievability(later, stability) < retrievability(sooner, stability) <= 1
