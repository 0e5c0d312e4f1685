"""Writing a comparison into the tables."""

from cairn.frameworks.comparison import compare
from cairn.frameworks.model import Competency, Framework, FrameworkContent, Occupation, Relation
from cairn_server.frameworks import models
from cairn_server.frameworks.placing import place
from cairn_server.frameworks.stored_content import stored_content
from tests.moments import MONDAY

BASE = "https://skills.example/many/"


def test_many_rows_are_written_in_few_queries(shared, django_assert_max_num_queries):
    many = FrameworkContent(
        framework=Framework("Many"),
        competencies=tuple(Competency(f"{BASE}{n}", f"skill {n}") for n in range(300)),
        occupations=(Occupation(BASE + "work", "work"),),
        relations=tuple(
            Relation(BASE + "work", f"{BASE}{n}", is_essential=n % 2 == 0) for n in range(300)
        ),
    )
    comparison = compare(stored_content(shared), many)

    with django_assert_max_num_queries(20):
        place(shared, comparison, at=MONDAY)

    assert models.Competency.objects.count() == 300
    assert models.OccupationCompetency.objects.filter(is_essential=True).count() == 150
