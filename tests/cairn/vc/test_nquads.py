import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import MalformedInput
from cairn.vc.nquads import escape, line_of, literal, parse_nquads, to_nquads, unescape

characters = st.text(st.characters(exclude_categories=["Cs"]))


def written_by_oxigraph(text):
    term = pyoxigraph.Literal(text)
    subject = pyoxigraph.NamedNode("urn:s")
    dataset = pyoxigraph.Dataset([pyoxigraph.Quad(subject, subject, term)])
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return str(dataset).strip()


@pytest.mark.parametrize(
    ("character", "written"),
    [
        ("\x00", "\\u0000"),
        ("\x07", "\\u0007"),
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\x0b", "\\u000B"),
        ("\f", "\\f"),
        ("\r", "\\r"),
        ("\x0e", "\\u000E"),
        ("\x1f", "\\u001F"),
        ('"', '\\"'),
        ("\\", "\\\\"),
        ("\x7f", "\\u007F"),
        ("\x80", "\x80"),
        ("\x85", "\x85"),
        ("\u2028", "\u2028"),
        ("'", "'"),
        ("é", "é"),
        ("😀", "😀"),
    ],
)
def test_characters_are_escaped_as_the_canonical_form_says(character, written):
    """RDFC-1.0, section "Canonical form of N-Quads"."""
    assert escape(f"a{character}b") == f"a{written}b"
    assert unescape(written) == character


@given(characters)
def test_a_text_comes_back_from_its_escaped_form(text):
    assert unescape(escape(text)) == text
    assert parse_nquads(f"<urn:s> <urn:p> {literal(text)} .") == [
        ("<urn:s>", "<urn:p>", literal(text), "")
    ]


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_a_text_is_written_as_oxigraph_writes_it(text):
    """Oracle: pyoxigraph 0.5.13."""
    assert written_by_oxigraph(text) == f"<urn:s> <urn:s> {literal(text)} ."


def test_xsd_string_is_left_out_and_other_types_are_kept():
    assert literal("a", datatype="http://www.w3.org/2001/XMLSchema#string") == '"a"'
    assert literal("1", datatype="urn:t") == '"1"^^<urn:t>'
    assert literal("a", language="de-CH") == '"a"@de-CH'


@pytest.mark.parametrize(
    ("line", "quad"),
    [
        ("<urn:s> <urn:p> <urn:o> .", ("<urn:s>", "<urn:p>", "<urn:o>", "")),
        ("_:a<urn:p>_:b.c.", ("_:a", "<urn:p>", "_:b.c", "")),
        ('_:a\t<urn:p> "x" <urn:g> . # note', ("_:a", "<urn:p>", '"x"', "<urn:g>")),
        ('_:a <urn:p> "x"@en-GB _:g .', ("_:a", "<urn:p>", '"x"@en-GB', "_:g")),
        (r'_:a <urn:p> "\u00E9\U0001F600\'" .', ("_:a", "<urn:p>", '"é😀\'"', "")),
        (r"<urn:\u00e9> <urn:p> _:1 .", ("<urn:é>", "<urn:p>", "_:1", "")),
        (
            '_:a <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .',
            ("_:a", "<urn:p>", '"x"', ""),
        ),
    ],
)
def test_a_line_is_read_into_canonical_terms(line, quad):
    assert parse_nquads(line) == [quad]


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> .",
        '"x" <urn:p> <urn:o> .',
        "<urn:s> _:p <urn:o> .",
        "<urn:s> <urn:p> 'x' .",
        '<urn:s> <urn:p> "x" "y" .',
        '<urn:s> <urn:p> "\\x" .',
        '<urn:s> <urn:p> "\\ud800" .',
        '<urn:s> <urn:p> "\\U00110000" .',
        "<urn:s> <urn:p> <urn: o> .",
        "<urn:s> <urn:p> <urn:\\u0020o> .",
        "<urn:s> <urn:p\\u0001> <urn:o> .",
        '<urn:s> <urn:p> "x"^^<urn:\\u003e> .',
        '<urn:s> <urn:p> "x"@ .',
        '<urn:s> <urn:p> "x"^^_:b .',
        "<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .",
        '<urn:s> <urn:p> "open .',
        "# note\n\n nonsense",
    ],
)
def test_what_is_not_n_quads_is_refused_with_its_line(line):
    with pytest.raises(MalformedInput, match=f"Line {line.count(chr(10)) + 1}"):
        parse_nquads(line)


def test_repeated_lines_are_one_quad_and_empty_ones_none():
    text = "<urn:s> <urn:p> _:a .\r\n\r\n# note\n<urn:s> <urn:p> _:a .\n"

    assert to_nquads(parse_nquads(text)) == "<urn:s> <urn:p> _:a .\n"


def test_the_default_graph_is_not_written():
    assert line_of(("_:a", "<urn:p>", "_:b", "")) == "_:a <urn:p> _:b .\n"
    assert line_of(("_:a", "<urn:p>", "_:b", "_:g")) == "_:a <urn:p> _:b _:g .\n"
