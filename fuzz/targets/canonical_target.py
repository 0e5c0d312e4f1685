"""
The canonicaliser: what the recommendation makes of a graph, whatever its labels and its order.

Told by a literal reading of it and, for the default graph, by pyoxigraph. Where they differ in how
much work they take upon themselves, a refusal is no break.
"""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph

from cairn.errors import BudgetExceeded
from cairn.vc.nquads import Quad, line_of, parse_nquads, to_nquads
from cairn.vc.rdfc import Algorithm, canonical_labels, canonicalize
from fuzz.choices import Choices
from fuzz.literal_rdfc import Literally, TooMuch
from fuzz.promises import answer, promise, timely

LABELS = tuple(f"_:n{number}" for number in range(9))
IRIS = ("<urn:a>", "<urn:b>", "<urn:c>")
LITERALS = ('"x"', '"\\u0001\\n"', '"x"@en', '"1"^^<urn:t>', '"\U0001f393\\\\"', '""')
MOST_LABELS = 6  # of which pyoxigraph tries every order
ALGORITHMS: tuple[tuple[Algorithm, pyoxigraph.CanonicalizationAlgorithm], ...] = (
    ("sha256", pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0),
    ("sha384", pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384),
)


def seeds() -> list[bytes]:
    """Return choices of a ring, a star, a clique and nothing."""
    ring = b"".join(bytes([n, 0, n + 1, 0]) for n in range(8))
    star = b"".join(bytes([0, 0, n + 1, 0]) for n in range(8))
    clique = b"".join(bytes([a, 0, b, 0]) for a in range(5) for b in range(5) if a != b)
    return [b"", b"\0" + ring, b"\1" + star, b"\0" + clique]


def check(data: bytes) -> None:
    """Compare with pyoxigraph; give other labels in another order; read the text again."""
    choices = Choices(data)
    algorithm, other = choices.one_of(ALGORITHMS)
    quads = _graph(choices)
    text = answer(lambda: canonicalize(quads, algorithm=algorithm), BudgetExceeded)
    if text is None:
        return
    _promise_that_labels_do_not_matter(quads, text, algorithm)
    _promise_that_the_text_is_its_own(text, algorithm)
    labels = {f"_:{a}": f"_:{b}" for a, b in canonical_labels(quads, algorithm=algorithm).items()}
    lines = {line_of(_labelled(quad, labels)) for quad in quads}
    promise("".join(sorted(lines)) == text, "the labels do not lead to the text")
    with suppress(TooMuch):
        promise(Literally(quads, algorithm).text() == text, "the recommendation says otherwise")
    if len(labels) <= MOST_LABELS and not any(quad[3] for quad in quads):
        promise(_oxigraph(quads, other) == text, "pyoxigraph makes something else of it")


def _promise_that_labels_do_not_matter(quads: list[Quad], text: str, algorithm: Algorithm) -> None:
    """
    Give other labels in another order: nothing changes, unless the recommendation says so.

    Where quads stand in named graphs, RDFC-1.0 can give two texts to one dataset: the hash of a
    related blank node (section 4.7.3) says nothing of the graph that relates it.
    """
    renamed = [_renamed(quad) for quad in reversed(quads)]
    again = timely(lambda: canonicalize(renamed, algorithm=algorithm))
    if again != text:
        promise(any(quad[3] for quad in quads), "labels matter")
        with suppress(TooMuch):
            promise(Literally(renamed, algorithm).text() == again, "labels matter to us alone")


def _promise_that_the_text_is_its_own(text: str, algorithm: Algorithm) -> None:
    """Canonicalise what is canonical: nothing changes, with the same exception."""
    quads = parse_nquads(text)
    again = timely(lambda: canonicalize(quads, algorithm=algorithm))
    if again != text:
        promise(any(quad[3] for quad in quads), "the text is not its own")
        with suppress(TooMuch):
            promise(Literally(quads, algorithm).text() == again, "the text is not its own to us")


def _graph(choices: Choices) -> list[Quad]:
    quads = []
    while choices.left and len(quads) < 64:
        subject = choices.one_of(LABELS + IRIS)
        predicate = choices.one_of(IRIS)
        obj = choices.one_of(LABELS + IRIS + LITERALS)
        graph = choices.one_of(("", "", "", "<urn:g>", *LABELS[:3]))
        quads.append((subject, predicate, obj, graph))
    return quads


def _labelled(quad: Quad, labels: dict[str, str]) -> Quad:
    subject, predicate, obj, graph = (labels.get(term, term) for term in quad)
    return subject, predicate, obj, graph


def _renamed(quad: Quad) -> Quad:
    """Return `quad` with its labels in the other order."""
    return _labelled(quad, {f"_:n{number}": f"_:m{9 - number}" for number in range(9)})


def _oxigraph(quads: list[Quad], algorithm: pyoxigraph.CanonicalizationAlgorithm) -> str:
    parsed = pyoxigraph.parse(to_nquads(quads).encode(), pyoxigraph.RdfFormat.N_QUADS)
    dataset = pyoxigraph.Dataset(parsed)
    dataset.canonicalize(algorithm)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))
