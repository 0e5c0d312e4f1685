"""Reads of drafts."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.accounts.importing import import_people
from cairn_server.accounts.joining import change_roles, end_membership
from cairn_server.catalog.draft_queries import (
    achievement_for,
    draft_for,
    drafts_of,
    findings_of,
    has_read_answers,
    keys_taken,
    published_by,
    writes_for,
    written_by,
)
from cairn_server.catalog.models import Achievement, Draft, ItemVersion
from cairn_server.catalog.publishing import publish_draft
from tests.making import join, make_quiz
from tests.moments import DAY, MONDAY


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


@pytest.fixture
def quiz(college):
    return make_quiz(college)


@pytest.mark.parametrize("way", ["leaves", "gives it up", "by a file"])
def test_who_wrote_there_when_its_questions_were_there_has_read_its_answers(college, quiz, way):
    writer = join("Wim", college, "author")
    mine = writer.memberships.get()
    if way == "leaves":
        end_membership(membership=mine, actor=None, at=MONDAY)
    elif way == "gives it up":
        change_roles(membership=mine, roles=[], actor=None, at=MONDAY)
    else:
        row = f"email,name,roles\n{writer.email},Wim,none\n"
        import_people(organisation=college, data=row, actor=None, at=MONDAY)

    assert has_read_answers(writer, quiz)


def test_who_wrote_there_before_its_questions_were_has_not(college, quiz):
    writer = join("Wim", college, "author")
    earlier = MONDAY - DAY
    end_membership(membership=writer.memberships.get(), actor=None, at=earlier)
    ItemVersion.objects.update(published_at=MONDAY)

    assert not has_read_answers(writer, quiz)


def test_who_worked_on_the_draft_that_its_questions_came_from_has_read_its_answers(college, quiz):
    writer = join("Wim", college, "author")
    earlier = MONDAY - DAY
    end_membership(membership=writer.memberships.get(), actor=None, at=earlier)
    ItemVersion.objects.update(published_at=MONDAY)
    Draft.objects.create(
        organisation=college,
        key="x",
        title="x",
        content={},
        created_at=earlier,
        updated_at=MONDAY,
        published_at=MONDAY,
    )

    assert has_read_answers(writer, quiz)
