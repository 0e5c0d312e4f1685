"""
RDF Dataset Canonicalization: the same text for the same graph, whatever its blank nodes are called.

A graph can be built so that naming its blank nodes takes longer than the universe is old, so
the work is counted and the canonicaliser gives up at a budget.

Source: W3C Recommendation, RDF Dataset Canonicalization (RDFC-1.0), 21 May 2024, section
"Canonicalization"; the names below are those of its subsections.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.errors import BudgetExceeded
from cairn.vc.nquads import Quad, line_of
from cairn.vc.rdfc_twins import Twins, distinct_orders, twins_of

MAX_RECURSION = 128

Algorithm = Literal["sha256", "sha384"]
Digest = Callable[[bytes], "hashlib._Hash"]


@dataclass(frozen=True, slots=True)
class Budget:
    """
    How much work one graph may cause.

    Args:
        blank_nodes: how many blank nodes the graph may have.
        work: how many steps the n-degree hashing may take; a step is a related blank node
            hashed or put into a path, some microseconds. A credential whose blank nodes all
            differ needs none.
    """

    blank_nodes: int = 4_096
    work: int = 120_000


def canonicalize(
    quads: Iterable[Quad], *, algorithm: Algorithm = "sha256", budget: Budget = Budget()
) -> str:
    """
    Return the canonical N-Quads of a dataset: sorted lines, blank nodes named `_:c14n0`, ….

    Raises:
        BudgetExceeded: if the graph has too many blank nodes or is too symmetric.
    """
    dataset = list(dict.fromkeys(quads))
    issued = _issue_all(dataset, algorithm, budget)
    if not issued:
        return "".join(sorted(map(line_of, dataset)))
    name = issued.get
    lines = [
        line_of((name(subject, subject), predicate, name(obj, obj), name(graph, graph)))
        for subject, predicate, obj, graph in dataset
    ]
    lines.sort()
    return "".join(lines)


def canonical_labels(
    quads: Iterable[Quad], *, algorithm: Algorithm = "sha256", budget: Budget = Budget()
) -> dict[str, str]:
    """
    Return the issued identifiers map, from label to canonical label, both without `_:`.

    Raises:
        BudgetExceeded: if the graph has too many blank nodes or is too symmetric.
    """
    issued = _issue_all(list(dict.fromkeys(quads)), algorithm, budget)
    return {label[2:]: name[2:] for label, name in issued.items()}


def renamed(quad: Quad, issued: Mapping[str, str]) -> Quad:
    """Return the quad with its blank nodes called as `issued` says."""
    subject, predicate, obj, graph = quad
    return issued.get(subject, subject), predicate, issued.get(obj, obj), issued.get(graph, graph)


def blank_nodes_of(quad: Quad) -> tuple[str, ...]:
    """Return the blank nodes that a quad mentions, each once: subject, object, graph."""
    subject, _, obj, graph = quad
    return tuple({term: None for term in (subject, obj, graph) if term[:1] == "_"})


def first_degree_line(quad: Sequence[str], label: str) -> str:
    """Return a quad as it stands in the first-degree hash of `label`."""
    subject, predicate, obj, graph = quad
    return line_of(
        (
            "_:a" if subject == label else "_:z" if subject[0] == "_" else subject,
            predicate,
            "_:a" if obj == label else "_:z" if obj[0] == "_" else obj,
            "_:a" if graph == label else "_:z" if graph[:1] == "_" else graph,
        )
    )


def first_degree_hash(lines: Iterable[str], digest: Digest = hashlib.sha256) -> str:
    """Return the first-degree hash of the blank node whose quads have these lines."""
    return digest("".join(sorted(lines)).encode()).hexdigest()


def _issue_all(dataset: list[Quad], algorithm: Algorithm, budget: Budget) -> dict[str, str]:
    mentions = _mentions(dataset)
    if not mentions:
        return {}
    if len(mentions) > budget.blank_nodes:
        raise BudgetExceeded(
            f"The document has {len(mentions)} blank nodes; at most {budget.blank_nodes} are "
            "allowed. Give its objects an id"
        )
    return _Canonicalizer(mentions, algorithm, budget.work).run()


def _mentions(dataset: list[Quad]) -> dict[str, list[Quad]]:
    """Return for each blank node the quads that mention it, each once."""
    mentions: dict[str, list[Quad]] = {}
    for quad in dataset:
        subject, _, obj, graph = quad
        if subject[0] == "_":
            mentions.setdefault(subject, []).append(quad)
        if obj[0] == "_" and obj != subject:
            mentions.setdefault(obj, []).append(quad)
        if graph[:1] == "_" and graph not in (subject, obj):
            mentions.setdefault(graph, []).append(quad)
    return mentions


class _Issuer:
    """Hands out names in the order in which it is asked, the same name for the same node."""

    __slots__ = ("issued", "prefix")

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = {} if issued is None else issued

    def issue(self, label: str) -> str:
        name = self.issued.get(label)
        if name is None:
            name = self.issued[label] = f"{self.prefix}{len(self.issued)}"
        return name

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalizer:
    __slots__ = ("canonical", "digest", "first_degree", "mentions", "twins", "work_left")

    def __init__(self, mentions: dict[str, list[Quad]], algorithm: Algorithm, work: int) -> None:
        self.mentions = mentions
        self.canonical = _Issuer("_:c14n")
        self.digest: Digest = getattr(hashlib, algorithm)
        self.work_left = work
        self.twins: Twins | None = None
        self.first_degree = {label: self._hash_first_degree(label) for label in mentions}

    def run(self) -> dict[str, str]:
        by_hash: dict[str, list[str]] = {}
        for label, value in self.first_degree.items():
            by_hash.setdefault(value, []).append(label)
        shared = []
        for value in sorted(by_hash):
            if len(by_hash[value]) == 1:
                self.canonical.issue(by_hash[value][0])
            else:
                shared.append(by_hash[value])
        for labels in shared:
            self._issue_shared(labels)
        return self.canonical.issued

    def _issue_shared(self, labels: list[str]) -> None:
        """Name the nodes of one first-degree hash by their place in the whole graph."""
        results: list[tuple[str, _Issuer]] = []
        for label in labels:
            if label in self.canonical.issued:
                continue
            issuer = _Issuer("_:b")
            issuer.issue(label)
            results.append(self._hash_n_degree(label, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for label in issuer.issued:
                self.canonical.issue(label)

    def _hash(self, text: str) -> str:
        return self.digest(text.encode()).hexdigest()

    def _hash_first_degree(self, label: str) -> str:
        lines = [first_degree_line(quad, label) for quad in self.mentions[label]]
        return first_degree_hash(lines, self.digest)

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        name = self.canonical.issued.get(related) or issuer.issued.get(related)
        known = name or self.first_degree[related]
        predicate = "" if position == "g" else quad[1]
        return self._hash(f"{position}{predicate}{known}")

    def _related_by_hash(self, label: str, issuer: _Issuer) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        self._spend(4 + len(self.mentions[label]))
        for quad in self.mentions[label]:
            for position, related in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if related[:2] == "_:" and related != label:
                    value = self._hash_related(related, quad, issuer, position)
                    groups.setdefault(value, []).append(related)
        return groups

    def _hash_n_degree(self, label: str, issuer: _Issuer, depth: int = 0) -> tuple[str, _Issuer]:
        if depth > MAX_RECURSION:
            raise _too_much_alike()
        data = []
        groups = self._related_by_hash(label, issuer)
        for value in sorted(groups):
            path, issuer = self._best_path(groups[value], issuer, depth)
            data += [value, path]
        return self._hash("".join(data)), issuer

    def _best_path(self, related: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """Return the least path over all orders of `related`, and the issuer that made it."""
        best: tuple[str, _Issuer] | None = None
        for order in self._orders(related):
            self._spend(2 * len(order) + len(issuer.issued) // 16)
            found = self._path(order, issuer.copy(), None if best is None else best[0], depth)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        assert best is not None
        return best

    def _orders(self, related: list[str]) -> Iterable[Sequence[str]]:
        if len(related) == 1:
            return (related,)
        if self.twins is None:
            self.twins = twins_of(self.mentions)
        return distinct_orders(related, self.twins)

    def _path(
        self, order: Sequence[str], issuer: _Issuer, best: str | None, depth: int
    ) -> tuple[str, _Issuer] | None:
        """Return the path of one order; None as soon as it cannot be less than `best`."""
        path = ""
        deeper = []
        canonical, issued = self.canonical.issued, issuer.issued
        for related in order:
            name = canonical.get(related)
            if name is None:
                if related not in issued:
                    deeper.append(related)
                name = issuer.issue(related)
            path += name
        if _is_worse(path, best):
            return None
        for related in deeper:
            value, after = self._hash_n_degree(related, issuer, depth + 1)
            path += f"{issuer.issue(related)}<{value}>"
            issuer = after
            if _is_worse(path, best):
                return None
        return path, issuer

    def _spend(self, steps: int) -> None:
        self.work_left -= steps
        if self.work_left < 0:
            raise _too_much_alike()


def _too_much_alike() -> BudgetExceeded:
    return BudgetExceeded(
        "The objects of this document without an id are too much alike to be told apart in "
        "reasonable time; give them an id"
    )


def _is_worse(path: str, best: str | None) -> bool:
    return best is not None and len(path) >= len(best) and path > best
