"""Write what an organisation has published back as a content pack."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cairn.errors import CairnError
from cairn.exchange.pack import Pack
from cairn.exchange.pack_writing import pack_archive, write_pack
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.exporting import export_pack

UNUSABLE = 3


class Command(BaseCommand):
    help = "Exit status: 0 it is written, 3 there is nothing to write or no place for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["pack"], help="what is written")
        parser.add_argument("id", metavar="ID", help="of the pack, as it was imported or written")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="whose it is")
        parser.add_argument(
            "-o",
            "--output",
            required=True,
            type=Path,
            metavar="PATH",
            help="a new folder, or a file whose name ends in .zip",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *, id: str, output: Path, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"There is no organisation {options['organisation']}", returncode=UNUSABLE
            )
        try:
            pack = export_pack(organisation, id)
            _write(pack, output)
        except (CairnError, OSError) as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None
        report = {
            "pack": pack.id,
            "achievements": len(pack.achievements),
            "units": len(pack.units),
            "path": str(output),
        }
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        self.stdout.write(
            f"{report['achievements']} achievements and {report['units']} units in {output}"
        )


def _write(pack: Pack, output: Path) -> None:
    if output.suffix == ".zip":
        with output.open("xb") as file:
            file.write(pack_archive(pack))
    else:
        write_pack(pack, output)
