"""Requirements in words."""

from __future__ import annotations

import pytest

from cairn.pathways.requirement import parse
from cairn_server.catalog.requirement_words import Wording, domain_of, in_words

NAMES = {"asking": "Asking", "boards": "Boards", "video": "Lesson video"}


@pytest.mark.parametrize(
    ("requirement", "text"),
    [
        ({"units": ["asking"]}, "Learn Asking"),
        ({"units": ["asking", "boards"]}, "Learn 2 units: Asking, Boards"),
        ({"units": ["asking"], "recall_at_least": 0.8}, "Learn Asking; recall of at least 80 %"),
        ({"task": "video"}, "Show it: Lesson video, judged on its rubric"),
        ({"credential": "x"}, "Hold the credential x"),
        ({"quiz": "x"}, "Pass the quiz x"),
        ({"attendance": "x"}, "Attend x"),
        (
            {"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}},
            "Hold Statistics I, issued by else.example",
        ),
    ],
)
def test_a_leaf_is_a_line(requirement, text):
    assert in_words(parse(requirement), NAMES) == Wording(text)


def test_more_units_than_a_line_holds_are_counted():
    units = {"units": [f"u{n}" for n in range(9)], "recall_at_least": 0.8}

    assert in_words(parse(units), {}).text == "Learn all 9 units; recall of at least 80 %"


def test_a_tree_is_nested_lines():
    tree = parse(
        {
            "all_of": [
                {"units": ["asking"]},
                {"n_of": {"n": 1, "of": [{"task": "video"}, {"units": ["boards"]}]}},
                {"any_of": [{"task": "video"}]},
            ]
        }
    )

    words = in_words(tree, NAMES)

    assert words.text == "All of these"
    assert [part.text for part in words.parts] == ["Learn Asking", "1 of these", "One of these"]
    assert [part.text for part in words.parts[1].parts] == [
        "Show it: Lesson video, judged on its rubric",
        "Learn Boards",
    ]


def test_points_stand_beside_what_earns_them():
    of = [{"points": 2, "requirement": {"task": "video"}}]
    words = in_words(parse({"points": {"at_least": 2, "of": of}}), NAMES)

    assert words.text == "At least 2 points from these"
    assert words.parts[0].text == "Show it: Lesson video, judged on its rubric: 2 points"


@pytest.mark.parametrize(
    ("issuer", "domain"),
    [
        ("did:web:else.example", "else.example"),
        ("did:web:else.example%3A8443:issuers:1", "else.example:8443"),
        ("https://else.example/issuers/1", "else.example"),
        ("did:key:z6Mk", "did:key:z6Mk"),
    ],
)
def test_an_issuer_is_called_by_its_domain_if_its_id_names_one(issuer, domain):
    assert domain_of(issuer) == domain
