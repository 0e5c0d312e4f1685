"""How far two evaluators agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from cairn.errors import TooFewRatings


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """
    Return Cohen's kappa, the agreement of two evaluators beyond chance.

    Args:
        first: levels given by the first evaluator; shape (n_submissions,).
        second: levels given by the second evaluator to the same submissions, in the same
            order; shape (n_submissions,). Levels are nominal: their order is ignored.

    Returns:
        1.0 for full agreement, 0.0 for the agreement expected by chance, below zero for
        less than that. No unit. If both evaluators gave one and the same level throughout,
        chance agreement is complete and kappa is undefined; 1.0 is returned.

    Raises:
        ValueError: if the two sequences differ in length.
        TooFewRatings: if there is no submission.

    Source:
        Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
        Psychological Measurement 20(1), 37-46.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} ratings do not pair up")
    n = len(first)
    if n == 0:
        raise TooFewRatings("kappa needs at least one submission rated by both")

    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    left, right = Counter(first), Counter(second)
    expected = sum(left[level] * right[level] for level in left) / n**2
    if expected == 1.0:
        return 1.0
    return (observed - expected) / (1 - expected)
