"""Finding skills and occupations: which, in which order, seen by whom."""

from uuid import uuid4

import pytest

from cairn_server.frameworks.queries import (
    Need,
    frameworks,
    frameworks_of,
    occupation_needs,
    occupations_needing,
    search,
    search_occupations,
)
from tests.cairn_server.frameworks.conftest import make_competency, make_occupation, need
from tests.moments import MONDAY


def names(page):
    return [one.name for one in page.items]


def test_every_word_must_begin_a_word_of_one_of_the_names(shared):
    make_competency(shared, "analyse data", "look into figures")
    make_competency(shared, "protect data")

    assert names(search("data")) == ["analyse data", "protect data"]
    assert names(search("DATA anal")) == ["analyse data"]
    assert names(search("figures data")) == ["analyse data"]
    assert names(search("igures")) == []


def test_the_nearest_name_comes_first(shared):
    make_competency(shared, "keep bees", "teach bee keepers")
    make_competency(shared, "plan to teach")
    make_competency(shared, "teach")
    make_competency(shared, "teach adults")

    assert names(search("teach")) == ["teach", "teach adults", "plan to teach", "keep bees"]


def test_accents_and_case_make_no_difference(shared):
    make_competency(shared, "Qualité sichern")

    assert names(search("QUALITE")) == ["Qualité sichern"]


def test_a_single_letter_is_a_whole_word(shared):
    make_competency(shared, "C")
    make_competency(shared, "cook")
    make_competency(shared, "C++")

    assert names(search("c")) == ["C"]
    assert names(search("c++")) == ["C++"]


@pytest.mark.parametrize("text", ["%", "_", "\0", "'", '"', "\\", " ", "?!"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(shared, text):
    make_competency(shared, "cook")

    assert names(search(text)) == ["cook"]


def test_pages_follow_each_other_without_gap_or_repeat(shared):
    for number in range(5):
        make_competency(shared, f"skill {number}", "teach")
    make_competency(shared, "teach")

    seen, cursor = [], None
    while True:
        page = search("teach", limit=2, after=cursor)
        seen += names(page)
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == ["teach", "skill 0", "skill 1", "skill 2", "skill 3", "skill 4"]


def test_a_cursor_nobody_gave_out_begins_at_the_start(shared):
    make_competency(shared, "cook")

    assert names(search("", after=uuid4())) == ["cook"]


def test_kind_and_framework_narrow(shared, norths, ada):
    make_competency(shared, "maths", kind="knowledge")
    make_competency(norths, "maths at North")

    assert names(search("maths", kind="knowledge", seen_by=ada)) == ["maths"]
    assert names(search("maths", framework=norths.pk, seen_by=ada)) == ["maths at North"]


def test_an_organisations_own_framework_is_found_by_its_members_alone(norths, ada, zoe):
    make_competency(norths, "maths")
    make_occupation(norths, "tutor")

    assert names(search("maths", seen_by=ada)) == ["maths"]
    assert names(search("maths", seen_by=zoe)) == names(search("maths")) == []
    assert names(search_occupations("tutor", seen_by=ada)) == ["tutor"]
    assert names(search_occupations("tutor", seen_by=zoe)) == []
    assert [one.name for one in frameworks(ada)] == ["North skills"]
    assert frameworks(zoe) == []


def test_who_has_left_finds_it_no_more(norths, ada):
    make_competency(norths, "maths")
    ada.memberships.update(until=MONDAY)

    assert names(search("maths", seen_by=ada)) == []


def test_a_retired_skill_is_not_found(shared):
    make_competency(shared, "send telegrams", retired_at=MONDAY)

    assert names(search("telegrams")) == []


def test_needs_come_with_the_essential_and_important_first(shared):
    cook = make_occupation(shared, "cook", "chef")
    need(cook, make_competency(shared, "bake"), is_essential=False)
    need(cook, make_competency(shared, "fry"), importance=3.5, level=3.5)
    need(cook, make_competency(shared, "season"), importance=4.5, level=7.0)
    need(cook, make_competency(shared, "kill hens", retired_at=MONDAY))

    found = occupation_needs(cook.pk)

    assert [one.competency.name for one in found] == ["season", "fry", "bake"]
    assert [one.suggested_level for one in found] == [5, 3, 2]
    assert names(search_occupations("chef")) == ["cook"]


@pytest.mark.parametrize(("level", "suggested"), [(0.0, 1), (1.75, 2), (3.5, 3), (7.0, 5)])
def test_the_levels_of_onet_become_five(level, suggested):
    assert Need(None, is_essential=True, importance=4.0, level=level).suggested_level == suggested


def test_a_skill_names_the_work_that_needs_it(shared):
    fry = make_competency(shared, "fry")
    for name, is_essential in [("baker", False), ("cook", True)]:
        need(make_occupation(shared, name), fry, is_essential=is_essential)

    found = [(row.name, is_essential) for row, is_essential in occupations_needing(fry)]

    assert found == [("cook", True), ("baker", False)]


def test_frameworks_tell_how_many_current_skills_they_have(shared, norths, college):
    make_competency(shared, "fry")
    make_competency(shared, "send telegrams", retired_at=MONDAY)

    assert [(one.name, one.competencies) for one in frameworks()] == [("Skills of All", 1)]
    assert [(one.name, one.competencies) for one in frameworks_of(college)] == [("North skills", 0)]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_search_takes_one_query_however_much_it_finds(
    shared, ada, rows, django_assert_num_queries
):
    for number in range(rows):
        make_competency(shared, f"skill {number}")

    with django_assert_num_queries(1):
        assert len(search("skill", limit=50, seen_by=ada).items) == rows
