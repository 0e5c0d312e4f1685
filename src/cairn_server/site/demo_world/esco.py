"""A few occupations of ESCO with their skills, so that work roles can begin with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cairn.frameworks.esco import read_esco
from cairn.frameworks.model import FrameworkContent
from cairn_server.frameworks.importing import import_framework
from cairn_server.frameworks.models import FrameworkSource

EXCERPT = Path(__file__).parent / "esco_excerpt"
VERSION = "1.1.1, excerpt"


def excerpt() -> FrameworkContent:
    """
    Return eight occupations of ESCO 1.1.1 with the skills that are essential to them.

    It does not list all of anything, and so nothing that is not in it is retired.
    """
    content = read_esco(EXCERPT, version=VERSION)
    return replace(
        content, listed_kinds=frozenset(), related_kinds=frozenset(), lists_occupations=False
    )


def bring_in(*, at: datetime) -> None:
    """Bring the excerpt in, shared by everybody."""
    report = import_framework(
        content=excerpt(), source=FrameworkSource.ESCO, organisation=None, actor=None, at=at
    )
    if report.problems:
        raise RuntimeError(f"The excerpt of ESCO is broken: {report.problems}")
