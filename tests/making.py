"""Making people and content for tests, in one line each."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from cairn_server.accounts.models import Membership, Organisation, Person, Role
from tests.moments import MONDAY


def join(name: str, organisation: Organisation, *roles: str) -> Person:
    """Return a new person with a verified address, a member of `organisation` with `roles`."""
    email = f"{name.lower()}@{organisation.slug}.example"
    person = Person.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    membership = Membership.objects.create(person=person, organisation=organisation, since=MONDAY)
    for role in roles:
        Role.objects.create(membership=membership, name=role)
    return person
