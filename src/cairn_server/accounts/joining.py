"""Belonging to an organisation: joining it, what one may do there, leaving it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from cairn_server.accounts import queries
from cairn_server.accounts.models import (
    FormerRole,
    Membership,
    Organisation,
    Person,
    Role,
    RoleName,
)
from cairn_server.errors import AlreadyMember, LastOwner
from cairn_server.journal.recording import record


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    roles: Iterable[str],
    actor: Person,
    at: datetime,
) -> Membership:
    """
    Let whoever has the address `email` belong to `organisation`; return the membership.

    Somebody new gets no password: they choose one by "forgotten password". The name of
    somebody who is known already stays as it is.

    Raises:
        AlreadyMember: if they belong to it today.
    """
    email = email.lower()
    person = _known_or_new(email, name)
    membership, is_new = Membership.objects.get_or_create(
        person=person, organisation=organisation, until=None, defaults={"since": at}
    )
    if not is_new:
        raise AlreadyMember(f"{email} is a member of {organisation} already")
    Role.objects.bulk_create(Role(membership=membership, name=role) for role in sorted(set(roles)))
    record("membership.started", owner=organisation, actor=actor, about=membership, at=at)
    return membership


def _known_or_new(email: str, name: str) -> Person:
    """Return whoever has the address, made if nobody has; at once with another it is one."""
    known = queries.people_by_address([email]).get(email)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return make_person(email=email, name=name)
    except IntegrityError:  # a second click, say: the first has made them
        made = queries.people_by_address([email]).get(email)
        if made is None:
            raise
        return made


def make_person(*, email: str, name: str) -> Person:
    """Make somebody who has not been here yet: an unverified address, no password."""
    person = Person.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    return person


@transaction.atomic
def change_roles(
    *, membership: Membership, roles: Iterable[str], actor: Person, at: datetime
) -> None:
    """
    Let a member hold exactly `roles`.

    Raises:
        LastOwner: if the organisation would be left without an owner.
    """
    _lock(membership.organisation)
    wanted = set(roles)
    held = set(membership.roles.values_list("name", flat=True))
    if wanted == held:
        return
    if RoleName.OWNER not in wanted:
        _refuse_last_owner(membership)
    membership.roles.exclude(name__in=wanted).delete()
    FormerRole.objects.bulk_create(
        FormerRole(membership=membership, name=one, until=at) for one in sorted(held - wanted)
    )
    Role.objects.bulk_create(Role(membership=membership, name=one) for one in wanted - held)
    record(
        "membership.changed",
        owner=membership.organisation,
        actor=actor,
        about=membership,
        at=at,
        roles=sorted(wanted),
    )


@transaction.atomic
def end_membership(*, membership: Membership, actor: Person, at: datetime) -> None:
    """
    End a membership: what the member owns stays theirs, the organisation sees it no longer.

    Ended already: nothing happens.

    Raises:
        LastOwner: if the organisation would be left without an owner.
    """
    _lock(membership.organisation)
    current = Membership.objects.filter(pk=membership.pk, until=None)
    if not current.exists():
        return
    _refuse_last_owner(membership)
    current.update(until=at)
    record("membership.ended", owner=membership.organisation, actor=actor, about=membership, at=at)


def _lock(organisation: Organisation) -> None:
    """Let changes of roles in one organisation happen one after the other."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _refuse_last_owner(membership: Membership) -> None:
    owners = Role.objects.filter(
        name=RoleName.OWNER,
        membership__organisation=membership.organisation_id,
        membership__until=None,
    ).values_list("membership_id", flat=True)
    if list(owners) == [membership.pk]:
        raise LastOwner("An organisation needs an owner: make somebody else an owner first")
