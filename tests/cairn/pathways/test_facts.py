import pytest

from cairn.pathways.facts import Facts, UnitFact, mean_recall
from tests.moments import MONDAY


def test_mean_recall_is_over_items_not_units():
    # (0.5 * 1 + 0.9 * 3) / 4 = 0.8
    assert mean_recall([UnitFact(MONDAY, 0.5, 1), UnitFact(MONDAY, 0.9, 3)]) == pytest.approx(0.8)


def test_units_without_items_say_nothing_about_recall():
    assert mean_recall([UnitFact(MONDAY), UnitFact(MONDAY, 0.9)]) == pytest.approx(0.9)
    assert mean_recall([UnitFact(MONDAY)]) is None
    assert mean_recall([]) is None


def test_of_a_stranger_nothing_is_known():
    assert not any((Facts().units, Facts().tasks, Facts().quizzes, Facts().credentials))
