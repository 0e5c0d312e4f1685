from __future__ import annotations

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from cairn_server.accounts import queries
from cairn_server.accounts.joining import add_member, change_roles, end_membership
from cairn_server.accounts.models import FormerRole, Membership, Person
from cairn_server.errors import AlreadyMember, LastOwner
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY


@pytest.fixture
def add(college, olga):
    def act(email, *roles, name="Somebody"):
        return add_member(
            organisation=college, email=email, name=name, roles=roles, actor=olga, at=MONDAY
        )

    return act


def test_somebody_new_has_an_unverified_address_and_no_password(add):
    membership = add("New@Example.org", "author", name="New")

    person = membership.person
    assert (person.name, person.email) == ("New", "new@example.org")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified is False
    assert [role.name for role in membership.roles.all()] == ["author"]
    assert Event.objects.get(kind="membership.started").about_id == membership.pk


def test_whoever_is_made_by_another_click_at_the_same_moment_is_made_once(add, zoe, monkeypatch):
    known = queries.people_by_address
    answers = iter([dict[str, Person]()])  # what is read before the other click has committed
    monkeypatch.setattr(queries, "people_by_address", lambda emails: next(answers, known(emails)))

    assert add(zoe.email).person == zoe


def test_somebody_known_elsewhere_is_linked_and_keeps_their_name(add, zoe):
    membership = add("zoe@south.example", name="Somebody Else")

    assert membership.person == zoe
    assert Person.objects.get(pk=zoe.pk).name == "Zoe"
    assert Membership.objects.filter(person=zoe, until=None).count() == 2


def test_a_further_verified_address_finds_its_owner_but_a_claimed_one_does_not(add, zoe):
    EmailAddress.objects.create(user=zoe, email="z@home.example", verified=True)
    EmailAddress.objects.create(user=zoe, email="boss@north.example", verified=False)

    assert add("z@home.example").person == zoe
    assert add("boss@north.example").person != zoe


def test_nobody_is_a_member_twice_but_may_come_back(add, ada, olga, membership_of):
    with pytest.raises(AlreadyMember):
        add("ada@north.example")
    end_membership(membership=membership_of(ada), actor=olga, at=MONDAY + DAY)

    assert add("ada@north.example").person == ada


def test_what_somebody_could_do_before_is_read_once_from_the_journal(ada, olga, membership_of):
    mine = membership_of(ada)
    change_roles(membership=mine, roles=["author", "issuer"], actor=olga, at=MONDAY)
    change_roles(membership=mine, roles=["issuer"], actor=olga, at=MONDAY + DAY)
    noted = list(FormerRole.objects.values_list("membership", "name", "until"))
    FormerRole.objects.all().delete()

    import_module("cairn_server.accounts.migrations.0005_former_roles").read_journal(apps, None)

    assert noted == [(mine.pk, "author", MONDAY + DAY)]
    assert list(FormerRole.objects.values_list("membership", "name", "until")) == noted


def test_roles_become_exactly_those_that_were_chosen(ada, olga, membership_of, roles_of):
    change_roles(membership=membership_of(ada), roles=["author", "issuer"], actor=olga, at=MONDAY)
    change_roles(membership=membership_of(ada), roles=["issuer", "owner"], actor=olga, at=MONDAY)
    assert roles_of(ada) == {"issuer", "owner"}

    change_roles(membership=membership_of(ada), roles=["owner", "issuer"], actor=olga, at=MONDAY)
    assert Event.objects.filter(kind="membership.changed").count() == 2


def test_the_last_owner_can_neither_step_down_nor_leave(ada, olga, membership_of, roles_of):
    with pytest.raises(LastOwner):
        change_roles(membership=membership_of(olga), roles=[], actor=olga, at=MONDAY)
    with pytest.raises(LastOwner):
        end_membership(membership=membership_of(olga), actor=olga, at=MONDAY)
    assert roles_of(olga) == {"owner"}

    change_roles(membership=membership_of(ada), roles=["owner"], actor=olga, at=MONDAY)
    end_membership(membership=membership_of(olga), actor=olga, at=MONDAY)
    assert roles_of(olga) == set()


def test_an_owner_whose_membership_ended_does_not_count(ada, olga, membership_of):
    change_roles(membership=membership_of(ada), roles=["owner"], actor=olga, at=MONDAY)
    end_membership(membership=membership_of(ada), actor=olga, at=MONDAY)

    with pytest.raises(LastOwner):
        end_membership(membership=membership_of(olga), actor=olga, at=MONDAY)


def test_ending_twice_ends_once(ada, olga, membership_of):
    membership = membership_of(ada)
    end_membership(membership=membership, actor=olga, at=MONDAY)
    end_membership(membership=membership, actor=olga, at=MONDAY + DAY)

    assert Membership.objects.get(pk=membership.pk).until == MONDAY
    assert Event.objects.filter(kind="membership.ended").count() == 1
