"""Every target of `fuzz/` keeps its promises for its seeds, and for what was once found."""

from __future__ import annotations

from pathlib import Path

import pytest

from cairn.errors import MalformedInput
from fuzz.choices import Choices
from fuzz.promises import Broken, answer
from fuzz.targets import NAMES, target
from fuzz.trees import leaves, members, with_leaf, with_name

FINDINGS = Path(__file__).parent / "findings"
found = sorted(path for path in FINDINGS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", found, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_holds_now(path):
    target(path.parent.name).check(path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_a_target_holds_for_its_seeds(name):
    for seed in target(name).seeds():
        target(name).check(seed)


def test_a_refusal_is_an_answer_and_any_other_error_is_a_finding():
    def refuse():
        raise MalformedInput("why")

    def break_off():
        raise KeyError("id")

    assert answer(refuse) is None
    with pytest.raises(KeyError):
        answer(break_off)


def test_a_refusal_of_another_kind_or_without_a_word_is_a_finding():
    def refuse(text):
        raise MalformedInput(text)

    with pytest.raises(Broken, match="says nothing"):
        answer(lambda: refuse(" "))
    with pytest.raises(MalformedInput):
        answer(lambda: refuse("why"), type("Other", (MalformedInput,), {}))


def test_too_long_an_answer_is_a_finding(monkeypatch):
    monkeypatch.setattr("fuzz.promises.LONGEST", -1.0)

    with pytest.raises(Broken, match="it took"):
        answer(lambda: 1)


def test_bytes_that_are_used_up_choose_the_first():
    choices = Choices(b"\x02\x01\x00")

    assert [choices.one_of("abc"), choices.number(300), choices.one_of("abc")] == ["c", 256, "a"]


def test_a_leaf_and_a_name_are_changed_in_a_copy():
    tree = {"a": [{"b": 1}], "@context": "c"}

    assert list(leaves(tree)) == [(("a", 0, "b"), 1)]
    assert list(members(tree)) == [("a",), ("a", 0, "b")]
    assert with_leaf(tree, ("a", 0, "b"), 2) == {"a": [{"b": 2}], "@context": "c"}
    assert with_name(tree, ("a", 0, "b"), "d") == {"a": [{"d": 1}], "@context": "c"}
    assert tree == {"a": [{"b": 1}], "@context": "c"}
