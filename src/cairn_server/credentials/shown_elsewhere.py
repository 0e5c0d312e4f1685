"""A performance that was shown and judged outside this site, as an issuer states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cairn.pathways.requirement import Reference


@dataclass(frozen=True, slots=True)
class ShownElsewhere:
    """
    What an issuer states: who judged, when, and on what.

    Nothing here is checked by us, and every sentence made of it says whose word it is.

    Args:
        judged_by: a name or, better, a role; it goes into the credential.
        result: the level or score in the issuer's words; empty for none.
        row: what tells this statement from others of the same issuer.
    """

    title: str
    judged_by: str
    judged_on: date | None
    narrative: str
    evidence_url: str
    result: str
    issuer: str
    row: str

    @property
    def reference(self) -> Reference:
        """What it stands for; no requirement names it."""
        return Reference("elsewhere", self.row)

    @property
    def is_performance(self) -> bool:
        return True

    @property
    def sentence(self) -> str:
        """How it was judged, in the issuer's name."""
        day = f" on {self.judged_on:%Y-%m-%d}" if self.judged_on else ""
        said = f"Judged by {self.judged_by}{day}, as stated by {self.issuer}."
        return f"{self.narrative} {said}".strip()
