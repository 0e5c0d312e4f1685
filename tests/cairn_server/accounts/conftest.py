from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache

from cairn_server.accounts.models import Membership, Organisation, Person, Role
from tests.making import join

PASSWORD = "small stones mark a path"


@pytest.fixture(autouse=True)
def no_attempts_before() -> None:
    """Let no test use up the attempts of the next one."""
    cache.clear()


@pytest.fixture
def olga(college: Organisation) -> Person:
    """An owner of the college, with a password."""
    person = join("Olga", college, "owner")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def membership_of() -> Callable[[Person], Membership]:
    return lambda person: Membership.objects.get(person=person, until=None)


@pytest.fixture
def roles_of() -> Callable[[Person], set[str]]:
    return lambda person: set(
        Role.objects.filter(membership__person=person, membership__until=None).values_list(
            "name", flat=True
        )
    )


@pytest.fixture
def mailed() -> Callable[[str], str]:
    """Find what a pattern catches in the last mail."""

    def find(pattern: str) -> str:
        found = re.search(pattern, str(mail.outbox[-1].body))
        assert found, mail.outbox[-1].body
        return found[1] if found.groups() else found[0]

    return find
