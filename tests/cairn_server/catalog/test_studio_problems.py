"""What is wrong in a draft, each with the way to the editor that mends it."""

from __future__ import annotations

import pytest

from cairn.exchange.pack import Finding, Severity
from cairn_server.catalog.studio_problems import of_part, problems_of, url_of


@pytest.mark.parametrize(
    ("where", "code", "path"),
    [
        ("units/first-steps.md card 2", "x", "units/first-steps/"),
        ("questions/first-steps.yaml q", "x", "units/first-steps/questions/q/"),
        ("questions/first-steps.yaml a/b", "x", "units/first-steps/questions/a/b/"),
        ("questions/first-steps.yaml", "x", "units/first-steps/"),
        ("achievements/a.md", "not_stated", "achievements/a/"),
        ("achievements/a.md", "unknown_reference", "achievements/a/requirements/"),
        ("rubrics/r.yaml", "x", "rubrics/r/"),
        ("quizzes/q.yaml", "x", "quizzes/q/"),
        ("pack.yaml", "x", "pack/pack/"),
        ("media/a.png", "media_unused", ""),
    ],
)
def test_every_finding_leads_somewhere(draft, where, code, path):
    finding = Finding(where, code, "wrong")

    assert url_of(draft, finding) == f"/studio/{draft.pk}/{path}"


def test_errors_come_before_advice_and_are_named_by_title(draft):
    advice = Finding("units/first-steps.md card 2", "x", "long", Severity.WARNING)
    error = Finding("tasks/show-it.md", "x", "front matter.minutes: odd")

    told = [(one.place, one.text) for one in problems_of(draft, [advice, error])]

    assert told == [
        ("Show that you can do it", "minutes: odd"),
        ("First steps, card 2", "long"),
    ]


def test_an_editor_is_told_what_is_wrong_in_its_part_only():
    findings = [
        Finding("units/u.md", "x", "a"),
        Finding("units/u.md card 1", "x", "b"),
        Finding("units/u2.md", "x", "c"),
        Finding("questions/u.yaml q", "x", "d"),
    ]

    assert [one.detail for one in of_part(findings, "units/u.md")] == ["a", "b"]
    assert [one.detail for one in of_part(findings, "questions/u.yaml", "q")] == ["d"]
