from django.contrib.auth.hashers import is_password_usable

from cairn_server.accounts.models import RoleName
from cairn_server.accounts.queries import role_names
from cairn_server.credentials.models import IssuerKey
from cairn_server.site.demo_world.cast import HOUSES, MEMBERS, employ, join, settle, staff
from tests.moments import MONDAY


def test_everybody_has_an_address_of_their_own_and_a_home():
    assert len({member.email for member in MEMBERS}) == len(MEMBERS)
    assert {member.slug for member in MEMBERS} <= {house.slug for house in HOUSES}


def test_every_role_of_the_roles_shown_is_played():
    played = {role for member in MEMBERS for role in member.roles}

    assert played >= {RoleName.EVALUATOR, RoleName.AUTHOR, RoleName.OWNER, RoleName.ISSUER}
    assert any(not member.roles for member in MEMBERS)


def test_a_house_can_issue_from_its_first_day(db):
    organisation = settle(HOUSES[0], at=MONDAY)

    key = IssuerKey.objects.get(issuer__organisation=organisation)
    assert key.issuer.did.startswith("did:key:")
    assert (key.state, key.created_at) == ("active", MONDAY)


def test_who_joins_has_their_roles_and_no_password(db, college):
    evaluator = next(member for member in MEMBERS if RoleName.EVALUATOR in member.roles)

    person = join(evaluator, college, at=MONDAY)

    assert role_names(person) >= {RoleName.EVALUATOR}
    assert not is_password_usable(person.password)
    assert person.emailaddress_set.get().verified


def test_the_people_of_the_employer_have_teams_and_managers_and_keep_what_they_had(db, college):
    known = {
        member.name: join(member, college, at=MONDAY)
        for member in MEMBERS
        if member.slug == "harbour"
    }
    for person in known.values():  # their addresses are those of the employer
        person.refresh_from_db()
    college.slug = "harbour"
    college.save()

    people = employ(college, actor=known["Mira Novak"], at=MONDAY)

    assert people["Luca Ferri"] == known["Luca Ferri"]
    assert {one.name for one in staff()} <= set(people)
    assert len({person.email for person in people.values()}) == len(people)
