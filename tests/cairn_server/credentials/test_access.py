import pytest
from django.http import Http404

from cairn_server.accounts.models import Membership, Role
from cairn_server.credentials.access import credential_for, issued_credential, own_credential
from cairn_server.credentials.holding import erase, switch_page
from tests.making import join
from tests.moments import MONDAY


def test_each_reader_is_told_what_they_are(credential, ada, bea, ida, zoe):
    seen = {
        name: credential_for(reader, credential.pk)
        for name, reader in {"ada": ada, "bea": bea, "ida": ida, "zoe": zoe, "all": None}.items()
    }

    assert [name for name, one in seen.items() if one.is_holder] == ["ada"]
    assert [name for name, one in seen.items() if one.is_issuer] == ["ida"]
    assert all(one.is_open for one in seen.values())


def test_a_page_that_is_off_is_open_to_holder_and_issuer(credential, ada, bea, ida):
    switch_page(person=ada, credential=credential, on=False, at=MONDAY)

    assert [credential_for(one, credential.pk).is_open for one in (ada, ida, bea, None)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_role_elsewhere_or_of_another_member_does_not_count(credential, ada, zoe, college):
    Membership.objects.create(person=zoe, organisation=college, since=MONDAY)
    join("Ivo", college, "issuer")

    for person in (ada, zoe):
        with pytest.raises(Http404):
            issued_credential(person, credential.pk)


def test_a_role_ends_with_the_membership(credential, ida):
    assert issued_credential(ida, credential.pk) == credential
    Membership.objects.filter(person=ida).update(until=MONDAY)

    assert Role.objects.filter(membership__person=ida, name="issuer").exists()
    with pytest.raises(Http404):
        issued_credential(ida, credential.pk)


def test_what_was_erased_is_nobodys_to_decide_on(credential, ada, ida):
    erase(credential=credential, actor=ada, at=MONDAY)

    for find, person in ((own_credential, ada), (issued_credential, ida)):
        with pytest.raises(Http404):
            find(person, credential.pk)
