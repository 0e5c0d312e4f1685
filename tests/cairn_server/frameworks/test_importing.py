"""Bringing in frameworks: the same again, a newer version, addresses that others keep."""

from dataclasses import replace

import pytest

from cairn.frameworks.model import (
    Competency,
    CompetencyKind,
    Framework,
    FrameworkContent,
    Occupation,
    Problem,
    Relation,
)
from cairn_server.errors import FrameworkTaken
from cairn_server.frameworks import models
from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.importing import import_framework
from cairn_server.frameworks.models import CompetencyFramework, FrameworkSource
from cairn_server.frameworks.queries import occupation_needs, search
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY

BASE = "https://skills.example/"
FRY = Competency(BASE + "fry", "fry", alternative_names=("cook in fat",))
BAKE = Competency(BASE + "bake", "bake", broader=(BASE + "fry",), half_life_years=2.5)
HEAT = Competency(BASE + "heat", "heat", kind=CompetencyKind.KNOWLEDGE)
COOK = Occupation(BASE + "cook", "cook", code="5120", alternative_names=("chef",))
CONTENT = FrameworkContent(
    framework=Framework("Kitchen", "1", "By the kitchen.", "Free"),
    competencies=(FRY, BAKE, HEAT),
    occupations=(COOK,),
    relations=(
        Relation(BASE + "cook", BASE + "fry", is_essential=True, importance=4.5, level=3.5),
        Relation(BASE + "cook", BASE + "bake", is_essential=False),
    ),
    problems=(Problem("relations line 9", "dangling_relation", "Nobody knows it"),),
)
KINDS = ("created", "updated", "unchanged", "removed")


def bring(content=CONTENT, *, organisation=None, source=FrameworkSource.ESCO, at=MONDAY, **more):
    report = import_framework(
        content=content, source=source, organisation=organisation, actor=None, at=at, **more
    ).to_json()
    return tuple(report[kind] for kind in KINDS), report["errors"]


def test_everything_is_kept_and_what_was_not_used_is_named(db):
    counts, errors = bring()

    kitchen = CompetencyFramework.objects.get()
    fry = models.Competency.objects.get(url=FRY.uri)
    (first, second) = occupation_needs(models.Occupation.objects.get().pk)
    assert counts == (6, 0, 0, 0)
    assert errors == [
        {"where": "relations line 9", "code": "dangling_relation", "detail": "Nobody knows it"}
    ]
    assert (kitchen.version, kitchen.attribution, kitchen.licence) == (
        "1",
        "By the kitchen.",
        "Free",
    )
    assert (fry.kind, fry.alternative_names, fry.half_life_years) == ("skill", ["cook in fat"], 5)
    assert (first.competency, first.importance, first.level) == (fry, 4.5, 3.5)
    assert (second.competency.name, second.is_essential) == ("bake", False)
    assert second.competency.broader == [FRY.uri]
    assert [one.name for one in search("fat").items] == ["fry"]


def test_the_same_again_changes_nothing(db, django_assert_max_num_queries):
    bring()
    before = list(models.Competency.objects.values().order_by("pk"))

    with django_assert_max_num_queries(12):
        counts, _ = bring(at=MONDAY + DAY)

    assert counts == (0, 0, 6, 0)
    assert list(models.Competency.objects.values().order_by("pk")) == before
    assert CompetencyFramework.objects.get().imported_at == MONDAY
    assert Event.objects.filter(kind="framework.imported").count() == 1


def test_a_newer_version_updates_in_place_and_retires_what_is_gone(db):
    bring()
    bake, fry = (models.Competency.objects.get(url=one.uri) for one in (BAKE, FRY))
    newer = replace(
        CONTENT,
        framework=replace(CONTENT.framework, version="2"),
        competencies=(replace(FRY, name="fry in oil"), HEAT, Competency(BASE + "boil", "boil")),
        relations=(Relation(BASE + "cook", BASE + "fry", is_essential=False),),
    )

    counts, _ = bring(newer, at=MONDAY + DAY)

    # created: boil; updated: fry and its relation; removed: bake and its relation
    assert counts == (1, 2, 2, 2)
    bake.refresh_from_db()
    fry.refresh_from_db()
    assert (bake.retired_at, fry.name, fry.retired_at) == (MONDAY + DAY, "fry in oil", None)
    assert [one.is_essential for one in fry.needed_by.all()] == [False]
    assert bake.needed_by.count() == 0
    assert CompetencyFramework.objects.get().version == "2"
    assert [one.name for one in search("").items] == ["boil", "fry in oil", "heat"]


def test_what_comes_back_is_what_it_was(db):
    bring()
    bake = models.Competency.objects.get(url=BAKE.uri)
    bring(replace(CONTENT, competencies=(FRY, HEAT), relations=CONTENT.relations[:1]))

    counts, _ = bring()

    bake.refresh_from_db()
    assert bake.retired_at is None
    assert counts == (2, 0, 4, 0)


def test_a_dry_run_reports_the_same_and_saves_nothing(db):
    foreseen = bring(dry_run=True)

    assert CompetencyFramework.objects.count() == models.Competency.objects.count() == 0
    assert bring() == foreseen


def test_what_an_alignment_named_is_taken_over_with_its_id(db):
    named = keep_competency(url=FRY.uri, name="frying")

    bring()

    named.refresh_from_db()
    assert (named.name, named.framework.name) == ("fry", "Kitchen")
    assert keep_competency(url=FRY.uri, name="whatever") == named


def test_what_alignments_named_and_the_publisher_does_not_list_stays_apart(db):
    made_up = keep_competency(url=BASE + "else", name="something else")
    CompetencyFramework.objects.filter(pk=made_up.framework_id).update(name="Kitchen")

    bring()

    made_up.refresh_from_db()
    assert (made_up.framework.source, made_up.retired_at) == (FrameworkSource.NAMED, None)
    kitchen = CompetencyFramework.objects.get(source=FrameworkSource.ESCO)
    assert not kitchen.competencies.filter(pk=made_up.pk).exists()


def own(content, organisation):
    return bring(content, organisation=organisation, source=FrameworkSource.OWN)


def test_an_own_framework_takes_no_address_that_another_keeps(college):
    bring()
    norths = FrameworkContent(
        framework=Framework("Kitchen"), competencies=(FRY, Competency(BASE + "n/1", "taste"))
    )

    counts, errors = own(norths, college)

    assert counts == (1, 0, 0, 0)
    assert [(one["where"], one["code"]) for one in errors] == [("fry", "address_taken")]
    assert "Kitchen" in errors[0]["detail"]
    assert models.Competency.objects.get(url=FRY.uri).framework.organisation is None


def test_the_name_of_a_strangers_framework_is_not_told(college, zoe):
    souths = zoe.memberships.get().organisation
    own(replace(CONTENT, framework=Framework("Secret plans")), souths)

    _, errors = own(replace(CONTENT, framework=Framework("Norths")), college)

    taken = [one for one in errors if one["code"] == "address_taken"]
    assert len(taken) == 4
    assert not any("Secret" in one["detail"] for one in taken)


def test_a_publishers_data_takes_back_addresses_that_an_organisation_wrote_down(college):
    own(replace(CONTENT, framework=Framework("Copied")), college)
    fry = models.Competency.objects.get(url=FRY.uri)

    bring()

    fry.refresh_from_db()
    assert fry.framework.organisation is None


def test_the_name_of_a_publishers_framework_is_not_for_others(db):
    bring()

    with pytest.raises(FrameworkTaken, match="Kitchen"):
        bring(source=FrameworkSource.OWN)


def test_what_is_longer_than_any_page_shows_is_named(db):
    long = Competency(BASE + "long", "x" * 301)

    counts, errors = bring(replace(CONTENT, competencies=(*CONTENT.competencies, long)))

    assert counts == (6, 0, 0, 0)
    assert errors[-1]["code"] == "too_long"
