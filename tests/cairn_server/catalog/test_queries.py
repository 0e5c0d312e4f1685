"""What pages of definitions show."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cairn_server.catalog import queries
from cairn_server.catalog.models import AchievementVersion, ItemVersion
from cairn_server.catalog.queries import CatalogueFilter
from tests.making import import_real_pack, make_achievement, make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def checking(college) -> AchievementVersion:
    import_real_pack(college)
    return AchievementVersion.objects.get(achievement__key="checking-for-understanding")


def titles(**wanted: object) -> list[str]:
    page = queries.catalogue(CatalogueFilter(**wanted))
    return sorted(row.title for row in page.items)


def test_the_page_states_the_same_things_in_the_same_order(checking):
    page = queries.published_achievement(checking.achievement_id)

    assert [fact.name for fact in page.facts] == [
        "Learning outcomes",
        "Workload",
        "Credits",
        "Level",
        "Type of assessment",
        "Supervision and identity check",
        "Form of participation",
        "Quality assurance",
        "Prerequisites",
        "Stackability",
    ]
    assert page.facts[1].values == ("3.5 hours",)
    assert page.facts[2].values == ("0.1 ECTS",)
    assert page.facts[3].values == ("EQF 6",)


def test_what_is_empty_has_no_value(college):
    version = make_achievement(college, make_unit(college))

    page = queries.published_achievement(version.achievement_id)

    assert all(fact.values == () for fact in page.facts)


def test_the_page_has_units_in_order_task_rubric_and_minutes(checking):
    page = queries.published_achievement(checking.achievement_id)

    assert [unit.title for unit in page.units] == [
        "Ask so that thinking shows",
        "Hear from everybody at once",
        "Read thirty whiteboards",
    ]
    assert page.learning_seconds == 21 * 60
    assert page.task_seconds == 180 * 60
    assert len(page.tasks[0].rubric.criteria) == 4
    assert [row.framework for row in page.alignments] == ["data.europa.eu"] * 3
    assert page.is_micro_credential


def test_a_page_takes_six_queries_however_many_units(checking, django_assert_num_queries):
    with django_assert_num_queries(6):
        queries.published_achievement(checking.achievement_id)


def test_a_draft_has_no_page(college):
    version = make_achievement(college, make_unit(college), published=False)

    assert queries.published_achievement(version.achievement_id) is None


def test_the_newest_published_version_is_shown(college):
    first = make_achievement(college, make_unit(college))
    for number, published_at in ((2, MONDAY + DAY), (3, None)):
        AchievementVersion.objects.create(
            achievement=first.achievement,
            number=number,
            kind=first.kind,
            title=f"Number {number}",
            requirements=first.requirements,
            published_at=published_at,
        )

    assert queries.newest_achievement_version(first.achievement_id).number == 2
    assert titles() == ["Number 2"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, True),
        ({"words": "understanding"}, True),
        ({"words": "learner changes lesson"}, True),
        ({"words": "classroom"}, True),  # a tag
        ({"words": "understanding welding"}, False),
        ({"tag": "teaching"}, True),
        ({"tag": "teach"}, False),
        ({"minutes": 21}, True),
        ({"minutes": 20}, False),
        ({"words": "100%"}, False),
        ({"words": '"'}, False),
    ],
)
def test_every_filter_narrows(checking, wanted, found):
    assert ("Checking for Understanding" in titles(**wanted)) is found


def test_the_catalogue_is_narrowed_by_issuer(checking, college, zoe):
    works = zoe.memberships.get().organisation

    assert "Checking for Understanding" in titles(issuer=college.pk)
    assert titles(issuer=works.pk) == []


def test_the_catalogue_is_narrowed_to_what_has_units(checking):
    AchievementVersion.objects.exclude(pk=checking.pk).update(learning_seconds=0)

    assert len(titles()) > 1
    assert titles(teaches=True) == ["Checking for Understanding"]


def test_what_is_learned_here_comes_before_what_is_only_shown(college):
    make_achievement(college, key="a")
    make_achievement(college, make_unit(college), key="b")
    make_achievement(college, key="c")

    page = queries.catalogue(CatalogueFilter())

    assert [row.title for row in page.items] == ["B", "C", "A"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_catalogue_is_one_query(college, count, django_assert_num_queries):
    for number in range(count):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"a{number}")

    with django_assert_num_queries(1):
        queries.catalogue(CatalogueFilter(), limit=50)


def test_choices_are_what_is_published(checking, college):
    choices = queries.catalogue_choices()

    assert choices.issuers == ((college.pk, "North College"),)
    assert choices.tags == (
        "classroom",
        "formative-assessment",
        "questioning",
        "teaching",
        "training",
    )


def test_only_practice_of_published_achievements_is_open(checking, college):
    make_unit(college, "alone")  # no achievement names it

    uses = set(queries.open_item_versions().values_list("item__use", flat=True))
    units = set(queries.open_item_versions().values_list("item__unit__key", flat=True))

    assert uses == {"practice"}
    assert units == {
        f"checking-for-understanding/{u}" for u in ("asking", "gestures", "whiteboards")
    }
    assert ItemVersion.objects.filter(item__use="assessment").exists()


def test_the_newest_version_of_an_item_is_asked(college):
    unit = make_unit(college)
    make_achievement(college, unit)
    first = ItemVersion.objects.get()
    newer = ItemVersion.objects.create(
        item=first.item, number=2, content=first.content, published_at=timezone.now()
    )
    ItemVersion.objects.create(item=first.item, number=3, content=first.content)

    assert queries.newest_items([first.item_id]) == {first.item_id: newer}


def test_a_unit_counts_first_for_the_largest_of_what_names_it(college):
    one, two = make_unit(college, "one"), make_unit(college, "two")
    make_achievement(college, one, key="small")
    make_achievement(college, one, two, key="large")

    assert [version.title for version in queries.achievements_with(one.unit_id)] == [
        "Large",
        "Small",
    ]


def test_seconds_stand_in_the_order_of_the_catalogue_and_rows_in_the_order_asked_for(college):
    for number in range(3):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"taught-{number}")
        make_achievement(college, key=f"shown-{number}")

    seconds = queries.catalogued_seconds(CatalogueFilter())

    assert list(seconds) == [row.id for row in queries.catalogue(CatalogueFilter()).items]
    assert list(seconds.values()) == [120, 120, 120, 0, 0, 0]
    asked = list(seconds)[4:1:-1]
    assert [row.id for row in queries.catalogue_rows(asked)] == asked
