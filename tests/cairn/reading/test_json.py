import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import InputError, InputTooLarge, MalformedInput
from cairn.reading import read_json
from tests.pace import at_most

keys = st.text(st.characters(categories=["L"]))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
    max_leaves=20,
)


@given(values, st.booleans())
def test_what_python_writes_is_read_again(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)

    assert read_json(text) == read_json(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "\\u0062": 2}}',
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "1e999",
        "9007199254740993",
        "-9007199254740993",
        "1" * 5000,
        '"\\ud800"',
        '{"\\udc00": 1}',
        '"\\u0000"',
        '{"a\\u0000": 1}',
        '"a\nb"',
        "\ufeff{}",
        "{} {}",
        "{},",
        "",
        " ",
        "{",
        "'a'",
        "[1,]",
        "01",
        "tru",
        "]",
        '"\\x"',
        "{1: 2}",
        "/* note */ {}",
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(text):
    with pytest.raises(MalformedInput):
        read_json(text)
    with pytest.raises(MalformedInput):
        read_json(text.encode("utf-8"))


@pytest.mark.parametrize(
    "data", [b"\xff", b'"\xed\xa0\x80"', b'"\xc0\x80"', b"\xff\xfe{\x00}\x00", b'{"a":"\xe9"}']
)
def test_bytes_that_are_not_utf_8_are_refused(data):
    with pytest.raises(MalformedInput, match="Line 1"):
        read_json(data)


def test_a_lone_surrogate_in_a_text_that_is_already_decoded_is_refused():
    with pytest.raises(MalformedInput, match="surrogate"):
        read_json('"\ud800"')


def test_a_pair_of_surrogate_escapes_is_one_character():
    assert read_json('"\\ud83d\\ude00"') == "😀"


def test_the_largest_integer_is_read_and_a_large_decimal_too():
    assert read_json("[9007199254740992, 1e20]") == [2**53, 1e20]


def test_the_error_names_the_place():
    with pytest.raises(MalformedInput, match="Line 3, column 8"):
        read_json('{\n  "a": 1,\n  "b": ?\n}')


def test_a_repeated_key_is_named():
    with pytest.raises(MalformedInput, match="'type' stands twice"):
        read_json('{"type": 1, "id": 2, "type": 3}')


def test_depth_counts_objects_and_arrays_but_not_brackets_in_texts():
    assert read_json("[" * 64 + "]" * 64)
    assert read_json('["' + "[" * 100 + '\\"{{{{"]')
    with pytest.raises(InputTooLarge, match="64 levels"):
        read_json('{"a":' * 65 + "1" + "}" * 65)


def test_size_is_counted_in_bytes():
    assert read_json('"ééé"', max_bytes=8) == "ééé"
    with pytest.raises(InputTooLarge):
        read_json('"ééé"', max_bytes=7)


def test_members_are_counted_over_the_whole_text():
    assert len(read_json("[" + ",".join(["1"] * 9_999) + "]")) == 9_999
    with pytest.raises(InputTooLarge, match="10,000 members"):
        read_json("[" + ",".join(["[1,2]"] * 5_000) + "]")


@pytest.mark.parametrize(
    "data",
    [
        b"[" * (1 << 20),
        b'{"a":' * 200_000,
        b"[]" * 500_000,
        b"[" + b"[]," * 349_000 + b"1]",
        b'"' + b'\\"' * 524_000,
        b'\\"' * 524_000,
        b'"' * (1 << 20),
        b"," * (1 << 20),
        b"]" * (1 << 20),
        b"1" * (1 << 20),
        b"-" * (1 << 20),
        b" " * (1 << 20),
        b"[1" + b" " * 1_000_000 + b"]x",
        b'"' + b"\\u0061" * 174_000,
        b"[" * (64 << 20),
    ],
)
def test_hostile_input_is_refused_at_once(data):
    started = process_time()
    with pytest.raises(InputError):
        read_json(data)

    assert process_time() - started < at_most(0.2)
