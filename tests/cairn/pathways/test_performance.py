import pytest

from cairn.errors import NoPerformanceRequirement
from cairn.pathways.performance import require_performance
from cairn.pathways.requirement import parse

OUTSIDE = {"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}}
UNIT, TASK, QUIZ = {"units": ["u"]}, {"task": "t"}, {"quiz": "q"}


def points(least, *pairs):
    return {
        "points": {"at_least": least, "of": [{"points": p, "requirement": r} for p, r in pairs]}
    }


@pytest.mark.parametrize(
    "tree",
    [
        TASK,
        QUIZ,
        {"all_of": [UNIT, TASK]},
        {"any_of": [TASK, {"all_of": [UNIT, QUIZ]}]},
        {"n_of": {"n": 2, "of": [UNIT, TASK, QUIZ]}},
        points(3, (2, UNIT), (1, TASK)),
    ],
)
def test_a_performance_that_cannot_be_avoided_is_enough(tree):
    assert require_performance(parse(tree)) is None


@pytest.mark.parametrize(
    "tree",
    [
        UNIT,
        {"credential": "c"},
        {"attendance": "a"},
        {"any_of": [UNIT, TASK]},
        {"all_of": [UNIT, {"any_of": [TASK, UNIT]}]},
        {"n_of": {"n": 1, "of": [UNIT, TASK]}},
        points(2, (2, UNIT), (1, TASK)),
    ],
)
def test_a_performance_that_can_be_avoided_is_refused(tree):
    with pytest.raises(NoPerformanceRequirement, match="cannot be avoided"):
        require_performance(parse(tree))


def test_a_credential_that_was_earned_by_a_performance_is_one():
    stack = parse({"all_of": [{"credential": "a"}, {"credential": "b"}]})
    either = parse({"any_of": [{"credential": "a"}, {"credential": "b"}]})

    assert require_performance(stack, assessed={"a"}) is None
    assert require_performance(either, assessed={"a", "b"}) is None
    with pytest.raises(NoPerformanceRequirement):
        require_performance(either, assessed={"a"})


def test_a_credential_from_outside_is_no_performance_for_nobody_here_knows_how_it_was_earned():
    with pytest.raises(NoPerformanceRequirement):
        require_performance(parse({"any_of": [OUTSIDE, {"task": "video"}]}))
    require_performance(parse({"all_of": [OUTSIDE, {"task": "video"}]}))
