"""A framework as it is stored, in the model of the library."""

from cairn.frameworks.model import Competency, CompetencyKind, Occupation, Relation
from cairn_server.frameworks.stored_content import stored_content
from tests.cairn_server.frameworks.conftest import make_competency, make_occupation, need
from tests.moments import MONDAY


def test_what_is_current_is_returned_and_nothing_of_other_frameworks(
    shared, norths, django_assert_num_queries
):
    maths = make_competency(shared, "maths", "numbers", kind="knowledge", half_life_years=2.5)
    make_competency(shared, "send telegrams", retired_at=MONDAY)
    make_competency(norths, "teach")
    need(make_occupation(shared, "tutor"), maths, is_essential=False, importance=2.0)

    with django_assert_num_queries(3):
        content = stored_content(shared)

    assert content.competencies == (
        Competency(
            uri="https://skills.example/maths",
            name="maths",
            kind=CompetencyKind.KNOWLEDGE,
            alternative_names=("numbers",),
            half_life_years=2.5,
        ),
    )
    assert content.occupations == (Occupation("https://skills.example/work/tutor", "tutor"),)
    assert content.relations == (
        Relation("https://skills.example/work/tutor", maths.url, False, importance=2.0),
    )
    assert (content.framework.title, content.framework.attribution) == ("Skills of All", "By all.")
