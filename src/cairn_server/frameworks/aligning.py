"""Keeping the competencies that alignments point to."""

from __future__ import annotations

from urllib.parse import urlsplit

from cairn.frameworks.words import name_key, search_text
from cairn_server.frameworks.models import Competency, CompetencyFramework

DEFAULT_TYPE = "ceasn:Competency"
LONGEST_NAME = 300


def keep_competency(
    *,
    url: str,
    name: str,
    framework: str = "",
    code: str = "",
    description: str = "",
    target_type: str = "",
) -> Competency:
    """
    Return the competency with this address, made if it is new.

    One that is known stays as it is: what a framework says of its competencies is not changed
    by whoever points there. Without the name of a framework the host of `url` names it.
    """
    known = Competency.objects.filter(url=url).first()
    if known is not None:
        return known
    title = framework or urlsplit(url).hostname or url
    home, _ = CompetencyFramework.objects.get_or_create(name=title[:200], organisation=None)
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
