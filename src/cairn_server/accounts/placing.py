"""Finding the place of each person of a file in an organisation, and what each row writes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from cairn.errors import CairnError, RowRefused
from cairn_server.accounts import queries
from cairn_server.accounts.member_rows import MemberLine, problem
from cairn_server.accounts.models import (
    FormerRole,
    Membership,
    Organisation,
    Person,
    Role,
    RoleName,
    TeamMembership,
)
from cairn_server.errors import LastOwner

T = TypeVar("T")
BATCH = 500
UNUSABLE_BYTES = 20


@dataclass(slots=True)
class Writes:
    """What one row changes: all of it is written, or nothing."""

    new_people: list[Person] = field(default_factory=list)
    new_memberships: list[Membership] = field(default_factory=list)
    changed_people: list[Person] = field(default_factory=list)
    changed_memberships: list[Membership] = field(default_factory=list)
    new_roles: list[Role] = field(default_factory=list)
    dropped: list[tuple[UUID, str]] = field(default_factory=list)
    joins: list[TeamMembership] = field(default_factory=list)
    leaves: list[tuple[UUID, UUID]] = field(default_factory=list)


def write(group: Sequence[Writes], *, at: datetime) -> None:
    """Write what a group of rows changes at `at`, in a few statements; the teams are there."""

    def each(name: str) -> list[Any]:
        return [one for writes in group for one in getattr(writes, name)]

    people = each("new_people")
    Person.objects.bulk_create(people, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, primary=True) for one in people],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(each("new_memberships"), batch_size=BATCH)
    Person.objects.bulk_update(each("changed_people"), ["name"], batch_size=BATCH)
    changed = each("changed_memberships")
    Membership.objects.bulk_update(changed, ["external_id"], batch_size=BATCH)
    for membership_id, role in each("dropped"):
        Role.objects.filter(membership=membership_id, name=role).delete()
    former = [
        FormerRole(membership_id=membership_id, name=role, until=at)
        for membership_id, role in each("dropped")
    ]
    FormerRole.objects.bulk_create(former, batch_size=BATCH)
    Role.objects.bulk_create(each("new_roles"), batch_size=BATCH)
    for membership_id, team_id in each("leaves"):
        TeamMembership.objects.filter(membership=membership_id, team=team_id).delete()
    TeamMembership.objects.bulk_create(each("joins"), batch_size=BATCH)


class Placing:
    """
    What is there of the people in a file, what each row changes about it, and the report.

    Everything is read in a handful of queries at the start, however many rows there are; `writes`
    is what to write, row by row.
    """

    def __init__(self, organisation: Organisation, lines: Sequence[MemberLine], at: datetime):
        self.organisation = organisation
        self.at = at
        self.rows: list[dict[str, str]] = []
        self.errors: list[dict[str, str]] = []
        self.placed: list[tuple[MemberLine, Membership, dict[str, str]]] = []  # with its row
        self._known: dict[str, Person] = {}
        for emails in batches([line.email for line in lines]):
            self._known |= queries.people_by_address(emails)
        self._memberships = queries.memberships_by_person(organisation)
        self._roles = queries.roles_by_membership(organisation)
        self._elsewhere: set[UUID] = set()
        for ids in batches([person.pk for person in self._known.values()]):
            self._elsewhere |= queries.members_elsewhere(ids, organisation)
        self._owner_of_number = {
            one.external_id: one.pk for one in self._memberships.values() if one.external_id
        }
        self._seen: dict[UUID, str] = {}
        self.writes: list[Writes] = []
        self.writes_of: dict[UUID, Writes] = {}  # by membership
        self._writes = Writes()  # of the row at hand

    @property
    def has_changed(self) -> bool:
        return any(row["outcome"] != "unchanged" for row in self.rows)

    def place(self, line: MemberLine) -> None:
        """Decide what `line` changes; note it, or what is wrong with it."""
        self._writes = Writes()
        try:
            outcome, person = self._place(line)
        except CairnError as error:
            self.errors.append(problem(line.where, error.code, str(error)))
            return
        self._seen[person.pk] = line.where
        # of who only joins now no more than the file says: a dry run would tell anybody's name
        name = line.name if outcome == "created" else person.name
        row = {"where": line.where, "email": line.email, "name": name, "outcome": outcome}
        self.rows.append(row)
        membership = self._memberships[person.pk]
        self.placed.append((line, membership, row))
        self.writes.append(self._writes)
        self.writes_of[membership.pk] = self._writes

    def find(self, names: Sequence[str]) -> dict[str, Membership]:
        """Return whose membership each address or external id stands for, known or in the file."""
        found = {line.email: membership for line, membership, _ in self.placed}
        found |= {one.external_id: one for one in self._memberships.values() if one.external_id}
        asked = [name for name in names if "@" in name and name not in found]
        for emails in batches(asked):
            for email, person in queries.people_by_address(emails).items():
                if person.pk in self._memberships:
                    found[email] = self._memberships[person.pk]
        return found

    def _place(self, line: MemberLine) -> tuple[str, Person]:
        person = self._known.get(line.email)
        if person is not None and person.pk in self._seen:
            raise RowRefused(f"{line.email} is the same person as in {self._seen[person.pk]}")
        membership = self._memberships.get(person.pk) if person else None
        holder = self._owner_of_number.get(line.external_id)
        if holder is not None and (membership is None or holder != membership.pk):
            raise RowRefused(f"The external_id {line.external_id} is somebody else's here")
        if person is None:
            person = self._new_person(line)
        if membership is None:
            self._join(person, line)
            return "created", person
        changes = [
            self._set_roles(membership, line),
            self._set_number(membership, line),
            self._set_name(person, line),
        ]
        return ("updated" if any(changes) else "unchanged"), person

    def _new_person(self, line: MemberLine) -> Person:
        if not line.name:
            raise RowRefused("Somebody new needs a name")
        # as `make_password(None)`, which takes half the time of a large file
        unusable = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(UNUSABLE_BYTES)
        person = Person(email=line.email, name=line.name, password=unusable)
        self._writes.new_people.append(person)
        return person

    def _join(self, person: Person, line: MemberLine) -> None:
        membership = Membership(
            person=person,
            organisation=self.organisation,
            external_id=line.external_id,
            since=self.at,
        )
        self._writes.new_memberships.append(membership)
        self._memberships[person.pk] = membership
        self._writes.new_roles += [
            Role(membership=membership, name=one) for one in sorted(line.roles or ())
        ]
        if line.external_id:
            self._owner_of_number[line.external_id] = membership.pk

    def _set_roles(self, membership: Membership, line: MemberLine) -> bool:
        held = self._roles.get(membership.pk, frozenset())
        if line.roles is None or line.roles == held:
            return False
        self._roles[membership.pk] = line.roles
        if RoleName.OWNER in held and not any(
            RoleName.OWNER in one for one in self._roles.values()
        ):
            self._roles[membership.pk] = held
            raise LastOwner("An organisation needs an owner: make somebody else an owner first")
        self._writes.new_roles += [
            Role(membership=membership, name=one) for one in line.roles - held
        ]
        self._writes.dropped += [(membership.pk, one) for one in held - line.roles]
        return True

    def _set_number(self, membership: Membership, line: MemberLine) -> bool:
        if not line.external_id or line.external_id == membership.external_id:
            return False
        self._owner_of_number.pop(membership.external_id, None)
        self._owner_of_number[line.external_id] = membership.pk
        membership.external_id = line.external_id
        self._writes.changed_memberships.append(membership)
        return True

    def _set_name(self, person: Person, line: MemberLine) -> bool:
        is_ours = person.last_login is None and person.pk not in self._elsewhere
        if not line.name or line.name == person.name or not is_ours:
            return False
        person.name = line.name
        self._writes.changed_people.append(person)
        return True


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield the items in lists of so many."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
