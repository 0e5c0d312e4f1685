"""Keeping the competencies that alignments point to."""

from __future__ import annotations

from cairn.frameworks.words import name_key, search_text
from cairn_server.accounts.models import Organisation
from cairn_server.errors import AlignmentRefused
from cairn_server.frameworks.addresses import as_published, host_of, is_here
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource

DEFAULT_TYPE = "ceasn:Competency"
LONGEST_NAME = 300
LONGEST_HOST = 200


def keep_competency(
    *,
    url: str,
    name: str,
    organisation: Organisation | None = None,
    code: str = "",
    description: str = "",
    target_type: str = "",
) -> Competency:
    """
    Return the competency with this address, made if it is new.

    One that is known stays as it is: what a framework says of its competencies is not changed
    by whoever points there. A new one is kept under the host of its address, never in a
    framework that somebody brought in. However the address of a publisher is written, it is one.

    Args:
        organisation: who points there; its own frameworks are open to it, those of others not.

    Raises:
        AlignmentRefused: `url` is no address of the web, or leads to this site but to no skill
            that `organisation` may name, or another organisation's framework keeps it.
    """
    url = as_published(url)
    known = Competency.objects.filter(url=url).select_related("framework").first()
    if known is not None and _is_open(known.framework, organisation):
        return known
    host = host_of(url)
    if not host:
        raise AlignmentRefused(f"{url[:80]!r} is no address of a skill: write https://… in full")
    if is_here(url):
        raise AlignmentRefused(f"{url} is no skill of yours here: copy the address from its page")
    if known is not None:
        raise AlignmentRefused(f"{url} belongs to another organisation's framework: choose another")
    home, _ = CompetencyFramework.objects.get_or_create(
        name=host[:LONGEST_HOST], organisation=None, source=FrameworkSource.NAMED
    )
    competency, _ = Competency.objects.get_or_create(
        url=url,
        defaults={
            "framework": home,
            "name": name[:LONGEST_NAME],
            "code": code[:120],
            "description": description,
            "target_type": target_type or DEFAULT_TYPE,
            "name_key": name_key(name)[:LONGEST_NAME],
            "search_text": search_text([name]),
        },
    )
    return competency


def _is_open(framework: CompetencyFramework, organisation: Organisation | None) -> bool:
    whose = framework.organisation_id
    return whose is None or (organisation is not None and whose == organisation.pk)
