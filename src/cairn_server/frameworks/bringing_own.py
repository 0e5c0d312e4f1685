"""Bringing in a framework of an organisation's own from a CSV file."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cairn.frameworks.model import Framework
from cairn.frameworks.own import read_own
from cairn_server.accounts.models import Organisation, Person
from cairn_server.frameworks.importing import FrameworkReport, import_framework
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource


def framework_address(framework: CompetencyFramework) -> str:
    """Return what the addresses of an own framework's competencies begin with."""
    return f"{settings.CAIRN_BASE_URL}/frameworks/{framework.pk}/skills/"


@transaction.atomic
def bring_own_framework(
    *,
    told: Framework,
    data: bytes | str,
    organisation: Organisation | None,
    actor: Person | None,
    at: datetime,
    dry_run: bool = False,
) -> FrameworkReport:
    """
    Let the framework that `told` names hold the competencies of a CSV file, and no others.

    Competencies are known by their codes: one that names no address gets one here, and keeps it.
    What is no longer in the file is retired.

    Args:
        organisation: whose it is; None shares it with everybody.
        dry_run: report what would happen, save nothing.

    Raises:
        MalformedInput, InputTooLarge: if the file cannot be used at all.
        FrameworkTaken: if the name is that of a publisher's framework.
    """
    name = {"name": told.title, "organisation": organisation}
    framework = CompetencyFramework.objects.filter(**name).first()
    if framework is None:
        framework = CompetencyFramework(**name, source=FrameworkSource.OWN)
    known = dict(
        Competency.objects.filter(framework=framework.pk)
        .exclude(code="")
        .values_list("code", "url")
    )
    content = read_own(data, framework=told, base=framework_address(framework), known=known)
    if framework._state.adding and not dry_run:
        framework.save()  # its id is in the addresses
    return import_framework(
        content=content,
        source=FrameworkSource.OWN,
        organisation=organisation,
        actor=actor,
        at=at,
        dry_run=dry_run,
    )
