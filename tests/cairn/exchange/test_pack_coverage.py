"""Which criterion is practised, asked and shown."""

from __future__ import annotations

from cairn.exchange.pack_coverage import Hole, coverage

PARTS = {
    "rubrics/r.yaml": {
        "title": "R",
        "criteria": [
            {"id": "asks", "title": "Asks", "parts": ["film"]},
            {"id": "waits", "title": "Waits"},
            {"id": "acts", "title": "Acts", "parts": ["gone"]},
        ],
    },
    "tasks/t.md": {
        "rubric": "r",
        "parts": [{"id": "film", "title": "The film"}, {"id": "text", "title": "The text"}],
    },
    "questions/u.yaml": {
        "questions": [
            {"id": "q1", "criterion": "asks", "prompt": "Which?"},
            {"id": "q2", "criterion": "asks", "use": "assessment"},
            {"id": "q3", "criterion": "waits", "use": "assessment"},
            {"id": "q4"},
        ]
    },
}


def test_each_criterion_names_its_questions_and_the_evidence_it_is_judged_on():
    asks, waits, _ = coverage(PARTS).rows

    assert [one.id for one in asks.practice] == ["q1"]
    assert [one.id for one in asks.assessment] == ["q2"]
    assert [one.title for one in asks.evidence] == ["The film"]
    assert [one.id for one in waits.evidence] == ["film", "text"]  # all parts if none is named


def test_what_a_criterion_lacks_is_a_hole():
    table = coverage(PARTS)

    assert [row.holes for row in table.rows] == [
        (),
        (Hole.NO_PRACTICE,),
        (Hole.NO_PRACTICE, Hole.NO_EVIDENCE),
    ]
    assert table.holes == 3


def test_a_rubric_that_no_task_uses_shows_nothing():
    alone = {"rubrics/r.yaml": PARTS["rubrics/r.yaml"]}

    assert all(Hole.NO_TASK in row.holes for row in coverage(alone).rows)


def test_questions_that_prepare_for_nothing_are_listed():
    assert [one.id for one in coverage(PARTS).loose] == ["q4"]


def test_parts_that_are_only_begun_break_nothing():
    begun = {"rubrics/r.yaml": {"criteria": "soon"}, "questions/u.yaml": {"questions": None}}

    assert coverage(begun).rows == ()
