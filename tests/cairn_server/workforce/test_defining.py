from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from cairn_server.errors import NameTaken
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
    OccupationCompetency,
)
from cairn_server.journal.models import Event
from cairn_server.workforce.defining import (
    add_holders,
    change_role,
    create_role,
    drop_role,
    remove_holders,
    set_holders,
    set_needs,
)
from cairn_server.workforce.models import RoleHolder, RoleNeed, WorkRole
from tests.moments import MONDAY

WHEN = {"actor": None, "at": MONDAY}


def test_a_role_from_an_occupation_begins_with_what_that_needs(college, sql, talk):
    occupation = Occupation.objects.create(
        framework=sql.framework, url="https://jobs.example/1", name="Analyst"
    )
    OccupationCompetency.objects.create(
        occupation=occupation, competency=sql, is_essential=True, importance=5, level=7
    )
    OccupationCompetency.objects.create(occupation=occupation, competency=talk, is_essential=False)

    role = create_role(
        organisation=college, name="Our analyst", description="", occupation=occupation, **WHEN
    )

    # level 7 of 7 is 5 of 5; optional and not rated is 2
    assert dict(role.needs.values_list("competency__name", "level")) == {
        "SQL": 5,
        "Giving talks": 2,
    }


def test_a_name_is_taken_once_in_an_organisation(college, analyst, zoe):
    with pytest.raises(NameTaken, match="Analyst"):
        create_role(organisation=college, name=" Analyst ", description="", occupation=None, **WHEN)
    other = create_role(organisation=college, name="Clerk", description="", occupation=None, **WHEN)
    with pytest.raises(NameTaken):
        change_role(role=other, name="Analyst", description="", **WHEN)

    assert set(WorkRole.objects.values_list("name", flat=True)) == {"Analyst", "Clerk"}


def test_levels_are_set_changed_and_taken_away_and_others_stay(analyst, sql, talk):
    set_needs(role=analyst, levels={sql.pk: 5}, **WHEN)
    assert dict(analyst.needs.values_list("competency", "level")) == {sql.pk: 5, talk.pk: 3}

    set_needs(role=analyst, levels={sql.pk: 0}, **WHEN)
    assert list(RoleNeed.objects.values_list("competency", flat=True)) == [talk.pk]


def test_holders_are_exactly_those_named(analyst, ada, bea):
    for people in ([ada, bea], [bea], [bea]):
        set_holders(role=analyst, memberships=[one.memberships.get() for one in people], **WHEN)

    assert RoleHolder.objects.get().membership.person == bea
    kinds = list(Event.objects.values_list("kind", flat=True))
    assert kinds.count("work_role.changed") == 4  # defined, its needs, two changes of holders


def test_dropping_a_role_leaves_the_people(analyst, ada):
    set_holders(role=analyst, memberships=[ada.memberships.get()], **WHEN)

    drop_role(role=analyst, **WHEN)

    assert not WorkRole.objects.exists()
    assert ada.memberships.filter(until=None).exists()


def test_holders_come_and_go_beside_the_others(analyst, ada, bea):
    both = [one.memberships.get() for one in (ada, bea)]
    set_holders(role=analyst, memberships=both[:1], **WHEN)

    assert add_holders(role=analyst, memberships=both, **WHEN) == 1
    assert remove_holders(role=analyst, memberships=both[:1], **WHEN) == 1
    assert remove_holders(role=analyst, memberships=both[:1], **WHEN) == 0

    assert analyst.holders.get().membership == both[1]


def test_a_published_skill_that_was_named_by_another_scheme_becomes_one_row(analyst, sql):
    esco = "data.europa.eu/esco/skill/"
    Competency.objects.filter(pk=sql.pk).update(url=f"http://{esco}1")
    named = CompetencyFramework.objects.create(name="data.europa.eu", source=FrameworkSource.NAMED)
    rows = [
        Competency.objects.create(framework=named, url=f"https://{esco}{n}", name=f"skill {n}")
        for n in (1, 2)
    ]
    other = WorkRole.objects.create(
        organisation=analyst.organisation, name="Clerk", created_at=MONDAY
    )
    RoleNeed.objects.create(work_role=analyst, competency=rows[0], level=1)
    RoleNeed.objects.create(work_role=other, competency=rows[0], level=2)
    before = analyst.needs.get(competency=sql).level

    joining = import_module("cairn_server.workforce.migrations.0003_one_row_of_a_published_skill")
    joining.join_rows(apps, None)

    assert analyst.needs.get(competency=sql).level == before
    assert other.needs.get().competency == sql
    kept = Competency.objects.filter(url__contains=esco).values_list("url", flat=True)
    assert set(kept) == {f"http://{esco}1", f"http://{esco}2"}
