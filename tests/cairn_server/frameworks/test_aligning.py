"""Competencies that alignments point to."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from cairn_server.errors import AlignmentRefused
from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource

URL = "http://data.europa.eu/esco/skill/6fe019dd"


@pytest.fixture
def esco(db):
    framework = CompetencyFramework.objects.create(name="ESCO", source=FrameworkSource.ESCO)
    Competency.objects.create(framework=framework, url=URL, name="assess students")
    return framework


@pytest.fixture
def ask(college, settings):
    """A competency of the college's own framework, at an address of this site."""
    framework = CompetencyFramework.objects.create(
        name="North skills", source=FrameworkSource.OWN, organisation=college
    )
    url = f"{settings.CAIRN_BASE_URL}/frameworks/{framework.pk}/skills/A"
    return Competency.objects.create(framework=framework, url=url, name="Ask", code="A")


def test_a_competency_is_made_once(db):
    first = keep_competency(url=URL, name="assess students", code="6fe019dd")
    again = keep_competency(url=URL, name="assess students", code="6fe019dd")

    assert first == again
    assert CompetencyFramework.objects.get().source == FrameworkSource.NAMED


def test_what_is_known_is_not_reworded_by_whoever_points_there(esco, college):
    found = keep_competency(url=URL, name="grade people", organisation=college)

    assert (found.name, found.framework) == ("assess students", esco)
    assert Competency.objects.get().name == "assess students"


def test_the_host_names_the_framework_of_what_nobody_brought_in(db):
    competency = keep_competency(url=URL, name="assess students")

    assert competency.framework.name == "data.europa.eu"
    assert competency.target_type == "ceasn:Competency"


@pytest.mark.parametrize(
    "url",
    [
        URL + "0",
        URL + "/",
        "https://esco.example/skill/1",
    ],
)
def test_nobody_adds_to_a_framework_that_was_brought_in(esco, college, url):
    made = keep_competency(url=url, name="assess students", organisation=college)

    assert made.framework != esco
    assert made.framework.source == FrameworkSource.NAMED
    assert esco.competencies.count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://data.europa.eu/esco/skill/6fe019dd", URL),
        ("http://DATA.europa.eu:80/ESCO/skill/6fe019dd", URL),
        (
            "http://onetonline.org/search/tech/example?e=1#a",
            "https://www.onetonline.org/search/tech/example?e=1#a",
        ),
    ],
)
def test_a_publishers_skill_is_one_however_its_address_is_written(esco, college, given, kept):
    framework = CompetencyFramework.objects.create(name="O*NET", source=FrameworkSource.ONET)
    Competency.objects.create(
        framework=framework, url="https://www.onetonline.org/search/tech/example?e=1#a", name="R"
    )

    assert keep_competency(url=given, name="x", organisation=college).url == kept
    assert Competency.objects.count() == 2


def test_a_framework_that_is_called_as_a_host_is_not_added_to(db):
    brought = CompetencyFramework.objects.create(name="a.example", source=FrameworkSource.OWN)

    made = keep_competency(url="https://a.example/1", name="ask")

    assert made.framework != brought


def test_ones_own_skills_are_named_by_their_addresses(ask, college):
    assert keep_competency(url=ask.url, name="whatever", organisation=college) == ask


@pytest.mark.parametrize("end", ["", "/", "B", "?", "#A", "/../A"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_writes_below_the_addresses_of_this_site(ask, zoe, scheme, end):
    souths = zoe.memberships.get().organisation
    url = f"{scheme}:{ask.url.partition(':')[2]}{end}"

    with pytest.raises(AlignmentRefused, match="no skill of yours"):
        keep_competency(url=url, name="Ask", organisation=souths)
    assert Competency.objects.count() == 1


def test_another_organisations_skill_is_as_closed_as_one_that_is_not_there(ask, zoe):
    souths = zoe.memberships.get().organisation
    told = set()
    for url in (ask.url, ask.url[:-1] + "Z"):
        with pytest.raises(AlignmentRefused) as refused:
            keep_competency(url=url, name="Ask", organisation=souths)
        told.add(str(refused.value).replace(url, ""))
    assert len(told) == 1


def test_an_address_that_another_organisation_wrote_down_stays_its_own(ask, zoe):
    Competency.objects.filter(pk=ask.pk).update(url="https://north.example/A")

    with pytest.raises(AlignmentRefused, match="another organisation"):
        keep_competency(
            url="https://north.example/A",
            name="Ask",
            organisation=zoe.memberships.get().organisation,
        )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "skills/1", "https://a b.example/"])
def test_what_is_no_address_is_refused(db, url):
    with pytest.raises(AlignmentRefused, match="in full"):
        keep_competency(url=url, name="Ask")


def test_what_was_named_earlier_moves_under_its_host(esco):
    named = CompetencyFramework.objects.create(name="DigComp")
    row = Competency.objects.create(framework=named, url="https://d.example/1", name="surf")
    moving = import_module("cairn_server.frameworks.migrations.0006_name_frameworks_by_host")

    moving.name_by_host(apps, None)

    row.refresh_from_db()
    assert row.framework.name == "d.example"
    assert not CompetencyFramework.objects.filter(name="DigComp").exists()
    assert esco.competencies.count() == 1
