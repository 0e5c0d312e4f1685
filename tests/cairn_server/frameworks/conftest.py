"""A small framework, as an import leaves it."""

from __future__ import annotations

import pytest

from cairn.frameworks.words import name_key, search_text
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
    OccupationCompetency,
)

BASE = "https://skills.example/"


def make_competency(framework: CompetencyFramework, name: str, *others: str, **more: object):
    return Competency.objects.create(
        framework=framework,
        url=BASE + name_key(name).replace(" ", "-"),
        name=name,
        alternative_names=list(others),
        name_key=name_key(name),
        search_text=search_text([name, *others]),
        **more,
    )


def make_occupation(framework: CompetencyFramework, name: str, *others: str) -> Occupation:
    return Occupation.objects.create(
        framework=framework,
        url=f"{BASE}work/{name_key(name).replace(' ', '-')}",
        name=name,
        alternative_names=list(others),
        name_key=name_key(name),
        search_text=search_text([name, *others]),
    )


def need(occupation: Occupation, competency: Competency, **more: object) -> None:
    values = {"is_essential": True, **more}
    OccupationCompetency.objects.create(occupation=occupation, competency=competency, **values)


@pytest.fixture
def shared(db: None) -> CompetencyFramework:
    return CompetencyFramework.objects.create(
        name="Skills of All", source=FrameworkSource.ESCO, attribution="By all.", licence="Free"
    )


@pytest.fixture
def norths(college) -> CompetencyFramework:
    """A framework of the college's own."""
    return CompetencyFramework.objects.create(
        name="North skills", source=FrameworkSource.OWN, organisation=college
    )
