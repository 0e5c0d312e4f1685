"""Strict YAML: maps, lists and plain values; nothing that refers, guesses or constructs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.text import has_forbidden, text_of

LARGEST_INTEGER = 2**53
MAX_NODES = 100_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_MISSING = object()


def read_yaml(data: bytes | str, *, max_bytes: int = 1 << 20, max_depth: int = 64) -> Any:
    """
    Return the value of one YAML document; None if it is empty.

    Keys are always texts. A plain value is a boolean only as `true` or `false`, empty only as
    `null`, `~` or nothing, a number only in plain decimal form; all else, such as `yes`,
    `2026-03-02`, `1:30` or `010`, stays the text that stands there.

    Raises:
        InputTooLarge: beyond `max_bytes`, `max_depth` or 100,000 keys and values.
        MalformedInput: not YAML in UTF-8, several documents, a tag, an anchor or an alias, a
            repeated key, a key that is not a text, an integer beyond 2^53. The text names
            line and column.
    """
    text = text_of(data, max_bytes=max_bytes, allow_bom=True)
    strange = _UNPRINTABLE.search(text)
    if strange is not None:
        line = text.count("\n", 0, strange.start()) + 1
        column = strange.start() - text.rfind("\n", 0, strange.start())
        raise MalformedInput(
            f"Line {line}, column {column}: the character U+{ord(strange[0]):04X}; remove it"
        )
    builder = _Builder(max_depth)
    try:
        builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise MalformedInput(f"{_where(error.problem_mark)}: not YAML, {error.problem}") from None
    except yaml.YAMLError as error:
        raise MalformedInput(f"Not YAML: {str(error).splitlines()[0]}") from None
    return builder.result


@dataclass(slots=True)
class _Open:
    """A list or map that is not closed yet; `key` is the key whose value comes next."""

    value: Any
    key: Any = _MISSING


@dataclass(slots=True)
class _Builder:
    max_depth: int
    result: Any = None
    documents: int = 0
    nodes: int = 0
    open: list[_Open] = field(default_factory=list)

    def build(self, events: Iterable[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self._count(event)
                _refuse_reference(event)
            if isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
            elif isinstance(event, yaml.ScalarEvent):
                self._add_scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise InputTooLarge(
                f"{_where(event.start_mark)}: more than {MAX_NODES:,} keys and values; split it"
            )

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise MalformedInput(f"{_where(event.start_mark)}: a second document; keep one")

    def _start(self, value: Any, event: Any) -> None:
        if len(self.open) >= self.max_depth:
            raise InputTooLarge(
                f"{_where(event.start_mark)}: nested deeper than {self.max_depth} levels"
            )
        if self._awaits_key():
            raise MalformedInput(f"{_where(event.start_mark)}: a key must be a text")
        self._add(value)
        self.open.append(_Open(value))

    def _add_scalar(self, event: Any) -> None:
        wrong = has_forbidden(event.value)
        if wrong is not None:
            raise MalformedInput(f"{_where(event.start_mark)}: holds {wrong}; remove it")
        if not self._awaits_key():
            self._add(_value_of(event))
            return
        inner = self.open[-1]
        if event.value in inner.value:
            raise MalformedInput(
                f"{_where(event.start_mark)}: the key {event.value[:80]!r} stands twice; keep one"
            )
        inner.key = event.value

    def _awaits_key(self) -> bool:
        return (
            bool(self.open)
            and isinstance(self.open[-1].value, dict)
            and self.open[-1].key is _MISSING
        )

    def _add(self, value: Any) -> None:
        if not self.open:
            self.result = value
        elif isinstance(self.open[-1].value, list):
            self.open[-1].value.append(value)
        else:
            self.open[-1].value[self.open[-1].key] = value
            self.open[-1].key = _MISSING


def _refuse_reference(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise MalformedInput(f"{_where(event.start_mark)}: an alias (*); write the value again")
    if event.anchor is not None:
        raise MalformedInput(f"{_where(event.start_mark)}: an anchor (&); remove it")
    if event.tag is not None:
        raise MalformedInput(f"{_where(event.start_mark)}: a tag (!); remove it")


def _value_of(event: Any) -> Any:
    text: str = event.value
    if event.style is not None and event.style != "":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return _decimal(text, event)
    if _INTEGER.fullmatch(text) is None:
        return text
    if len(text) > 17 or abs(int(text)) > LARGEST_INTEGER:
        raise MalformedInput(
            f"{_where(event.start_mark)}: the integer {text[:24]} is beyond 2^53; put it in quotes"
        )
    return int(text)


def _decimal(text: str, event: Any) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise MalformedInput(f"{_where(event.start_mark)}: {text[:24]} is too large a number")
    return number


def _where(mark: Any) -> str:
    if mark is None:
        return "Somewhere"
    return f"Line {mark.line + 1}, column {mark.column + 1}"
