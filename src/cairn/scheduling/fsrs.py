"""
FSRS-6: how one recall changes the memory of an item, and when to ask again.

Without learning steps and without fuzz, so that the state is a pure function of the set of
recalls: devices may deliver them in any order. The numbers are those of py-fsrs 6.3.2 with
`learning_steps=()`, `relearning_steps=()` and `enable_fuzzing=False`.

Source: Open Spaced Repetition, "The Algorithm", section FSRS-6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import e, pow

from cairn.scheduling.memory import MemoryState, Rating, Recall, retrievability

DEFAULT_PARAMETERS: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""w0 to w20, fitted by Open Spaced Repetition to many million reviews."""

MIN_STABILITY_DAYS = 0.001
MAX_INTERVAL_DAYS = 36_500


def next_state(
    state: MemoryState | None,
    recall: Recall,
    *,
    parameters: Sequence[float] = DEFAULT_PARAMETERS,
    retention: float = 0.9,
) -> MemoryState:
    """
    Return the memory after `recall`.

    Args:
        state: the memory before, or None for the first recall. A recall of a newer meaning
            starts anew, whatever the state.
        recall: not earlier than the last recall, and not of an older meaning.
        parameters: w0 to w20, shape (21,).
        retention: probability of recall at which the item is due; between 0.01 and 1.

    Raises:
        ValueError: if the recall comes before the state, there are not 21 parameters or the
            retention is out of range.
    """
    if len(parameters) != len(DEFAULT_PARAMETERS):
        raise ValueError(f"FSRS-6 has {len(DEFAULT_PARAMETERS)} parameters, not {len(parameters)}")
    if state is None or recall.meaning > state.meaning:
        stability = max(parameters[recall.rating - 1], MIN_STABILITY_DAYS)
        difficulty = _clamped(_initial_difficulty(recall.rating, parameters))
        count = 1
    else:
        stability = max(_next_stability(state, recall, parameters), MIN_STABILITY_DAYS)
        difficulty = _clamped(_next_difficulty(state.difficulty, recall.rating, parameters))
        count = state.review_count + 1
    days = interval_days(stability, retention=retention, decay=parameters[20])
    return MemoryState(
        meaning=recall.meaning,
        reviewed_at=recall.at,
        stability_days=stability,
        difficulty=difficulty,
        due_at=recall.at + timedelta(days=days),
        review_count=count,
    )


def replay(
    recalls: Iterable[Recall],
    *,
    parameters: Sequence[float] = DEFAULT_PARAMETERS,
    retention: float = 0.9,
) -> MemoryState | None:
    """
    Return the memory that all `recalls` of one item leave, in whatever order they are given.

    Only recalls of the newest meaning count. None if there are none.
    """
    state = None
    for recall in sorted(recalls):
        state = next_state(state, recall, parameters=parameters, retention=retention)
    return state


def interval_days(stability_days: float, *, retention: float = 0.9, decay: float = 0.1542) -> int:
    """
    Return after how many whole days recall falls to `retention`: at least 1, at most 36,500.

    Raises:
        ValueError: if `retention` is not between 0.01 and 1.
    """
    if not 0.01 <= retention <= 1:
        raise ValueError(f"retention must be between 0.01 and 1, got {retention}")
    factor = pow(0.9, -1 / decay) - 1
    days = stability_days / factor * (pow(retention, -1 / decay) - 1)
    return max(round(min(days, MAX_INTERVAL_DAYS)), 1)


def _next_stability(state: MemoryState, recall: Recall, w: Sequence[float]) -> float:
    elapsed = recall.at - state.reviewed_at
    if elapsed < timedelta(0) or recall.meaning < state.meaning:
        raise ValueError("the recall comes before the last one: replay all recalls instead")
    if elapsed.days == 0:
        return _same_day_stability(state.stability_days, recall.rating, w)
    recalled = retrievability(elapsed, state.stability_days, decay=w[20])
    if recall.rating is Rating.AGAIN:
        return _stability_after_lapse(state, recalled, w)
    return _stability_after_success(state, recalled, recall.rating, w)


def _same_day_stability(stability: float, rating: Rating, w: Sequence[float]) -> float:
    """S' = S * e^(w17 * (G - 3 + w18)) * S^-w19; a success never lowers it."""
    growth = pow(e, w[17] * (rating - 3 + w[18])) * pow(stability, -w[19])
    return stability * (growth if rating is Rating.AGAIN else max(growth, 1.0))


def _stability_after_lapse(state: MemoryState, recalled: float, w: Sequence[float]) -> float:
    """S' = min(w11 * D^-w12 * ((S + 1)^w13 - 1) * e^(w14 * (1 - R)), S / e^(w17 * w18))."""
    stability = state.stability_days
    long_term = (
        w[11]
        * pow(state.difficulty, -w[12])
        * (pow(stability + 1, w[13]) - 1)
        * pow(e, (1 - recalled) * w[14])
    )
    return min(long_term, stability / pow(e, w[17] * w[18]))


def _stability_after_success(
    state: MemoryState, recalled: float, rating: Rating, w: Sequence[float]
) -> float:
    """S' = S * (1 + e^w8 * (11 - D) * S^-w9 * (e^(w10 * (1 - R)) - 1) * (Hard w15, Easy w16))."""
    bonus = {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
    growth = (
        pow(e, w[8])
        * (11 - state.difficulty)
        * pow(state.stability_days, -w[9])
        * (pow(e, (1 - recalled) * w[10]) - 1)
        * bonus
    )
    return state.stability_days * (1 + growth)


def _initial_difficulty(rating: Rating, w: Sequence[float]) -> float:
    """D0(G) = w4 - e^(w5 * (G - 1)) + 1."""
    return w[4] - pow(e, w[5] * (rating - 1)) + 1


def _next_difficulty(difficulty: float, rating: Rating, w: Sequence[float]) -> float:
    """D' = w7 * D0(Easy) + (1 - w7) * (D - w6 * (G - 3) * (10 - D) / 9)."""
    damped = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    return w[7] * _initial_difficulty(Rating.EASY, w) + (1 - w[7]) * damped


def _clamped(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
