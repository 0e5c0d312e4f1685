from __future__ import annotations

from cairn_server.workforce.skill_queries import own_shown, skills_of
from tests.making_skills import give
from tests.moments import MONDAY


def test_a_skill_names_what_it_rests_on(college, ada, max_, data):
    give(data, ada)

    skills = {one.name: one for one in skills_of(ada.memberships.get(), at=MONDAY)}

    assert set(skills) == {"SQL", "Giving talks"}
    [rest] = skills["SQL"].rests_on
    assert (rest.title, rest.issuer, rest.level) == ("Data", "North College", 3)
    assert rest.standing == "self-claimed"
    assert rest.credential_id == str(ada.awards.get().credential.pk)


def test_a_page_that_its_holder_switched_off_is_not_linked(ada, data):
    credential = give(data, ada).credential
    credential.is_public = False
    credential.save()

    [first, *_] = skills_of(ada.memberships.get(), at=MONDAY)

    assert first.rests_on[0].credential_id == ""


def test_what_one_has_shown_is_evidence_by_competency(ada, sql, talk, data):
    given = give(data, ada)

    shown = own_shown(ada, at=MONDAY)

    assert {key: [one.level for one in those] for key, those in shown.items()} == {
        sql.pk: [3],
        talk.pk: [2],
    }
    assert shown[sql.pk][0].source == given
    assert shown[sql.pk][0].half_life_years == 2.5  # the competency's is the shorter
