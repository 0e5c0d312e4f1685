"""Bringing people into an organisation from a file, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cairn_server.accounts.member_rows import MemberLine, read_members
from cairn_server.accounts.models import Organisation, Person
from cairn_server.accounts.placing import Placing, batches, write
from cairn_server.accounts.placing_structure import Structure
from cairn_server.journal.queries import has_happened, newest_event
from cairn_server.journal.recording import record

ATTEMPTS = 3
GROUP = 500  # rows that are written in one transaction
CHANGES = (  # by others, that overtake what was decided
    "membership.started",
    "membership.changed",
    "membership.ended",
    "reporting_line.changed",
    "team.changed",
    "team.dissolved",
    "members.imported",
)
Told = Callable[[int], None]


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
    told: Told = lambda done: None,
) -> PeopleReport:
    """
    Let the people in a CSV file belong to `organisation`; the same file again changes nothing.

    Somebody who is known by their address is linked, never doubled; their name stays as it is
    once they have signed in or belong to another organisation too. New people get no password
    and sign in by "forgotten password". Rows with errors are passed over, the others are used.

    Teams that are named are made if they are new. A manager may stand anywhere in the file; one
    who is unknown, or would close a circle, is an error of that row, whose rest is used.

    Nothing is locked for longer than a group of rows takes. If it is cut off, the rows before are
    in, each whole but for whom it reports to; the same file again does the rest.

    Args:
        dry_run: report what would happen, save nothing.
        told: is called with the number of rows that are written, group by group.

    Raises:
        MalformedInput, InputTooLarge: if the file cannot be used at all.
    """
    lines, errors = read_members(data)
    run = _Run(organisation, lines, actor, at, told)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if attempt == ATTEMPTS and not dry_run:  # too busy: hold it until all is written
                rows, refused = run.place_holding()
            else:
                rows, refused = run.place(dry_run=dry_run)
        except (IntegrityError, _Overtaken):  # somebody else changed the organisation meanwhile
            if attempt == ATTEMPTS:
                raise
        else:
            break
    by_line = sorted([*errors, *refused], key=lambda one: int(one["where"].split()[-1]))
    return PeopleReport(rows=tuple(rows), errors=tuple(by_line))


class _Overtaken(Exception):
    """What was decided rests on what is there no longer."""


class _Run:
    """
    An import that decides without a lock and writes in short transactions, a group of rows each.

    A row is written whole, but for whom it reports to, which waits until everybody is there. What
    was decided is decided anew when the organisation has changed since; what was written stays,
    and is reported as what it was.
    """

    def __init__(
        self,
        organisation: Organisation,
        lines: list[MemberLine],
        actor: Person | None,
        at: datetime,
        told: Told,
    ):
        self._organisation = organisation
        self._lines = lines
        self._actor = actor
        self._at = at
        self._told = told
        self._written: dict[str, str] = {}  # where -> outcome, of rows of an earlier attempt too
        self._seen: UUID | None = None
        self._holds = False

    @transaction.atomic
    def place_holding(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Decide and write while nobody else may change the organisation."""
        Organisation.objects.select_for_update().get(pk=self._organisation.pk)
        self._holds = True
        return self.place(dry_run=False)

    def place(self, *, dry_run: bool) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Decide about every row and, unless it is a dry run, write; return rows and errors."""
        self._seen = newest_event(self._organisation.pk)
        placing = Placing(self._organisation, self._lines, self._at)
        for line in self._lines:
            placing.place(line)
        structure = Structure(placing)
        structure.place()
        if placing.has_changed and not dry_run:
            self._write(placing, structure)
        for row in placing.rows:
            row["outcome"] = self._written.get(row["where"], row["outcome"])
        return placing.rows, placing.errors

    def _write(self, placing: Placing, structure: Structure) -> None:
        rows = list(zip(placing.rows, placing.writes, strict=True))
        for number, group in enumerate(batches(rows, GROUP), start=1):
            with self._locked():
                structure.save_teams()
                write([writes for _row, writes in group], at=placing.at)
            changed = [row for row, _writes in group if row["outcome"] != "unchanged"]
            self._written = {row["where"]: row["outcome"] for row in changed} | self._written
            self._told(min(number * GROUP, len(rows)))
        self._write_lines(structure)
        with self._locked():
            organisation = self._organisation
            record(
                "members.imported",
                owner=organisation,
                actor=self._actor,
                about=organisation,
                at=self._at,
            )

    def _write_lines(self, structure: Structure) -> None:
        keys = structure.changed_lines()
        for group_of_keys in batches(keys, GROUP):
            with self._locked():
                structure.drop_lines(group_of_keys)
        for group_of_keys in batches(keys, GROUP):
            with self._locked():
                structure.save_lines(group_of_keys)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the organisation, as it was when everything was decided."""
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=self._organisation.pk)
            if not self._holds and has_happened(self._organisation.pk, CHANGES, after=self._seen):
                raise _Overtaken
            yield
