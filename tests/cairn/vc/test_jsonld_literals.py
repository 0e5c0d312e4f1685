import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import MalformedCredential
from cairn.vc.jsonld_literals import double_form, native_literal, text_literal
from cairn.vc.nquads import XSD
from tests.pyld_oracle import pyld_canonical

CONTEXT = {"@context": {"id": "@id", "v": "urn:v", "d": {"@id": "urn:d", "@type": f"{XSD}double"}}}


def theirs(**members):
    document = {"@context": "urn:c", "id": "urn:s", **members}
    line = pyld_canonical(document, load=lambda _: CONTEXT)
    return line.split(" ", 2)[2].removesuffix(" .\n")


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (True, f'"true"^^<{XSD}boolean>'),
        (False, f'"false"^^<{XSD}boolean>'),
        (0, f'"0"^^<{XSD}integer>'),
        (-7, f'"-7"^^<{XSD}integer>'),
        (1.0, f'"1"^^<{XSD}integer>'),
        (-0.0, f'"0"^^<{XSD}integer>'),
        (1e20, f'"100000000000000000000"^^<{XSD}integer>'),
        (1e21, f'"1.0E21"^^<{XSD}double>'),
        (10**21, f'"1.0E21"^^<{XSD}double>'),
        (5.3, f'"5.3E0"^^<{XSD}double>'),
        (0.1, f'"1.0E-1"^^<{XSD}double>'),
        (-1234.5, f'"-1.2345E3"^^<{XSD}double>'),
        (5e-324, f'"4.940656458412465E-324"^^<{XSD}double>'),
    ],
)
def test_numbers_and_booleans_are_written_as_the_standard_says(value, literal):
    """JSON-LD 1.1 API, section "Data Round Tripping"; canonical forms of XML Schema."""
    assert native_literal(value) == literal


def test_a_datatype_renames_the_literal_and_double_rewrites_it():
    assert native_literal(1, f"{XSD}float") == f'"1"^^<{XSD}float>'
    assert native_literal(1.5, f"{XSD}float") == f'"1.5E0"^^<{XSD}float>'
    assert native_literal(1, f"{XSD}double") == f'"1.0E0"^^<{XSD}double>'
    assert native_literal(True, f"{XSD}string") == '"true"'


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda n: n != int(n)))
def test_decimals_are_written_as_pyld_writes_them(number):
    """Oracle: PyLD 3.3.0."""
    assert native_literal(number) == theirs(v=number)
    assert native_literal(number, f"{XSD}double") == theirs(d=number)


@given(st.integers(-(2**53), 2**53))
def test_integers_are_written_as_pyld_writes_them(number):
    assert native_literal(number) == theirs(v=number)
    assert native_literal(number, f"{XSD}double") == theirs(d=number)


@given(st.floats(-1e308, 1e308))
def test_the_form_of_a_double_is_canonical_and_reads_back_to_15_digits(number):
    form = double_form(number)

    assert float(form) == pytest.approx(number, rel=1e-15, abs=5e-324)
    assert "E+" not in form
    assert "." in form


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(MalformedCredential):
        native_literal(value)


def test_language_and_direction_are_kept():
    assert text_literal("a", language="DE-ch") == '"a"@de-ch'
    assert text_literal("a", direction="rtl") == '"a"^^<https://www.w3.org/ns/i18n#_rtl>'
    assert (
        text_literal("a", language="AR", direction="rtl")
        == '"a"^^<https://www.w3.org/ns/i18n#ar_rtl>'
    )


@pytest.mark.parametrize(
    "how",
    [
        {"language": ""},
        {"language": "en us"},
        {"language": "en_US"},
        {"language": "-en"},
        {"language": 'en" <urn:x> .'},
        {"language": "en\n"},
        {"language": "muchtoolong"},
        {"direction": "up"},
        {"direction": ""},
    ],
)
def test_a_malformed_language_or_direction_is_refused_with_its_place(how):
    with pytest.raises(MalformedCredential, match=r"\$\.name"):
        text_literal("a", path=((), "name"), **how)


def test_half_of_a_surrogate_pair_is_refused():
    with pytest.raises(MalformedCredential, match="surrogate"):
        text_literal("a\ud800", path=((), "name"))
