"""Bringing in a framework of an organisation's own from a CSV file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cairn.frameworks.model import Competency, Framework, FrameworkContent, Problem
from cairn.frameworks.own import read_own
from cairn_server.accounts.models import Organisation, Person
from cairn_server.frameworks import models
from cairn_server.frameworks.addresses import (
    framework_address,
    host_of,
    is_here,
    publisher_of,
    spellings_of,
)
from cairn_server.frameworks.importing import CHUNK, FrameworkReport, import_framework
from cairn_server.frameworks.models import CompetencyFramework, FrameworkSource


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
    publisher alone gives out or another organisation's framework keeps, by whichever scheme,
    and of this site's none but those below its framework.

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
        models.Competency.objects.filter(framework=framework.pk)
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
    outside = [one.uri for one in content.competencies if not one.uri.startswith(base)]
    held = _kept(outside, kept) if outside else frozenset()
    others = _kept_by_others(outside, kept)
    usable: list[Competency] = []
    problems: list[Problem] = []
    for one in content.competencies:
        refusal = None if one.uri in held else _refusal(one, base, others)
        if refusal is None:
            usable.append(one)
        else:
            problems.append(refusal)
    return replace(content, competencies=tuple(usable), problems=(*content.problems, *problems))


def _refusal(one: Competency, base: str, others: frozenset[str]) -> Problem | None:
    """Return why the organisation may not write down this address, if it may not."""
    if one.uri.startswith(base):
        return None
    if not host_of(one.uri):
        detail = f"{one.uri[:80]!r} is no address of the web; leave it out to use your own"
        return Problem(one.name, "not_an_address", detail)
    owner = "this site" if is_here(one.uri) else publisher_of(one.uri)
    if not owner and one.uri in others:
        owner = "another framework"
    if not owner:
        return None
    detail = f"{one.uri} belongs to {owner}; leave the address out to use your own"
    return Problem(one.name, "address_taken", detail)


def _kept(urls: list[str], framework: CompetencyFramework) -> frozenset[str]:
    """Return those of `urls` that `framework` keeps already."""
    rows = models.Competency.objects.filter(framework=framework.pk)
    return frozenset(urls) & frozenset(rows.values_list("url", flat=True))


def _kept_by_others(urls: list[str], framework: CompetencyFramework) -> frozenset[str]:
    """Return those of `urls` that another organisation keeps, by whichever scheme."""
    rows = models.Competency.objects.exclude(framework__organisation=None)
    rows = rows.exclude(framework=framework.pk)
    found: set[str] = set()
    for start in range(0, len(urls), CHUNK):
        given = {
            spelling: url for url in urls[start : start + CHUNK] for spelling in spellings_of(url)
        }
        taken = rows.filter(url__in=given).values_list("url", flat=True)
        found |= {given[one] for one in taken}
    return frozenset(found)
