"""Finding the place of each person of a file in an organisation, and saving all at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from cairn.errors import CairnError, RowRefused
from cairn_server.accounts import queries
from cairn_server.accounts.member_rows import MemberLine, problem
from cairn_server.accounts.models import Membership, Organisation, Person, Role, RoleName
from cairn_server.errors import LastOwner

T = TypeVar("T")
BATCH = 500
UNUSABLE_BYTES = 20


class Placing:
    """
    What is there of the people in a file, what each row changes about it, and the report.

    Everything is read in a handful of queries at the start and written in another at the end,
    however many rows there are.
    """

    def __init__(self, organisation: Organisation, lines: Sequence[MemberLine], at: datetime):
        self.organisation = organisation
        self.at = at
        self.rows: list[dict[str, str]] = []
        self.errors: list[dict[str, str]] = []
        self.placed: list[tuple[MemberLine, Membership, dict[str, str]]] = []  # with its row
        self._known: dict[str, Person] = {}
        for emails in _batches([line.email for line in lines]):
            self._known |= queries.people_by_address(emails)
        self._memberships = queries.memberships_by_person(organisation)
        self._roles = queries.roles_by_membership(organisation)
        self._elsewhere: set[UUID] = set()
        for ids in _batches([person.pk for person in self._known.values()]):
            self._elsewhere |= queries.members_elsewhere(ids, organisation)
        self._owner_of_number = {
            one.external_id: one.pk for one in self._memberships.values() if one.external_id
        }
        self._seen: dict[UUID, str] = {}
        self._new_people: list[Person] = []
        self._new_memberships: list[Membership] = []
        self._changed_people: list[Person] = []
        self._changed_memberships: list[Membership] = []
        self._new_roles: list[Role] = []
        self._dropped: list[tuple[UUID, str]] = []

    @property
    def has_changed(self) -> bool:
        return any(row["outcome"] != "unchanged" for row in self.rows)

    def place(self, line: MemberLine) -> None:
        """Decide what `line` changes; note it, or what is wrong with it."""
        try:
            outcome, person = self._place(line)
        except CairnError as error:
            self.errors.append(problem(line.where, error.code, str(error)))
            return
        self._seen[person.pk] = line.where
        row = {"where": line.where, "email": line.email, "name": person.name, "outcome": outcome}
        self.rows.append(row)
        self.placed.append((line, self._memberships[person.pk], row))

    def find(self, names: Sequence[str]) -> dict[str, Membership]:
        """Return whose membership each address or external id stands for, known or in the file."""
        found = {line.email: membership for line, membership, _ in self.placed}
        found |= {one.external_id: one for one in self._memberships.values() if one.external_id}
        asked = [name for name in names if "@" in name and name not in found]
        for emails in _batches(asked):
            for email, person in queries.people_by_address(emails).items():
                if person.pk in self._memberships:
                    found[email] = self._memberships[person.pk]
        return found

    def save(self) -> None:
        """Write everything that was decided."""
        Person.objects.bulk_create(self._new_people, batch_size=BATCH)
        EmailAddress.objects.bulk_create(
            (EmailAddress(user=one, email=one.email, primary=True) for one in self._new_people),
            batch_size=BATCH,
        )
        Membership.objects.bulk_create(self._new_memberships, batch_size=BATCH)
        Person.objects.bulk_update(self._changed_people, ["name"], batch_size=BATCH)
        Membership.objects.bulk_update(self._changed_memberships, ["external_id"], batch_size=BATCH)
        for membership_id, role in self._dropped:
            Role.objects.filter(membership=membership_id, name=role).delete()
        Role.objects.bulk_create(self._new_roles, batch_size=BATCH)

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
        self._new_people.append(person)
        return person

    def _join(self, person: Person, line: MemberLine) -> None:
        membership = Membership(
            person=person,
            organisation=self.organisation,
            external_id=line.external_id,
            since=self.at,
        )
        self._new_memberships.append(membership)
        self._memberships[person.pk] = membership
        self._new_roles += [
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
        self._new_roles += [Role(membership=membership, name=one) for one in line.roles - held]
        self._dropped += [(membership.pk, one) for one in held - line.roles]
        return True

    def _set_number(self, membership: Membership, line: MemberLine) -> bool:
        if not line.external_id or line.external_id == membership.external_id:
            return False
        self._owner_of_number.pop(membership.external_id, None)
        self._owner_of_number[line.external_id] = membership.pk
        membership.external_id = line.external_id
        self._changed_memberships.append(membership)
        return True

    def _set_name(self, person: Person, line: MemberLine) -> bool:
        is_ours = person.last_login is None and person.pk not in self._elsewhere
        if not line.name or line.name == person.name or not is_ours:
            return False
        person.name = line.name
        self._changed_people.append(person)
        return True


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), BATCH):
        yield list(items[start : start + BATCH])
