"""Bringing in a framework of an organisation's own from a CSV file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cairn.frameworks.model import Framework, FrameworkContent, Problem
from cairn.frameworks.own import read_own
from cairn_server.accounts.models import Organisation, Person
from cairn_server.frameworks.addresses import framework_address, is_here, publisher_of
from cairn_server.frameworks.importing import FrameworkReport, import_framework
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource


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
    What is no longer in the file is retired. An organisation may write down no address that a
    publisher alone gives out, and of this site's none but those below its framework.

    Args:
        organisation: whose it is; None shares it with everybody.
        dry_run: report what would happen, save nothing.

    Raises:
        MalformedInput, InputTooLarge: if the file cannot be used at all.
        FrameworkTaken: if the name is that of a publisher's framework.
    """
    name = {"name": told.title, "organisation": organisation}
    brought = CompetencyFramework.objects.exclude(source=FrameworkSource.NAMED)
    framework = brought.filter(**name).first()
    if framework is None:
        framework = CompetencyFramework(**name, source=FrameworkSource.OWN)
    known = dict(
        Competency.objects.filter(framework=framework.pk)
        .exclude(code="")
        .values_list("code", "url")
    )
    base = framework_address(framework)
    content = read_own(data, framework=told, base=base, known=known)
    if organisation is not None:
        content = _of_own_addresses(content, base, kept=framework)
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


def _of_own_addresses(
    content: FrameworkContent, base: str, *, kept: CompetencyFramework
) -> FrameworkContent:
    """Return the content without what has an address that is not the organisation's to give."""
    strange = {one.uri: _owner(one.uri, base) for one in content.competencies}
    asked = [uri for uri, owner in strange.items() if owner]
    kept_before = Competency.objects.filter(framework=kept.pk).values_list("url", flat=True)
    refused = set(asked) - (set(kept_before) if asked else set())
    problems = [
        Problem(
            one.name,
            "address_taken",
            f"{one.uri} belongs to {strange[one.uri]}; leave the address out to use your own",
        )
        for one in content.competencies
        if one.uri in refused
    ]
    return replace(
        content,
        competencies=tuple(one for one in content.competencies if one.uri not in refused),
        problems=(*content.problems, *problems),
    )


def _owner(uri: str, base: str) -> str:
    """Return who alone gives out this address; empty if the organisation may have it."""
    if is_here(uri):
        return "" if uri.startswith(base) else "this site"
    return publisher_of(uri)
