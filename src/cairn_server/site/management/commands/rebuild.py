"""Do once more, by today's rules, what was done with what is kept: memories, files of packs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.timezone import now

from cairn_server.accounts.models import Person
from cairn_server.assessment.erasing import media_of_packs
from cairn_server.catalog.cleaning import clean_media
from cairn_server.learning.rebuilding import rebuild_memories

PROGRESS_EVERY = 1_000


class Command(BaseCommand):
    help = "Exit status: 0 all is right now, 1 wrong ones remain, 2 some failed, 3 wrong usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["memories", "media"])
        parser.add_argument("--person", type=UUID, help="memories of this person alone")
        parser.add_argument("--dry-run", action="store_true", help="report, save nothing")

    def handle(self, *, what: str, person: UUID | None, dry_run: bool, **options: Any) -> None:
        if what == "media":
            self._clean_media(dry_run=dry_run)
        else:
            self._rebuild_memories(person, dry_run=dry_run)

    def _clean_media(self, *, dry_run: bool) -> None:
        done = clean_media(at=now(), still_shown=media_of_packs, save=not dry_run)
        for line in done.failed:
            self.stderr.write(line)
        told = {"files": done.files, "wrong": done.wrong, "failed": len(done.failed)}
        self.stdout.write(json.dumps(told))
        if done.failed:
            raise CommandError("Some files could not be read", returncode=2)
        if done.wrong and dry_run:
            raise CommandError("Nothing was saved", returncode=1)

    def _rebuild_memories(self, person: UUID | None, *, dry_run: bool) -> None:
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
