"""An author at the college, and drafts of theirs."""

from __future__ import annotations

from typing import Any

import pytest

from cairn_server.catalog.drafting import begin_draft, change_parts
from cairn_server.catalog.models import Draft
from tests.making import join
from tests.moments import MONDAY

QUESTION: dict[str, Any] = {
    "id": "who-answers",
    "kind": "choice",
    "prompt": "Who answers?",
    "criterion": "everybody-answers",
    "options": [
        {"id": "a", "text": "Everybody", "correct": True, "feedback": "All at once."},
        {"id": "b", "text": "Volunteers", "feedback": "Then the rest is silent."},
    ],
}
CRITERION: dict[str, Any] = {
    "id": "everybody-answers",
    "title": "Everybody answers",
    "description": "All learners respond at once.",
    "met_at": "met",
    "levels": [
        {"id": "not-yet", "title": "Not yet", "description": "Few do.", "points": 0},
        {"id": "met", "title": "Met", "description": "All do.", "points": 1},
    ],
}


@pytest.fixture
def aut(college):
    """An author at the college."""
    return join("Aut", college, "author")


@pytest.fixture
def draft(college, aut, settings, tmp_path) -> Draft:
    """A draft as it is begun from the template."""
    settings.CAIRN_HOME = tmp_path
    return begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=aut, at=MONDAY
    )


@pytest.fixture
def complete(draft) -> Draft:
    """A draft that can be published."""
    return completed(draft)


def completed(draft: Draft) -> Draft:
    def fill(parts: dict[str, Any]) -> None:
        parts[f"achievements/{draft.key}.md"] |= {
            "summary": "The holder asks so that thinking shows.",
            "competency": "Asks questions that every learner answers.",
            "assessment_type": "A text, judged on a rubric.",
        }
        parts["units/first-steps.md"]["body"] = "Ask everybody.\n---\n?: who-answers"
        parts["questions/first-steps.yaml"] = {"questions": [QUESTION]}
        parts["tasks/show-it.md"]["body"] = "Tell what you did."
        parts["rubrics/how-it-is-judged.yaml"]["criteria"] = [CRITERION]

    return change_parts(
        draft=draft, name="units/first-steps.md", change=fill, sequence=None, at=MONDAY
    )
