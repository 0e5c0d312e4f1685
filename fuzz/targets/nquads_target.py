"""The reader of N-Quads: what pyoxigraph reads and we read is the same graph."""

from __future__ import annotations

import pyoxigraph

from cairn.errors import InputError
from cairn.vc.nquads import parse_nquads, to_nquads
from fuzz.promises import answer, promise


def seeds() -> list[bytes]:
    """Return lines with every kind of term, escape and white space."""
    lines = (
        '<urn:s> <urn:p> "a\\n\\u0041\\U0001F393"@en-GB <urn:g> .\n',
        "_:a.b <urn:p> _:c <urn:g> . # words\r\n\r\n",
        "<urn:s><urn:p><urn:o>.",
        '<urn:s> <urn:p> "1"^^<urn:t> _:g .\n_:a <urn:p> _:a .',
        '<http://a.example/\\u00E9> <urn:p> "\\t\\b\\f\\r\\\'\\"\\\\" .',
    )
    return [line.encode() for line in lines]


def check(data: bytes) -> None:
    """Compare with pyoxigraph; print and read again."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    quads = answer(lambda: parse_nquads(text), InputError)
    if quads is None:
        return
    printed = to_nquads(quads)
    promise(parse_nquads(printed) == quads, "printed and read again, it differs")
    expected = _oxigraph(text)
    if expected is not None:
        promise(_oxigraph(printed) == expected, "pyoxigraph reads another graph")


def _oxigraph(text: str) -> set[str] | None:
    try:
        found = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)
        return {str(quad) for quad in found}
    except SyntaxError:
        return None
