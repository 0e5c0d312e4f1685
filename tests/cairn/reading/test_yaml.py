import json
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import InputError, InputTooLarge, MalformedInput
from cairn.reading import read_yaml
from tests.pace import at_most
from tests.shared_data import shared_data

texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


class Unanchored(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


@given(values, st.sampled_from([True, False]))
def test_what_pyyaml_writes_is_read_again(value, flow):
    text = yaml.dump(value, Dumper=Unanchored, default_flow_style=flow, allow_unicode=True)

    assert read_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: [no, on, off, Yes, True, TRUE, ~, null, Null]",
         {"a": ["no", "on", "off", "Yes", "True", "TRUE", None, None, "Null"]}),
        ("a: [true, false, 'true']", {"a": [True, False, "true"]}),
        ("a: 2026-03-02", {"a": "2026-03-02"}),
        ("a: 2026-03-02T09:00:00Z", {"a": "2026-03-02T09:00:00Z"}),
        ("a: 12:30:45", {"a": "12:30:45"}),
        ("a: [010, 0o10, 0x1F, 1_000, 0b1]", {"a": ["010", "0o10", "0x1F", "1_000", "0b1"]}),
        ("a: [0, -3, +4, 3.50, -0.5, 1.5e3]", {"a": [0, -3, 4, 3.5, -0.5, 1500.0]}),
        ("a: [.5, 1., 1e3, .inf, .nan, =, <<]",
         {"a": [".5", "1.", "1e3", ".inf", ".nan", "=", "<<"]}),
        ("a: '8'", {"a": "8"}),
        ('a: "8"', {"a": "8"}),
        ("a: |\n  8\n", {"a": "8\n"}),
        ("1: x\ntrue: y\n2026-03-02: z", {"1": "x", "true": "y", "2026-03-02": "z"}),
        ("a:\nb:", {"a": None, "b": None}),
        ("- a\n- - b\n  - c: d\n", ["a", ["b", {"c": "d"}]]),
        ("", None),
        ("# only a note\n", None),
        ("\ufeffa: é", {"a": "é"}),
        ("--- 5\n...\n", 5),
    ],
)  # fmt: skip
def test_plain_values_are_what_they_look_like(text, value):
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: &x 1\nb: *x", "Line 1, column 4"),
        ("a: 1\nb: *x", "Line 2, column 4"),
        ("a: !!python/object:os.system x", "Line 1, column 4"),
        ("a: !!str 1", "Line 1, column 4"),
        ("a: ! 1", "Line 1, column 4"),
        ("a: 1\nb: 2\na: 3", "Line 3, column 1"),
        ("{a: 1, 'a': 2}", "Line 1, column 8"),
        ("? [a]\n: b", "Line 1, column 3"),
        ("? {a: b}\n: c", "Line 1, column 3"),
        ("a: 1\n---\nb: 2", "Line 2, column 1"),
        ("a: 9007199254740993", "Line 1, column 4"),
        ("a: " + "9" * 400 + ".0", "Line 1, column 4"),
        ('a: "\\0"', "Line 1, column 4"),
        ("a: [1", "Line"),
        ("a: b: c", "Line 1"),
        ("\ta: 1", "Line 1"),
        ('a: "\\ud800"', "Line 1, column"),
        ("a: 1\nb: \x01", "Line 2, column 4: the character U\\+0001"),
    ],
)
def test_what_refers_guesses_or_constructs_is_refused_with_its_place(text, where):
    with pytest.raises(MalformedInput, match=where):
        read_yaml(text)


def test_bytes_must_be_utf_8():
    assert read_yaml("é: 1".encode()) == {"é": 1}
    with pytest.raises(MalformedInput, match="Line 2"):
        read_yaml(b"a: 1\nb: \xe9")


def test_depth_is_limited():
    assert read_yaml("[" * 64 + "]" * 64)
    with pytest.raises(InputTooLarge, match="64 levels"):
        read_yaml("[" * 65 + "]" * 65)


def test_keys_and_values_are_counted():
    assert len(read_yaml("- a\n" * 99_999)) == 99_999
    with pytest.raises(InputTooLarge, match="Line 100000, column 3: more than 100,000"):
        read_yaml("- a\n" * 100_000)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        "{a: " * 200_000,
        "- " * 300_000,
        "? " * 300_000,
        "a: &a " * 1000,
        "- a\n" * 260_000,
    ],
)
def test_hostile_input_is_refused_without_a_hang(text):
    started = process_time()
    with pytest.raises(InputError):
        read_yaml(text)

    assert process_time() - started < at_most(1)


@pytest.mark.shared
def test_metadata_of_exercism_is_read_as_json_reads_it():
    folder = shared_data("exercism-python")
    files = sorted(folder.rglob("*.json"))[:20]

    assert files
    for path in files:
        assert read_yaml(path.read_bytes()) == json.loads(path.read_bytes())
