"""Vectors: RFC 8785, section 3.2.2-3.2.3 and appendix B (numbers)."""

import json
import struct

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn.vc.jcs import canonical_json

NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_numbers_are_written_as_in_appendix_b(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical_json(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(2**53, "9007199254740992"), (-(2**53), "-9007199254740992"), (1.5e100, "1.5e+100")],
)
def test_numbers_at_the_edge_of_a_notation_are_written_as_they_are(number, text):
    assert canonical_json(number) == text


def test_what_is_nested_deeper_than_64_levels_is_refused():
    def nested(levels):
        return "text" if levels == 0 else [nested(levels - 1)]

    assert canonical_json(nested(64)) == "[" * 64 + '"text"' + "]" * 64
    with pytest.raises(InputTooLarge, match="64 levels"):
        canonical_json(nested(65))


def test_the_sample_object_of_the_rfc():
    sample = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '€$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }

    assert canonical_json(sample) == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_members_are_sorted_by_utf_16_code_units():
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    in_order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]

    assert list(json.loads(canonical_json(dict.fromkeys(names, 0)))) == in_order


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1}, b"a", 2**53 + 1, -(2**53) - 1])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(MalformedInput):
        canonical_json({"a": [value]})
