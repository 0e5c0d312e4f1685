"""Bringing a content pack into the catalogue of an organisation, as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.errors import CairnError
from cairn.exchange.pack import Finding, Pack, Severity
from cairn.exchange.pack_checking import check
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.placing import Placing
from cairn_server.journal.recording import record


@dataclass(frozen=True, slots=True)
class ImportReport:
    """
    What an import did.

    Args:
        created: definitions (units, questions, rubrics, tasks, achievements) that are new.
        updated: definitions that have a new version, or a draft that was changed.
        unchanged: definitions that were there with the same content.
        errors: what could not be brought in, with where, a stable code and a sentence. Errors
            of the pack itself mean that nothing was saved.
    """

    created: int
    updated: int
    unchanged: int
    errors: list[dict[str, str]]

    def to_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": self.errors,
        }


def import_pack(
    *,
    organisation: Organisation,
    pack: Pack,
    media: Mapping[str, bytes] | None = None,
    actor: Person | None,
    at: datetime,
    publish: bool,
    dry_run: bool = False,
    findings: Sequence[Finding] = (),
) -> ImportReport:
    """
    Bring `pack` into the catalogue of `organisation`; everything or, if it has errors, nothing.

    A second import of the same pack changes nothing; changed content becomes the next version.

    Args:
        media: files that cards name, beside those that the pack carries.
        publish: whether new versions are published at once or stay drafts.
        dry_run: report what would happen, save nothing.
        findings: what a converter could not bring into the pack; reported, no obstacle.
    """
    reported = [_error(one) for one in findings if one.severity is Severity.ERROR]
    refused = [_error(one) for one in check(pack) if one.severity is Severity.ERROR]
    if refused:
        return ImportReport(0, 0, 0, reported + refused)
    files = {one.name: one.data for one in pack.media} | dict(media or {})
    placing = Placing(organisation, pack, files, at if publish else None, keep=not dry_run)
    try:
        placing.examine_files()
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=organisation.pk)
            placing.place()
            if placing.has_changed and not dry_run:
                _tell(organisation, pack, actor, at, placing.counts)
            transaction.set_rollback(dry_run)
    except CairnError as error:
        refusal = {"where": placing.where, "code": error.code, "detail": str(error)}
        return ImportReport(0, 0, 0, [*reported, refusal])
    return ImportReport(**placing.counts, errors=reported)


def _error(finding: Finding) -> dict[str, str]:
    return {"where": finding.where, "code": finding.code, "detail": finding.detail}


def _tell(
    organisation: Organisation,
    pack: Pack,
    actor: Person | None,
    at: datetime,
    counts: Mapping[str, int],
) -> None:
    record(
        "pack.imported",
        owner=organisation,
        actor=actor,
        about=organisation,
        at=at,
        pack=pack.id,
        version=pack.version,
        **counts,
    )
