"""Competencies that alignments point to."""

from __future__ import annotations

from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.models import Competency, CompetencyFramework

URL = "http://data.europa.eu/esco/skill/6fe019dd"


def test_a_competency_is_made_once(db):
    first = keep_competency(url=URL, name="assess students", framework="ESCO", code="6fe019dd")
    again = keep_competency(url=URL, name="assess students", framework="ESCO", code="6fe019dd")

    assert first == again
    assert CompetencyFramework.objects.get().name == "ESCO"


def test_what_is_known_is_not_reworded_by_whoever_points_there(db):
    keep_competency(url=URL, name="assess students", framework="ESCO")

    keep_competency(url=URL, name="grade people", framework="ESCO")

    assert Competency.objects.get().name == "assess students"


def test_without_a_framework_the_host_names_it(db):
    competency = keep_competency(url=URL, name="assess students")

    assert competency.framework.name == "data.europa.eu"
    assert competency.target_type == "ceasn:Competency"
