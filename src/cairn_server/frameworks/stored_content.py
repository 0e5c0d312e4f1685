"""A framework as it is stored, in the model of the library, so that the two can be compared."""

from __future__ import annotations

from cairn.frameworks.model import (
    Competency,
    CompetencyKind,
    Framework,
    FrameworkContent,
    Occupation,
    Relation,
)
from cairn_server.frameworks import models

CHUNK = 2_000


def stored_content(framework: models.CompetencyFramework) -> FrameworkContent:
    """Return what is current in `framework`; what was retired is left out. Three queries."""
    of_it = {"framework": framework, "retired_at": None}
    needs = models.OccupationCompetency.objects.filter(occupation__framework=framework)
    relations = needs.values_list(
        "occupation__url", "competency__url", "is_essential", "importance", "level"
    )
    return FrameworkContent(
        framework=Framework(
            framework.name, framework.version, framework.attribution, framework.licence
        ),
        competencies=tuple(
            _competency(one)
            for one in models.Competency.objects.filter(**of_it)
            .defer("search_text")
            .iterator(CHUNK)
        ),
        occupations=tuple(
            _occupation(one)
            for one in models.Occupation.objects.filter(**of_it)
            .defer("search_text")
            .iterator(CHUNK)
        ),
        relations=tuple(Relation(*one) for one in relations.iterator(CHUNK)),
    )


def _competency(one: models.Competency) -> Competency:
    return Competency(
        uri=one.url,
        name=one.name,
        kind=CompetencyKind(one.kind),
        code=one.code,
        alternative_names=tuple(one.alternative_names),
        description=one.description,
        broader=tuple(one.broader),
        half_life_years=one.half_life_years,
    )


def _occupation(one: models.Occupation) -> Occupation:
    return Occupation(
        uri=one.url,
        name=one.name,
        code=one.code,
        alternative_names=tuple(one.alternative_names),
        description=one.description,
    )
