"""Reads of drafts."""

from __future__ import annotations

from uuid import uuid4

from cairn_server.catalog.draft_queries import (
    achievement_for,
    draft_for,
    drafts_of,
    findings_of,
    keys_taken,
    published_by,
    writes_for,
    written_by,
)
from cairn_server.catalog.models import Achievement
from cairn_server.catalog.publishing import publish_draft
from tests.making import join
from tests.moments import MONDAY


def test_authors_and_owners_write_nobody_else_does(college, aut, ada):
    owner = join("Owen", college, "owner", "manager")

    assert [written_by(one) for one in (aut, owner, ada)] == [[college], [college], []]


def test_whoever_writes_for_an_organisation_may_read_all_of_it(college, zoe, aut, ada):
    told = [writes_for(one, college.pk) for one in (aut, ada, zoe)]

    assert told == [True, False, False]


def test_a_draft_is_found_by_those_who_write_there_only(draft, aut, ada, zoe):
    assert draft_for(aut, draft.pk) == draft
    assert [draft_for(one, draft.pk) for one in (ada, zoe)] == [None, None]
    assert draft_for(aut, uuid4()) is None


def test_who_has_left_finds_nothing(draft, aut):
    aut.memberships.update(until=MONDAY)

    assert draft_for(aut, draft.pk) is None


def test_a_published_draft_is_listed_as_published(complete, college, aut, zoe):
    assert [one.title for one in drafts_of([college])] == ["Hinge questions"]
    publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)

    assert drafts_of([college]) == []
    assert [(one.title, one.number) for one in published_by([college])] == [("Hinge questions", 1)]
    achievement = Achievement.objects.get()
    assert achievement_for(aut, achievement.pk) == achievement
    assert achievement_for(zoe, achievement.pk) is None


def test_ids_of_drafts_packs_and_achievements_are_taken(complete, college, aut):
    publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)

    assert keys_taken(college) == {"hinge-questions"}


def test_the_check_of_a_draft_is_that_of_its_pack(complete):
    assert [one.code for one in findings_of(complete) if one.severity == "error"] == []
