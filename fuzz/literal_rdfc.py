"""
RDFC-1.0 exactly as the recommendation tells it, with none of the short cuts of `cairn.vc.rdfc`.

An oracle for small graphs: it tries every order. pyoxigraph 0.5.13 is another, but differs from
the recommendation, and from rdf-canonize 5.0.0, where two quads of different graphs mention the
same blank node in the same place.

Source: W3C, RDF Dataset Canonicalization, sections 4.4 to 4.8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import permutations

from cairn.vc.nquads import Quad, line_of
from cairn.vc.rdfc import Algorithm

MOST_CALLS = 3_000


class TooMuch(Exception):
    """The graph is too symmetric to try every order."""


class Literally:
    """One run over one dataset."""

    def __init__(self, quads: Sequence[Quad], algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.quads = list(dict.fromkeys(quads))
        self.canonical: dict[str, str] = {}
        self.calls = 0
        self.mentions: dict[str, list[Quad]] = {}
        for quad in self.quads:
            for label in dict.fromkeys(blanks(quad)):
                self.mentions.setdefault(label, []).append(quad)

    def text(self) -> str:
        """Return the canonical N-Quads; TooMuch if that takes too many steps."""
        by_hash: dict[str, list[str]] = {}
        for label in self.mentions:
            by_hash.setdefault(self.first_degree(label), []).append(label)
        for value in sorted(by_hash):
            if len(by_hash[value]) == 1:
                issue(self.canonical, by_hash[value][0], "_:c14n")
        for value in sorted(by_hash):
            if len(by_hash[value]) > 1:
                self.issue_shared(by_hash[value])
        return "".join(sorted(line_of(renamed(quad, self.canonical)) for quad in self.quads))

    def issue_shared(self, labels: Sequence[str]) -> None:
        """Step 5 of section 4.4.3."""
        results = []
        for label in labels:
            if label not in self.canonical:
                issuer: dict[str, str] = {}
                issue(issuer, label, "_:b")
                results.append(self.n_degree(label, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for label in issuer:
                issue(self.canonical, label, "_:c14n")

    def digest(self, text: str) -> str:
        """Return the hash of `text` in hexadecimal."""
        return hashlib.new(self.algorithm, text.encode()).hexdigest()

    def first_degree(self, label: str) -> str:
        """Section 4.6."""
        names = {other: "_:a" if other == label else "_:z" for other in self.mentions}
        return self.digest(
            "".join(sorted(line_of(renamed(quad, names)) for quad in self.mentions[label]))
        )

    def related(self, label: str, quad: Quad, issuer: dict[str, str], position: str) -> str:
        """Section 4.7."""
        name = self.canonical.get(label) or issuer.get(label) or self.first_degree(label)
        return self.digest(position + (quad[1] if position != "g" else "") + name)

    def n_degree(self, label: str, issuer: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Section 4.8."""
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise TooMuch
        groups: dict[str, list[str]] = {}
        for quad in self.mentions[label]:
            for position, other in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if other.startswith("_:") and other != label:
                    groups.setdefault(self.related(other, quad, issuer, position), []).append(other)
        data = ""
        for value in sorted(groups):
            if len(groups[value]) > 6:
                raise TooMuch
            paths = [self.path(order, dict(issuer)) for order in permutations(groups[value])]
            best, issuer = min(paths, key=lambda found: found[0])
            data += value + best
        return self.digest(data), issuer

    def path(self, order: Sequence[str], issuer: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Steps 5.4.1 to 5.4.5 of section 4.8.3, without leaving off early."""
        path, deeper = "", []
        for label in order:
            if label in self.canonical:
                path += self.canonical[label]
                continue
            if label not in issuer:
                deeper.append(label)
            path += issue(issuer, label, "_:b")
        for label in deeper:
            value, after = self.n_degree(label, issuer)
            path += f"{issue(issuer, label, '_:b')}<{value}>"
            issuer = after
        return path, issuer


def blanks(quad: Quad) -> list[str]:
    """Return the blank nodes of a quad, in their order."""
    return [term for term in (quad[0], quad[2], quad[3]) if term.startswith("_:")]


def issue(issuer: dict[str, str], label: str, prefix: str) -> str:
    """Section 4.5."""
    return issuer.setdefault(label, f"{prefix}{len(issuer)}")


def renamed(quad: Quad, names: dict[str, str]) -> Quad:
    """Return `quad` with the names that `names` gives."""
    subject, predicate, obj, graph = quad
    return names.get(subject, subject), predicate, names.get(obj, obj), names.get(graph, graph)
