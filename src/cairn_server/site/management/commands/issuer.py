"""Say what stands behind an issuer, as whoever runs the installation has checked it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator
from django.utils.timezone import now

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Standing
from cairn_server.credentials.presenting import declare_standing

WRONG_USAGE = 3


class Command(BaseCommand):
    help = "Declare the standing of an organisation as an issuer; it is shown wherever it issues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["standing"])
        parser.add_argument("organisation", help="its short name")
        parser.add_argument("standing", choices=Standing.values)
        parser.add_argument("--evidence", default="", help="address where anybody can check it")

    def handle(self, *, organisation: str, standing: str, evidence: str, **options: Any) -> None:
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation {organisation}", returncode=WRONG_USAGE)
        try:
            if evidence:
                URLValidator(schemes=["http", "https"])(evidence)
        except ValidationError:
            raise CommandError(
                f"{evidence} is no web address; it begins with https://", returncode=WRONG_USAGE
            ) from None
        issuer = establish_issuer(organisation=found, at=now())
        declare_standing(issuer=issuer, standing=standing, evidence=evidence, at=now())
        self.stdout.write(json.dumps({"organisation": organisation, "standing": standing}))
