import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import TooFewRatings
from cairn.psychometrics.agreement import cohen_kappa
from tests.shared_data import shared_data

pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


def ratings_of(table):
    """Turn counts[i][j] into two lists of ratings."""
    cells = [(i, j, n) for i, row in enumerate(table) for j, n in enumerate(row)]
    first = [i for i, _, n in cells for _ in range(int(n))]
    return first, [j for _, j, n in cells for _ in range(int(n))]


def test_fifty_proposals_and_two_readers():
    # observed (20 + 15) / 50 = 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; 0.2 / 0.5 = 0.4
    first, second = ratings_of([[20, 5], [10, 15]])

    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_published_tables_give_their_published_kappa():
    cases = json.loads((shared_data("agreement") / "reference.json").read_text())
    tables = [case for case in cases if "cohen_kappa" in case and "table" in case]
    assert tables

    for case in tables:
        assert cohen_kappa(*ratings_of(case["table"])) == pytest.approx(
            case["cohen_kappa"], abs=5e-4
        )


def test_full_agreement_is_1_even_where_chance_alone_would_do():
    assert cohen_kappa("abab", "abab") == 1.0
    assert cohen_kappa("aaaa", "aaaa") == 1.0


def test_systematic_disagreement_is_below_zero():
    assert cohen_kappa("abab", "baba") == pytest.approx(-1.0)


def test_no_submission_is_refused():
    with pytest.raises(TooFewRatings):
        cohen_kappa([], [])


def test_ratings_that_do_not_pair_up_are_refused():
    with pytest.raises(ValueError, match="pair"):
        cohen_kappa("ab", "a")


@given(pairs)
def test_it_does_not_matter_who_is_first(pairs):
    first, second = zip(*pairs, strict=True)

    assert cohen_kappa(first, second) == pytest.approx(cohen_kappa(second, first))
    assert cohen_kappa(first, second) <= 1.0
