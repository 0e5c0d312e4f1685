import pytest

from cairn.errors import MalformedInput, NoPerformanceRequirement
from cairn.pathways.requirement import (
    AllOf,
    Reference,
    Task,
    Units,
    map_references,
    parse,
    references,
    require_performance,
    to_json,
)

WHOLE = {
    "all_of": [
        {"units": ["asking", "video"], "recall_at_least": 0.8},
        {"any_of": [{"task": "video"}, {"quiz": "final"}]},
        {"n_of": {"n": 1, "of": [{"attendance": "day"}, {"credential": "first-aid"}]}},
        {
            "points": {
                "at_least": 3,
                "of": [
                    {"points": 2, "requirement": {"task": "essay"}},
                    {"points": 1, "requirement": {"units": ["asking"]}},
                ],
            }
        },
    ]
}


def test_the_json_comes_back_as_it_was():
    assert to_json(parse(WHOLE)) == WHOLE


def test_references_come_once_with_their_kind():
    assert references(parse(WHOLE)) == [
        Reference("unit", "asking"),
        Reference("unit", "video"),
        Reference("task", "video"),
        Reference("quiz", "final"),
        Reference("attendance", "day"),
        Reference("credential", "first-aid"),
        Reference("task", "essay"),
    ]


def test_ids_are_mapped_by_kind_so_that_a_unit_and_a_task_may_share_a_name():
    mapping = {one: f"{one.kind}-{one.id}" for one in references(parse(WHOLE))}

    mapped = map_references(parse(WHOLE), mapping)

    assert [one.id for one in references(mapped)] == [f"{k}-{i}" for k, i in mapping]
    choice = to_json(mapped)["all_of"][1]["any_of"]
    assert choice == [{"task": "task-video"}, {"quiz": "quiz-final"}]


def test_ids_may_be_mapped_by_name_alone():
    tree = AllOf((Units(("a",), 0.8), Task("b")))

    assert map_references(tree, {"a": "1", "b": "2"}) == AllOf((Units(("1",), 0.8), Task("2")))


def test_a_reference_without_a_new_id_is_refused():
    with pytest.raises(KeyError):
        map_references(Task("a"), {"b": "2"})


@pytest.mark.parametrize(
    ("json", "place"),
    [
        (None, "requirements:"),
        ({}, "requirements:"),
        ({"task": "a", "quiz": "b"}, "requirements:"),
        ({"tasks": ["a"]}, "requirements:"),
        ({"all_of": []}, "requirements.all_of:"),
        ({"all_of": [{"task": 3}]}, r"all_of\[0\].task:"),
        ({"units": []}, "requirements.units:"),
        ({"units": ["a", "a"]}, "twice"),
        ({"units": ["a"], "recall_at_least": 1.5}, "recall_at_least:"),
        ({"units": ["a"], "recall_at_least": True}, "recall_at_least:"),
        ({"task": "a", "recall_at_least": 0.5}, "requirements:"),
        ({"n_of": {"n": 2, "of": [{"task": "a"}]}}, "n_of.n:"),
        ({"n_of": {"n": 0, "of": [{"task": "a"}]}}, "n_of.n:"),
        ({"n_of": [{"task": "a"}]}, "n_of:"),
        ({"points": {"at_least": 3, "of": [{"points": 2, "requirement": {"task": "a"}}]}}, "fewer"),
        ({"points": {"at_least": 1, "of": [{"points": 0, "requirement": {"task": "a"}}]}}, "above"),
        ({"points": {"at_least": 1, "of": [{"task": "a"}]}}, r"of\[0\]:"),
    ],
)
def test_a_tree_that_cannot_be_meant_is_refused_by_place(json, place):
    with pytest.raises(MalformedInput, match=place):
        parse(json)


def test_a_tree_nested_too_deep_or_too_wide_is_refused():
    deep = {"task": "a"}
    for _ in range(2_000):
        deep = {"all_of": [deep]}

    with pytest.raises(MalformedInput, match="deep"):
        parse(deep)
    with pytest.raises(MalformedInput, match="500"):
        parse({"any_of": [{"task": "a"}] * 501})


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
