"""What a new micro-credential begins as."""

from __future__ import annotations

from cairn.exchange.pack_draft import read_draft
from cairn.psychometrics.rubric import Rubric
from cairn_server.catalog.draft_template import first_parts, new_criterion


def test_a_new_draft_lacks_only_what_its_author_alone_can_say():
    parts = first_parts("key", "Title", language="en", publisher="Us")
    parts["rubrics/how-it-is-judged.yaml"]["criteria"] = [new_criterion("c", "Criterion")]
    for level in parts["rubrics/how-it-is-judged.yaml"]["criteria"][0]["levels"]:
        level["description"] = "Seen."

    pack, findings = read_draft(parts)

    assert pack is not None
    errors = {one.code for one in findings if one.severity == "error"}
    assert errors == {"unit_empty", "instructions_missing"}


def test_a_new_criterion_can_be_failed_and_met():
    criterion = new_criterion("c", "Criterion")
    rubric = Rubric.from_json({"title": "R", "criteria": [criterion]})

    assert [rubric.criteria[0].is_met_at(one) for one in ("not-yet", "met")] == [False, True]
