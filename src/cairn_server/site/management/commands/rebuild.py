"""Compute what is derived once more from what is kept."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cairn_server.accounts.models import Person
from cairn_server.learning.rebuilding import rebuild_memories

PROGRESS_EVERY = 1_000


class Command(BaseCommand):
    help = "Exit status: 0 all is right now, 1 wrong ones remain, 2 some failed, 3 wrong usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["memories"])
        parser.add_argument("--person", type=UUID, help="only the person with this id")
        parser.add_argument("--dry-run", action="store_true", help="report, save nothing")

    def handle(self, *, person: UUID | None, dry_run: bool, **options: Any) -> None:
        people = wrong = failed = 0
        for people, one in enumerate(each_person(person), start=1):
            try:
                wrong += rebuild_memories(person=one, save=not dry_run)
            except DatabaseError as error:
                failed += 1
                self.stderr.write(f"{one.pk}: {error}")
            if people % PROGRESS_EVERY == 0:
                self.stderr.write(f"{people} people, {wrong} memories were wrong")
        self.stdout.write(json.dumps({"people": people, "wrong": wrong, "failed": failed}))
        if person and not people:
            raise CommandError(f"There is no person {person}", returncode=3)
        if failed:
            raise CommandError("Some people failed; run it again", returncode=2)
        if wrong and dry_run:
            raise CommandError("Nothing was saved", returncode=1)


def each_person(person: UUID | None) -> Iterator[Person]:
    """Return everybody who has learned anything, or only the one that is named."""
    people = Person.objects.filter(pk=person) if person else Person.objects.order_by("pk")
    return people.iterator()
