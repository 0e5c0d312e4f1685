"""Bringing people into an organisation from a file, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cairn_server.accounts.member_rows import MemberLine, read_members
from cairn_server.accounts.models import Organisation, Person
from cairn_server.accounts.placing import Placing
from cairn_server.accounts.placing_structure import Structure
from cairn_server.journal.recording import record

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """
    What an import of people did, or would do.

    Args:
        rows: what became of each readable row: its place, address and name, and one of
            `created` (joins the organisation), `updated`, `unchanged`.
        errors: rows that were not used, each with where, a stable code and a sentence.
    """

    rows: tuple[dict[str, str], ...]
    errors: tuple[dict[str, str], ...]

    def count(self, outcome: str) -> int:
        return sum(row["outcome"] == outcome for row in self.rows)

    @property
    def created(self) -> int:
        return self.count("created")

    @property
    def updated(self) -> int:
        return self.count("updated")

    @property
    def unchanged(self) -> int:
        return self.count("unchanged")

    def to_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": list(self.errors),
        }


def import_people(
    *,
    organisation: Organisation,
    data: bytes | str,
    actor: Person | None,
    at: datetime,
    dry_run: bool = False,
) -> PeopleReport:
    """
    Let the people in a CSV file belong to `organisation`; the same file again changes nothing.

    Somebody who is known by their address is linked, never doubled; their name stays as it is
    once they have signed in or belong to another organisation too. New people get no password
    and sign in by "forgotten password". Rows with errors are passed over, the others are used.

    Teams that are named are made if they are new. A manager may stand anywhere in the file; one
    who is unknown, or would close a circle, is an error of that row, whose rest is used.

    Args:
        dry_run: report what would happen, save nothing.

    Raises:
        MalformedInput, InputTooLarge: if the file cannot be used at all.
    """
    lines, errors = read_members(data)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            rows, refused = _place(organisation, lines, actor, at, dry_run)
        except IntegrityError:  # somebody else brought in one of them meanwhile
            if attempt == ATTEMPTS:
                raise
        else:
            break
    by_line = sorted([*errors, *refused], key=lambda one: int(one["where"].split()[-1]))
    return PeopleReport(rows=tuple(rows), errors=tuple(by_line))


@transaction.atomic
def _place(
    organisation: Organisation,
    lines: list[MemberLine],
    actor: Person | None,
    at: datetime,
    dry_run: bool,
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    placing = Placing(organisation, lines, at)
    for line in lines:
        placing.place(line)
    structure = Structure(placing)
    structure.place()
    if placing.has_changed and not dry_run:
        placing.save()
        structure.save()
        record("members.imported", owner=organisation, actor=actor, about=organisation, at=at)
    return placing.rows, placing.errors
