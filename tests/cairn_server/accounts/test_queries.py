from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from cairn_server.accounts import queries
from cairn_server.accounts.models import Membership, Organisation, Person, RoleName
from cairn_server.accounts.queries import MemberFilter
from tests.making import join
from tests.moments import MONDAY


@pytest.fixture
def crowd(college):
    return [join(f"Member{number}", college, "author") for number in range(30)]


def names(page):
    return [row.name for row in page.items]


def test_roles_of_an_ended_membership_do_not_count(olga):
    assert queries.role_names(olga) == {"owner"}
    Membership.objects.filter(person=olga).update(until=MONDAY)

    assert queries.role_names(olga) == frozenset()
    assert queries.my_organisations(olga) == []


def test_my_organisations_with_what_i_may_do(college, ida, django_assert_num_queries):
    for number in range(5):
        other = Organisation.objects.create(name=f"Z{number}", slug=f"z{number}", kind="employer")
        Membership.objects.create(person=ida, organisation=other, since=MONDAY)

    with django_assert_num_queries(2):
        mine = queries.my_organisations(ida)

    assert [one.name for one in mine] == ["North College", "Z0", "Z1", "Z2", "Z3", "Z4"]
    assert mine[0].roles == ("author", "issuer", "owner")
    assert mine[0].kind == "Institution"


@pytest.mark.parametrize("limit", [1, 31])
def test_members_cost_two_queries_however_many(college, crowd, limit, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = queries.members(college, MemberFilter(), limit=limit)

    assert len(page.items) == min(limit, 30)


def test_a_page_goes_on_where_the_last_one_ended(college, crowd):
    first = queries.members(college, MemberFilter(), limit=20)
    second = queries.members(college, MemberFilter(), after=first.next_cursor, limit=20)

    assert {*names(first), *names(second)} == {one.name for one in crowd}
    assert second.next_cursor is None


def test_members_are_found_by_name_address_number_and_role(college, ada, bea, eve, zoe):
    Membership.objects.filter(person=bea).update(external_id="4711")

    def found(**wanted):
        return names(queries.members(college, MemberFilter(**wanted)))

    assert found(text="ad") == ["Ada"]
    assert found(text="EVE@") == ["Eve"]
    assert found(text="4711") == ["Bea"]
    assert found(role=RoleName.EVALUATOR) == ["Eve"]
    assert found(text="zoe") == []
    assert queries.member_count(college) == 3


def test_how_one_can_sign_in(ada):
    Authenticator.objects.create(user=ada, type="webauthn", data={})

    facts = queries.sign_in_facts(ada)

    assert (facts.addresses, facts.passkeys, facts.has_app) == (1, 1, False)
    assert not facts.has_password


def test_the_people_of_the_demo_by_organisation(
    college, ada, eve, ida, zoe, django_assert_num_queries
):
    Person.objects.create(kind="guest")
    with django_assert_num_queries(2):
        groups = queries.demo_people()

    assert [group.name for group in groups] == ["North College", "South Works"]
    assert [person.name for person in groups[0].people] == ["Ida", "Eve", "Ada"]
    assert groups[0].people[1].roles == ("Evaluator",)


def test_only_a_listed_person_can_be_been(ada, zoe):
    guest = Person.objects.create(kind="guest")
    Membership.objects.filter(person=zoe).update(until=MONDAY)

    assert queries.demo_person(ada.pk) == ada
    assert queries.demo_person(guest.pk) is None
    assert queries.demo_person(zoe.pk) is None


def test_an_address_belongs_to_whoever_verified_it(ada, zoe):
    EmailAddress.objects.create(user=zoe, email="two@home.example", verified=True)
    EmailAddress.objects.create(user=zoe, email="claimed@home.example", verified=False)

    known = queries.people_by_address(
        ["ada@north.example", "zoe@south.example", "two@home.example", "claimed@home.example"]
    )

    assert known == {"ada@north.example": ada, "zoe@south.example": zoe, "two@home.example": zoe}


def test_who_belongs_elsewhere(college, ada, zoe, membership_of, roles_of):
    assert queries.members_elsewhere([ada.pk, zoe.pk], college) == {zoe.pk}
    assert set(queries.memberships_by_person(college)) == {ada.pk}
    assert queries.roles_by_membership(college) == {}
