"""Bring people or content into an organisation; the same again changes nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cairn.errors import CairnError, PackInvalid
from cairn.exchange.exercism import read_exercism
from cairn.exchange.gift import gift_pack, read_gift
from cairn.exchange.pack import Finding, Pack
from cairn.exchange.pack_reading import read_pack
from cairn.reading.text import text_of
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.importing import ImportReport, import_pack

ROW_ERRORS = 1
UNUSABLE = 3
MAX_GIFT_BYTES = 16 << 20


class Report(Protocol):
    def to_json(self) -> dict[str, Any]: ...


Options = dict[str, Any]


def people(organisation: Organisation, path: Path, options: Options) -> Report:
    """Bring in a CSV file with the columns email, name, external_id, roles, team, manager."""
    return import_people(
        organisation=organisation,
        data=path.read_bytes(),
        actor=None,
        at=now(),
        dry_run=options["dry_run"],
    )


def pack(organisation: Organisation, path: Path, options: Options) -> Report:
    """Bring in a content pack: a folder or a zip file."""
    return _content(organisation, read_pack(path), options)


def gift(organisation: Organisation, path: Path, options: Options) -> Report:
    """Bring in the questions of a GIFT file as units that ask them."""
    read = read_gift(text_of(path.read_bytes(), max_bytes=MAX_GIFT_BYTES, allow_bom=True))
    made = gift_pack(
        read,
        title=path.stem,
        language=options["language"],
        licence=options["licence"],
        publisher=organisation.name,
    )
    return _content(organisation, made, options, read.findings)


def exercism(organisation: Organisation, path: Path, options: Options) -> Report:
    """Bring in the concepts of an Exercism track as units."""
    read = read_exercism(path)
    return _content(organisation, read.pack, options, read.findings)


def _content(
    organisation: Organisation, content: Pack, options: Options, findings: Sequence[Finding] = ()
) -> ImportReport:
    return import_pack(
        organisation=organisation,
        pack=content,
        actor=None,
        at=now(),
        publish=not options["draft"],
        dry_run=options["dry_run"],
        findings=findings,
    )


READERS: dict[str, Callable[[Organisation, Path, Options], Report]] = {
    "people": people,
    "pack": pack,
    "gift": gift,
    "exercism": exercism,
}


def _finding(finding: Finding) -> dict[str, str]:
    return {"where": finding.where, "code": finding.code, "detail": finding.detail}


def _unusable(errors: list[dict[str, str]]) -> dict[str, Any]:
    return {"created": 0, "updated": 0, "unchanged": 0, "errors": errors}


class Command(BaseCommand):
    help = "Exit status: 0 all is in, 1 some rows were not used, 3 nothing could be used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(READERS), help="what PATH holds")
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="whose it is")
        parser.add_argument("--dry-run", action="store_true", help="report, save nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--draft", action="store_true", help="content is not published yet")
        parser.add_argument("--language", default="en", help="of a question bank; default en")
        parser.add_argument("--licence", default="not stated", help="of a question bank")

    def handle(self, *, kind: str, path: Path, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"There is no organisation {options['organisation']}", returncode=UNUSABLE
            )
        try:
            report = READERS[kind](organisation, path, options).to_json()
        except PackInvalid as error:
            report = _unusable([_finding(one) for one in error.findings])
        except CairnError as error:
            report = _unusable([{"where": path.name, "code": error.code, "detail": str(error)}])
        except OSError as error:
            raise CommandError(
                f"{path} cannot be read: {error.strerror}", returncode=UNUSABLE
            ) from None
        self._print(report, as_json=options["json"], dry_run=options["dry_run"])
        if report["errors"]:
            is_used = report["created"] + report["updated"] + report["unchanged"] > 0
            raise CommandError(
                f"{len(report['errors'])} errors", returncode=ROW_ERRORS if is_used else UNUSABLE
            )

    def _print(self, report: dict[str, Any], *, as_json: bool, dry_run: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for error in report["errors"]:
            self.stdout.write(f"{error['where']}: {error['detail']} ({error['code']})")
        counts = ", ".join(f"{report[name]} {name}" for name in ("created", "updated", "unchanged"))
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{counts}")
