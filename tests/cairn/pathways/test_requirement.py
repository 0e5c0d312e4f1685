import pytest

from cairn.errors import MalformedInput
from cairn.pathways.requirement import (
    AllOf,
    Reference,
    Task,
    Units,
    inner_references,
    map_references,
    parse,
    references,
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


OUTSIDE = {"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}}
OUTSIDE_ONE = {
    "outside": {
        "issuer": "https://else.example/issuer",
        "name": "Statistics I",
        "achievement": "https://else.example/achievements/7",
    }
}


def test_a_credential_from_outside_is_named_by_its_issuer_and_perhaps_its_achievement():
    tree = parse({"all_of": [OUTSIDE, OUTSIDE_ONE]})

    assert to_json(tree) == {"all_of": [OUTSIDE, OUTSIDE_ONE]}
    assert references(tree) == [
        Reference("outside", "did:web:else.example"),
        Reference("outside", "https://else.example/issuer https://else.example/achievements/7"),
    ]


def test_what_is_outside_keeps_its_ids_where_those_of_a_pack_become_those_of_a_database():
    tree = parse({"all_of": [OUTSIDE, {"task": "video"}]})

    mapped = map_references(tree, {"video": "12"})

    assert to_json(mapped) == {"all_of": [OUTSIDE, {"task": "12"}]}
    assert inner_references(mapped) == [Reference("task", "12")]


@pytest.mark.parametrize(
    "wrong",
    [
        "did:web:else.example",
        {"issuer": "did:web:else.example"},
        {"issuer": "else.example", "name": "Statistics I"},
        {"issuer": "https://else.example /", "name": "Statistics I"},
        {"issuer": "did:web:else.example", "name": " "},
        {"issuer": "did:web:else.example", "name": "Statistics I", "achievement": ""},
        {"issuer": "did:web:else.example", "name": "Statistics I", "level": 2},
        {"issuer": "did:web:" + "e" * 1000, "name": "Statistics I"},
    ],
)
def test_a_credential_from_outside_without_an_issuer_or_a_name_is_refused(wrong):
    with pytest.raises(MalformedInput, match=r"requirements\.outside"):
        parse({"outside": wrong})
