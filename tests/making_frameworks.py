"""Frameworks of an organisation's own, for tests."""

from __future__ import annotations

from cairn_server.accounts.models import Organisation
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
)
from tests.moments import MONDAY


def make_own_skill(organisation: Organisation) -> tuple[Competency, Occupation]:
    """Return a skill and an occupation of a framework that is for members alone."""
    framework = CompetencyFramework.objects.create(
        name="Skills of our own",
        organisation=organisation,
        source=FrameworkSource.OWN,
        imported_at=MONDAY,
    )
    base = f"https://own.example/{framework.pk}/"
    skill = Competency.objects.create(
        framework=framework,
        url=base + "A",
        code="A",
        name="ask",
        name_key="ask",
        search_text=" ask",
    )
    work = Occupation.objects.create(
        framework=framework, url=base + "work", name="tutor", name_key="tutor", search_text=" tutor"
    )
    return skill, work
