from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from cairn_server.accounts.erasing import erase_person
from cairn_server.accounts.joining import change_roles
from cairn_server.accounts.models import Grant, KeptAnswer, Membership, Person
from cairn_server.errors import LastOwner
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY


def test_nothing_personal_is_left_in_the_tables_of_accounts(ada, college):
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "s"})
    KeptAnswer.objects.create(person=ada, key="k", request_digest="d", answer={"name": "Ada"})
    Grant.objects.create(
        person=ada,
        organisation=college,
        subject_type="x",
        subject_id=college.pk,
        purpose="p",
        since=MONDAY,
        until=MONDAY + DAY,
    )
    Membership.objects.filter(person=ada).update(external_id="4711")

    erase_person(person=ada, at=MONDAY)

    kept = Person.objects.get(pk=ada.pk)
    assert (kept.kind, kept.name, kept.email, kept.is_active) == ("erased", "", None, False)
    assert not kept.has_usable_password()
    membership = Membership.objects.get(person=ada)
    assert (membership.until, membership.external_id) == (MONDAY, "")
    for table in (EmailAddress, Authenticator):
        assert not table.objects.filter(user=ada).exists()
    for table in (KeptAnswer, Grant):
        assert not table.objects.filter(person=ada).exists()


def test_the_journal_says_that_it_happened_without_a_name(ada):
    erase_person(person=ada, at=MONDAY)
    erase_person(person=ada, at=MONDAY)

    event = Event.objects.get(kind="person.erased")
    assert "Ada" not in json.dumps(event.data)


def test_sessions_end(client, ada):
    client.force_login(ada)
    erase_person(person=ada, at=MONDAY)

    assert client.get("/settings/").status_code == 302


def test_the_only_owner_must_hand_over_first(olga, bea, membership_of):
    with pytest.raises(LastOwner):
        erase_person(person=olga, at=MONDAY)
    assert Person.objects.get(pk=olga.pk).name == "Olga"

    change_roles(membership=membership_of(bea), roles=["owner"], actor=olga, at=MONDAY)
    erase_person(person=olga, at=MONDAY)
    assert Person.objects.get(pk=olga.pk).name == ""
