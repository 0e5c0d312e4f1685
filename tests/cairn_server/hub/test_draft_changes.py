"""What publishing a draft would change, and for how many."""

from __future__ import annotations

import pytest

from cairn_server.catalog.drafting import (
    begin_draft,
    change_parts,
    draft_of_published,
)
from cairn_server.catalog.models import Achievement, Draft
from cairn_server.catalog.publishing import publish_draft
from cairn_server.hub.draft_changes import Affected, affected_by, changes_of
from cairn_server.learning.enrolling import enrol
from tests.cairn_server.catalog.conftest import completed
from tests.moments import DAY, MONDAY


@pytest.fixture
def second(college, ida, settings, tmp_path) -> Draft:
    """A draft of what is published already."""
    settings.CAIRN_HOME = tmp_path
    first = begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=ida, at=MONDAY
    )
    publish_draft(draft=completed(first), changes="", actor=ida, at=MONDAY)
    return draft_of_published(achievement=Achievement.objects.get(), actor=ida, at=MONDAY + DAY)


def changed(draft: Draft, **members: str) -> Draft:
    def put(parts) -> None:
        parts["questions/first-steps.yaml"]["questions"][0].update(members)

    return change_parts(draft=draft, name="q", change=put, sequence=None, at=MONDAY + DAY)


def test_a_copy_of_what_is_published_changes_nothing(second):
    assert changes_of(second) == []


def test_new_feedback_is_a_change_that_no_memory_minds(second):
    [change] = changes_of(changed(second, feedback="Everybody thinks."))

    assert (change.what, change.title, change.restarts_recall) == (
        "Question",
        "Who answers?",
        False,
    )
    [field] = change.fields
    assert (field.label, field.before, field.after) == ("feedback", "", "Everybody thinks.")


def test_another_prompt_restarts_what_is_remembered(second):
    [change] = changes_of(changed(second, prompt="Who must answer?"))

    assert change.restarts_recall


def test_a_first_version_is_new_as_a_whole(college, ida, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    draft = begin_draft(organisation=college, title="New", language="en", actor=ida, at=MONDAY)

    assert {one.kind for one in changes_of(completed(draft))} == {"added"}
    assert affected_by(draft) == []


def test_those_on_the_way_are_counted(second, ada):
    enrol(person=ada, achievement=Achievement.objects.get(), at=MONDAY)

    assert affected_by(second) == [Affected("Hinge questions", on_the_way=1, holding=0)]
