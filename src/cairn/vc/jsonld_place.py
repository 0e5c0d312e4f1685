"""Where in a JSON-LD document a value stands, and how to say so."""

from __future__ import annotations

from typing import Any, NamedTuple

from cairn.errors import BudgetExceeded, UndefinedTerm
from cairn.vc.jsonld_context import ActiveContext, Term

MAX_DEPTH = 64
PLAIN = Term("")
"""The term of a member that no context describes further."""

Path = tuple[Any, ...]
"""A key or position, and before it the path above; () is the whole document."""


class Place(NamedTuple):
    """Where a value stands: under which key and term, in which context and graph."""

    active: ActiveContext
    key: str
    term: Term
    graph: str
    path: Path
    depth: int

    def at(self, step: str | int, *, graph: str | None = None) -> Place:
        """Return the place of a part; it counts as one level deeper."""
        if self.depth >= MAX_DEPTH:
            raise too_deep()
        graph = self.graph if graph is None else graph
        path = (self.path, step)
        return Place(self.active, self.key, self.term, graph, path, self.depth + 1)


def show(path: Path) -> str:
    """Return a path as people read it: `$.credentialSubject.achievement[0].name`."""
    steps: list[str] = []
    while path:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step[:80]}")
    return "$" + "".join(reversed(steps))


def not_covered(path: Path, what: str) -> UndefinedTerm:
    """Return the error for what a canonicaliser would leave out; `what` says it and the way out."""
    return UndefinedTerm(f"{show(path)}: {what}")


def null_at(path: Path) -> UndefinedTerm:
    return not_covered(path, "is null, which a signature would not cover; leave it out")


def too_deep() -> BudgetExceeded:
    return BudgetExceeded(f"The document is nested deeper than {MAX_DEPTH} levels")
