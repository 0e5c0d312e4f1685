from __future__ import annotations

from cairn.capability.gap import ability_on
from cairn_server.accounts.models import Membership
from cairn_server.workforce.awarded import holders, text_of
from cairn_server.workforce.evidence import aligned_with, covered, shown_by, strengths
from tests.making_skills import crowd, give, make_achievement
from tests.moments import DAY, MONDAY

YEAR = 365.2425 * DAY


def levels(college, person, at=MONDAY):
    """What the college sees of somebody: name of the skill -> levels."""
    me = text_of(person.pk)
    awarded = holders(college, at)
    aligned = aligned_with(awarded)
    names = {one.competency_id: one.name for one in aligned}
    found = shown_by([me], awarded, aligned)[me]
    return {names[key]: [one.level for one in shown] for key, shown in found.items()}


def test_an_award_shows_what_its_version_is_aligned_to(college, ada, bea, data):
    give(data, ada)

    assert levels(college, ada) == {"SQL": [3], "Giving talks": [2]}
    assert levels(college, bea) == {}


def test_the_shorter_half_life_counts(college, ada, sql):
    lasting = make_achievement(college, "Lasting", (sql, 3), half_life_years=None)
    quick = make_achievement(college, "Quick", (sql, 3), half_life_years=1)
    give(lasting, ada)
    give(quick, ada)

    aligned = aligned_with(holders(college, MONDAY))

    assert sorted(one.half_life_years for one in aligned) == [1, 2.5]


def test_people_are_counted_once_however_often_they_showed_it(college, ada, bea, sql):
    one = make_achievement(college, "One", (sql, 2))
    two = make_achievement(college, "Two", (sql, 4))
    give(one, ada)
    give(two, ada)
    give(one, bea, MONDAY - 3 * YEAR)  # faded after two and a half
    awarded, day = holders(college, MONDAY), MONDAY.date()
    people = [text_of(ada.pk), text_of(bea.pk)]
    aligned = aligned_with(awarded)

    any_level = covered(people, awarded, aligned, day=day, needed=lambda key: 1)[sql.pk]
    from_three = covered(people, awarded, aligned, day=day, needed=lambda key: 3)[sql.pk]
    of_ada = covered(people[:1], awarded, aligned, day=day, needed=lambda key: 1)[sql.pk]

    assert (any_level.ever, any_level.current) == (2, 1)
    assert (from_three.ever, from_three.current) == (1, 1)
    assert (of_ada.ever, of_ada.current) == (1, 1)


def test_the_strength_of_a_cell_is_that_of_the_ability_that_its_evidence_gives(college):
    crowd(college, people=6, competencies=4, awards_each=4)
    people = [text_of(key) for key in Membership.objects.values_list("person_id", flat=True)]
    awarded = holders(college, MONDAY)
    aligned = aligned_with(awarded)
    skills = list(dict.fromkeys(one.competency_id for one in aligned))
    day = MONDAY.date()

    found = strengths(people, awarded, aligned, skills, day=day)

    shown = shown_by(people, awarded, aligned)
    for person in people:
        abilities = [ability_on(day, shown[person].get(key, ())) for key in skills]
        assert found[person] == [
            one and (one.is_current, one.level, one.weight, one.on) for one in abilities
        ]
    assert sum(cell is not None for cells in found.values() for cell in cells) == 24
