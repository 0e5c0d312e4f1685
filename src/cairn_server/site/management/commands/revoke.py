"""Revoke a credential, beside the running server."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cairn_server.credentials.models import Credential
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.errors import AlreadyRevoked
from cairn_server.site.management.commands.issue import issuer_by

REFUSED, WRONG_USAGE = 1, 3


class Command(BaseCommand):
    help = "Exit status: 0 it is revoked now, 1 it was revoked before, 3 wrong usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("credential", help="its id, the last part of its address")
        parser.add_argument("--reason", required=True, choices=RevocationReason.values)
        parser.add_argument("--note", default="", help="for your own records; not shown")
        parser.add_argument("--as", dest="email", required=True, help="address of an issuer there")

    def handle(
        self, *, credential: str, reason: str, note: str, email: str, **options: Any
    ) -> None:
        named = credential.rstrip("/").rpartition("/")[2]
        rows = Credential.objects.select_related("award__organisation", "status_list")
        found = rows.filter(pk=named, award__person__isnull=False).first()
        if found is None:
            raise CommandError(f"There is no credential {named}", returncode=WRONG_USAGE)
        actor = issuer_by(email, found.award.organisation)
        try:
            event = revoke(found, actor=actor, reason_code=reason, note=note, at=now())
        except AlreadyRevoked as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        told = {"credential": named, "revoked_at": event.at.isoformat(), "reason": reason}
        self.stdout.write(json.dumps(told))
