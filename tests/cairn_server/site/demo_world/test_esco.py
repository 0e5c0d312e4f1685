import pytest

from cairn.frameworks.esco import read_esco
from cairn_server.frameworks.models import (
    Competency,
    CompetencyFramework,
    FrameworkSource,
    Occupation,
)
from cairn_server.frameworks.queries import occupation_needs
from cairn_server.site.demo_world.esco import bring_in, excerpt
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data


def test_the_excerpt_is_small_whole_in_itself_and_attributed():
    content = excerpt()

    assert len(content.occupations) == 8
    assert content.problems == ()
    assert {one.competency for one in content.relations} == {
        one.uri for one in content.competencies
    }
    sentence = "This service uses the ESCO classification of the European Commission."
    assert content.framework.attribution == sentence
    assert "2011/833/EU" in content.framework.licence


@pytest.mark.thorough
def test_the_excerpt_says_what_esco_says():
    whole = read_esco(shared_data("esco-1.1.1"))
    named = {one.uri: (one.name, one.kind, one.description) for one in whole.competencies}
    relations = {(one.occupation, one.competency, one.is_essential) for one in whole.relations}

    for one in excerpt().competencies:
        assert named[one.uri] == (one.name, one.kind, one.description)
    for relation in excerpt().relations:
        found = (relation.occupation, relation.competency, relation.is_essential)
        assert found in relations


@pytest.mark.django_db
def test_an_occupation_comes_with_its_skills_and_nothing_else_is_retired():
    home = CompetencyFramework.objects.create(name="ESCO", source=FrameworkSource.ESCO)
    other = Competency.objects.create(framework=home, url="https://esco.example/1", name="Quack")

    bring_in(at=MONDAY)
    bring_in(at=MONDAY + DAY)

    analyst = Occupation.objects.get(name="data analyst")
    assert "perform data cleansing" in {one.competency.name for one in occupation_needs(analyst.pk)}
    other.refresh_from_db()
    assert other.retired_at is None
    assert CompetencyFramework.objects.get().version == "1.1.1, excerpt"
