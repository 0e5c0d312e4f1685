"""Award what a file lists, beside the running server."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cairn.errors import CairnError
from cairn_server.accounts.models import Organisation, Person, RoleName
from cairn_server.credentials.awarding_later import report_of
from cairn_server.credentials.awarding_many import accept_file, award_some, check_awards

SOME_FAILED, WRONG_USAGE = 1, 3


class Command(BaseCommand):
    help = "Exit status: 0 every row is awarded, 1 some are not, 3 wrong usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="CSV: email, achievement, name, judged_by, …")
        parser.add_argument("--organisation", required=True, help="short name of who awards")
        parser.add_argument("--as", dest="email", required=True, help="address of an issuer there")
        parser.add_argument("--dry-run", action="store_true", help="report, award nothing")
        parser.add_argument("--json", action="store_true", help="the report is JSON in any case")

    def handle(
        self, *, path: Path, organisation: str, email: str, dry_run: bool, **options: Any
    ) -> None:
        place = Organisation.objects.filter(slug=organisation).first()
        if place is None:
            raise CommandError(f"There is no organisation {organisation}", returncode=WRONG_USAGE)
        actor = issuer_by(email, place)
        try:
            report = _act(place, path.read_bytes(), actor, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=WRONG_USAGE) from error
        except CairnError as error:
            raise CommandError(f"{path}: {error}", returncode=WRONG_USAGE) from error
        self.stdout.write(json.dumps(report, ensure_ascii=False))
        if report["errors"]:
            raise CommandError("Some rows were not awarded", returncode=SOME_FAILED)


def issuer_by(email: str, organisation: Organisation) -> Person:
    """Return the issuer of `organisation` with this address, in whose name a command acts."""
    found = Person.objects.filter(
        email__iexact=email,
        memberships__organisation=organisation,
        memberships__until=None,
        memberships__roles__name=RoleName.ISSUER,
    ).first()
    if found is None:
        raise CommandError(f"{email} is no issuer of {organisation}", returncode=WRONG_USAGE)
    return found


def _act(
    organisation: Organisation, data: bytes, actor: Person, *, dry_run: bool
) -> dict[str, Any]:
    if dry_run:
        report = check_awards(organisation=organisation, data=data, actor=actor, at=now())
        errors = [
            {"where": f"line {one.line}", "code": one.code, "detail": one.detail}
            for one in report.problems
        ]
        counts = {"created": report.awarded, "updated": 0, "unchanged": report.unchanged}
        return {**counts, "errors": errors}
    file, _ = accept_file(organisation=organisation, data=data, actor=actor, at=now())
    while award_some(file, at=now()):
        pass
    return dict(report_of(file))
