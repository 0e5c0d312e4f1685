"""Bring in people, content and frameworks of competencies; the same again changes nothing."""

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
from cairn.frameworks.esco import read_esco
from cairn.frameworks.model import Framework, FrameworkContent
from cairn.frameworks.onet import read_onet
from cairn.reading.text import text_of
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.importing import ImportReport, import_pack
from cairn_server.frameworks.bringing_own import bring_own_framework
from cairn_server.frameworks.importing import FrameworkReport, import_framework
from cairn_server.frameworks.models import FrameworkSource

ROW_ERRORS = 1
UNUSABLE = 3
MAX_GIFT_BYTES = 16 << 20
NOT_STATED = "not stated"
# loose ends that a publisher left, which nobody here can mend: they are listed, no more
LOOSE_ENDS = {"dangling_relation", "occupation_without_ratings"}


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


def esco(path: Path, options: Options) -> Report:
    """Bring in a download of ESCO, shared by everybody."""
    return _shared(read_esco(path, version=options["edition"]), FrameworkSource.ESCO, options)


def onet(path: Path, options: Options) -> Report:
    """Bring in a release of O*NET, shared by everybody."""
    return _shared(read_onet(path, version=options["edition"]), FrameworkSource.ONET, options)


def _shared(content: FrameworkContent, source: FrameworkSource, options: Options) -> Report:
    return import_framework(
        content=content,
        source=source,
        organisation=None,
        actor=None,
        at=now(),
        dry_run=options["dry_run"],
    )


def framework(organisation: Organisation | None, path: Path, options: Options) -> FrameworkReport:
    """Bring in a CSV file of competencies: of an organisation, or shared by everybody."""
    licence = "" if options["licence"] == NOT_STATED else options["licence"]
    return bring_own_framework(
        told=Framework(
            options["name"] or path.stem[:200], options["edition"], licence=licence[:200]
        ),
        data=path.read_bytes(),
        organisation=organisation,
        actor=None,
        at=now(),
        dry_run=options["dry_run"],
    )


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


SHARED: dict[str, Callable[[Path, Options], Report]] = {"esco": esco, "onet": onet}
READERS: dict[str, Callable[[Organisation, Path, Options], Report]] = {
    "people": people,
    "pack": pack,
    "gift": gift,
    "exercism": exercism,
}


def _read(kind: str, path: Path, options: Options) -> Report:
    options = {**options, "name": options["name"][:200], "edition": options["edition"][:40]}
    if kind in SHARED:
        return SHARED[kind](path, options)
    organisation = _organisation(options["organisation"])
    if kind == "framework":
        return framework(organisation, path, options)
    if organisation is None:
        raise CommandError("Name whose it is: --organisation SLUG", returncode=UNUSABLE)
    return READERS[kind](organisation, path, options)


def _organisation(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise CommandError(f"There is no organisation {slug}", returncode=UNUSABLE)
    return organisation


def _finding(finding: Finding) -> dict[str, str]:
    return {"where": finding.where, "code": finding.code, "detail": finding.detail}


def _unusable(errors: list[dict[str, str]]) -> dict[str, Any]:
    return {"created": 0, "updated": 0, "unchanged": 0, "errors": errors}


class Command(BaseCommand):
    help = "Exit status: 0 all is in, 1 some rows were not used, 3 nothing could be used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = sorted({*READERS, *SHARED, "framework"})
        parser.add_argument("kind", choices=kinds, help="what PATH holds")
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--organisation", metavar="SLUG", help="whose it is; frameworks may be of nobody"
        )
        parser.add_argument("--dry-run", action="store_true", help="report, save nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--draft", action="store_true", help="content is not published yet")
        parser.add_argument("--language", default="en", help="of a question bank; default en")
        parser.add_argument("--licence", default=NOT_STATED, help="of what comes")
        parser.add_argument("--name", default="", help="of a framework; default: of its file")
        parser.add_argument("--edition", default="", help="which version a framework is of")

    def handle(self, *, kind: str, path: Path, **options: Any) -> None:
        try:
            report = _read(kind, path, options).to_json()
        except PackInvalid as error:
            report = _unusable([_finding(one) for one in error.findings])
        except CairnError as error:
            report = _unusable([{"where": path.name, "code": error.code, "detail": str(error)}])
        except OSError as error:
            raise CommandError(
                f"{path} cannot be read: {error.strerror}", returncode=UNUSABLE
            ) from None
        self._print(report, as_json=options["json"], dry_run=options["dry_run"])
        lost = [error for error in report["errors"] if error["code"] not in LOOSE_ENDS]
        is_used = report["created"] + report["updated"] + report["unchanged"] > 0
        if lost or (report["errors"] and not is_used):
            raise CommandError(
                f"{len(report['errors'])} errors", returncode=ROW_ERRORS if is_used else UNUSABLE
            )

    def _print(self, report: dict[str, Any], *, as_json: bool, dry_run: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for error in report["errors"]:
            self.stdout.write(f"{error['where']}: {error['detail']} ({error['code']})")
        kinds = ("created", "updated", "unchanged", "removed")
        counts = ", ".join(f"{report[name]} {name}" for name in kinds if name in report)
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{counts}")
