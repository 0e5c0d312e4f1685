"""
N-Quads: the lines in which RDF-based proofs see a document.

A quad is four terms that are already written in the canonical form of RDFC-1.0, so that
canonicalisation can compare and hash them without writing them again.

Source: W3C, RDF Dataset Canonicalization (RDFC-1.0), section "Canonical form of N-Quads";
W3C, RDF 1.1 N-Quads, section "Grammar".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cairn.errors import MalformedInput

Quad = tuple[str, str, str, str]
"""Subject, predicate, object, graph: `<iri>`, `_:label` or a literal; graph "" is the default."""

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
XSD_BOOLEAN = XSD + "boolean"
XSD_INTEGER = XSD + "integer"
XSD_DOUBLE = XSD + "double"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_JSON = RDF + "JSON"
RDF_TYPE = f"<{RDF}type>"
RDF_FIRST = f"<{RDF}first>"
RDF_REST = f"<{RDF}rest>"
RDF_NIL = f"<{RDF}nil>"

_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}
_ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{chr(code): "\\" + letter for code, letter in _SHORT.items()},
}
_UNESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)

# an escape has its own number of digits: were it any number, a line of many would take for ever
_ESCAPE = r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
_IRI = rf'<([^\x00-\x20<>"{{}}|^`\\]*(?:{_ESCAPE}[^\x00-\x20<>"{{}}|^`\\]*)*)>'
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LABEL = r"0-9A-Za-z_\u00b7-\U000effff"
_BLANK = rf"(_:[{_LABEL}](?:[-.{_LABEL}:]*[-{_LABEL}:])?)"
_TEXT = r'"([^"\\\n\r]*(?:\\.[^"\\\n\r]*)*)"'
_LANGUAGE = r"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)"
_LINE = (
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*"
    rf"(?:{_IRI}|{_BLANK}|{_TEXT}(?:\^\^{_IRI}|{_LANGUAGE})?)[ \t]*"
    rf"(?:{_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:\#.*)?"
)
_NOTHING = re.compile(r"[ \t]*(?:\#.*)?")


def literal(text: str, *, datatype: str | None = None, language: str | None = None) -> str:
    """Return a literal term; `datatype` is an IRI, xsd:string is left out as RDFC-1.0 wants."""
    if language is not None:
        return f'"{escape(text)}"@{language}'
    if datatype is None or datatype == XSD_STRING:
        return f'"{escape(text)}"'
    return f'"{escape(text)}"^^<{datatype}>'


def escape(text: str) -> str:
    """Return `text` as it stands between the quotes of a canonical literal."""
    # of what can be printed, nothing else needs an escape
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    if _NEEDS_ESCAPE.search(text) is None:
        return text
    found = _ESCAPES.keys() & set(text)
    # kind by kind, the backslash first: a text of nothing else costs no more than any other
    for character in sorted(found, key="\\".__ne__):
        text = text.replace(character, _ESCAPES[character])
    return text


def unescape(text: str) -> str:
    """
    Return what an escaped literal or IRI says.

    Raises:
        MalformedInput: for an escape that N-Quads does not know, or a lone surrogate.
    """
    if "\\" not in text:
        return text
    return _ESCAPED.sub(_unescaped, text)


def parse_nquads(text: str) -> list[Quad]:
    """
    Return the quads of an N-Quads document, their terms in canonical form.

    Blank nodes keep their labels. Repeated lines are one quad.

    Raises:
        MalformedInput: naming the first line that is not N-Quads.
    """
    # compiled here and not above: it takes 30 ms, and a command that signs reads no N-Quads
    pattern = re.compile(_LINE)
    quads: dict[Quad, None] = {}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if _NOTHING.fullmatch(line):
            continue
        found = pattern.fullmatch(line)
        if found is None:
            raise MalformedInput(
                f"Line {number} is not N-Quads; write subject, predicate, object, "
                "an optional graph and a full stop"
            )
        try:
            quads[_quad(found)] = None
        except MalformedInput as error:
            raise MalformedInput(f"Line {number}: {error}") from None
    return list(quads)


def to_nquads(quads: list[Quad]) -> str:
    """Return the lines of `quads`, in their order."""
    return "".join(map(line_of, quads))


def line_of(quad: Sequence[str]) -> str:
    """Return one quad as a line, with its line end."""
    subject, predicate, obj, graph = quad
    if graph:
        return f"{subject} {predicate} {obj} {graph} .\n"
    return f"{subject} {predicate} {obj} .\n"


def _quad(found: re.Match[str]) -> Quad:
    s_iri, s_blank, p_iri, o_iri, o_blank, text, datatype, language, g_iri, g_blank = found.groups()
    if text is not None:
        kind = None if datatype is None else _iri(datatype)
        obj = literal(unescape(text), datatype=kind, language=language)
    else:
        obj = _resource(o_iri, o_blank)
    graph = "" if g_iri is None and g_blank is None else _resource(g_iri, g_blank)
    return _resource(s_iri, s_blank), _resource(p_iri, None), obj, graph


def _resource(iri: str | None, blank: str | None) -> str:
    if iri is None:
        return blank or ""
    return f"<{_iri(iri)}>"


def _iri(text: str) -> str:
    """Return what an IRI says; what may not stand in one may not be escaped in one either."""
    if "\\" not in text:
        return text
    iri = unescape(text)
    if _NOT_IN_IRI.search(iri) is not None:
        raise MalformedInput(f"<{text}> holds a character that no IRI may hold")
    return iri


def _unescaped(found: re.Match[str]) -> str:
    four, eight, letter = found.groups()
    if letter is not None:
        if letter not in _UNESCAPES:
            raise MalformedInput(f"\\{letter} is not an escape that N-Quads knows")
        return _UNESCAPES[letter]
    code = int(four or eight, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise MalformedInput(f"{found[0]} is not a character")
    return chr(code)
