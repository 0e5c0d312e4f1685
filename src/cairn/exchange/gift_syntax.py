"""
The syntax of GIFT, Moodle's text format for questions: text -> items as they were written.

What a question means for Cairn is decided in `cairn.exchange.gift`; here nothing is lost.

Source: Moodle documentation, "GIFT format"; where it is silent, Moodle's `format/gift/format.php`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cairn.errors import MalformedInput

PARAGRAPHS_OF_AN_ITEM = 20
"""How many blank lines may stand between a `{` and its `}` before it counts as forgotten."""

MAX_ANSWERS = 200

BLANK = "_____"

_FORMAT_MARK = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_NOTE = re.compile(r"\[(id|tag):([^\[\]]{0,200})\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,10})?)%")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?=#|$)", re.IGNORECASE)

# Escaped characters become noncharacters while the syntax is looked at.
_ESCAPES = dict(zip(r"\:#={}~", map(chr, range(0xFDD0, 0xFDE0)), strict=False))
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MEANT = {mark: char for char, mark in _ESCAPES.items()}
_NEWLINE = chr(0xFDDF)


class GiftType(StrEnum):
    CATEGORY = "Category"
    DESCRIPTION = "Description"
    ESSAY = "Essay"
    TRUE_FALSE = "TF"
    CHOICE = "MC"
    SHORT = "Short"
    NUMERICAL = "Numerical"
    MATCHING = "Matching"
    UNREADABLE = "Unreadable"


@dataclass(frozen=True, slots=True)
class GiftText:
    """A text and its format: html, moodle, plain or markdown."""

    text: str
    format: str


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """
    An answer after `=` (`is_right`) or `~`.

    Args:
        weight: per cent, or None if none is written.
        match: what stands after `->`, or None.
    """

    is_right: bool
    text: GiftText
    weight: float | None = None
    feedback: GiftText | None = None
    match: str | None = None


@dataclass(frozen=True, slots=True)
class GiftItem:
    """
    One item of a file, as written.

    Args:
        line: where it begins, from 1.
        stem: what is asked; for an answer in the middle of a sentence with `_____` in its place.
        wrong_feedback, right_feedback: of a true-false question, by Moodle's order.
        problem: what could not be read, of an unreadable item.
    """

    line: int
    type: GiftType
    title: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    stem: GiftText = GiftText("", "moodle")
    answers: tuple[GiftAnswer, ...] = ()
    is_true: bool = False
    wrong_feedback: GiftText | None = None
    right_feedback: GiftText | None = None
    general_feedback: GiftText | None = None
    problem: str = ""


@dataclass(slots=True)
class _Block:
    """Lines without a blank line between, and the notes in the comments above and inside."""

    line: int
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def parse_gift(text: str) -> list[GiftItem]:
    """
    Return the items of a GIFT file in their order; what cannot be read is an item too.

    Raises:
        MalformedInput: if the text holds characters that no text may hold.
    """
    if found := re.search("[\0\ufdd0-\ufdef]", text):
        raise MalformedInput(
            f"the file holds the character U+{ord(found[0]):04X} at {found.start()}"
        )
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    hidden = _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], _NEWLINE), plain)
    return [_item(block) for block in _whole_blocks(list(_blocks(hidden)))]


def _blocks(text: str) -> Iterator[_Block]:
    """Yield runs of lines; comments vanish but leave their notes, a category stands alone."""
    block = _Block(1)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith("//"):
            block.notes += _NOTE.findall(line)
        elif line.strip() and not line.lstrip().startswith("$CATEGORY:"):
            block.line = number if not block.lines else block.line
            block.lines.append(line)
        else:
            if block.lines:
                yield block
                block = _Block(number)
            if line.strip():
                yield _Block(number, [line.strip()])
    if block.lines:
        yield block


def _whole_blocks(blocks: list[_Block]) -> Iterator[_Block]:
    """Join blocks where a blank line stands between braces."""
    texts = [block.text for block in blocks]
    opened = [text.count("{") - text.count("}") for text in texts]
    begins = [text.lstrip().startswith(("::", "$CATEGORY:")) for text in texts]
    at = 0
    while at < len(blocks):
        end = _end_of(opened, begins, at)
        lines = "\n\n".join(texts[at:end]).split("\n")
        notes = [note for block in blocks[at:end] for note in block.notes]
        yield _Block(blocks[at].line, lines, notes)
        at = end


def _end_of(opened: list[int], begins: list[bool], at: int) -> int:
    """Return where the item that begins at block `at` ends; at once if its brace never closes."""
    depth = opened[at]
    end = at + 1
    last = min(at + PARAGRAPHS_OF_AN_ITEM, len(opened))
    while depth > 0 and end < last and not begins[end]:
        depth += opened[end]
        end += 1
    return end if depth <= 0 else at + 1


def _item(block: _Block) -> GiftItem:
    text = block.text.strip()
    if text.startswith("$CATEGORY:"):
        name = _shown(text.removeprefix("$CATEGORY:"), "plain")
        return GiftItem(block.line, GiftType.CATEGORY, title=name)
    notes = {kind: value.strip() for kind, value in reversed(block.notes)}
    tags = tuple(value.strip() for kind, value in block.notes if kind == "tag")
    title, text = _title(text)
    mark = _FORMAT_MARK.match(text)
    kind = mark[1].lower() if mark else "moodle"
    body = text[mark.end() :] if mark else text
    reader = _Reader(block.line, title, notes.get("id", ""), tags, kind)
    return reader.read(body)


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, found, rest = text[2:].partition("::")
    return (_shown(title, "plain"), rest.lstrip()) if found else ("", text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what follows the title: stem, answers, feedback."""

    line: int
    title: str
    id: str
    tags: tuple[str, ...]
    format: str

    def read(self, body: str) -> GiftItem:
        start, end = body.find("{"), body.rfind("}")
        if start < 0 and end < 0:
            return self._made(GiftType.DESCRIPTION, self._text(body))
        if start < 0 or end < start:
            return self._unreadable(body, "a brace is missing")
        before, answers, after = body[:start], body[start + 1 : end], body[end + 1 :]
        if "{" in answers or "}" in answers:
            return self._unreadable(body, "more than one set of answers in braces")
        if after.strip():
            before = f"{before.rstrip()} {BLANK}{' ' * after[0].isspace()}{after.strip()}".strip()
        return self._answered(self._text(before), answers.strip())

    def _answered(self, stem: GiftText, answers: str) -> GiftItem:
        answers, found, general = answers.partition("####")
        feedback = self._text(general) if found else None
        answers = answers.strip()
        if not answers:
            return self._made(GiftType.ESSAY, stem, general_feedback=feedback)
        if truth := _TRUTH.match(answers):
            return self._truth(stem, truth[1], answers[truth.end() :], feedback)
        if answers.startswith("#"):
            given = answers[1:].strip()
            given = given if given.startswith(("=", "~")) else f"={given}"
            return self._listed(GiftType.NUMERICAL, stem, given, feedback)
        if not answers.startswith(("=", "~")):
            return self._unreadable(stem.text, "the answers begin neither with = nor with ~")
        return self._listed(None, stem, answers, feedback)

    def _truth(
        self, stem: GiftText, word: str, comments: str, general: GiftText | None
    ) -> GiftItem:
        _, wrong, right, *_ = [*comments.split("#"), "", ""]
        return self._made(
            GiftType.TRUE_FALSE,
            stem,
            is_true=word.upper().startswith("T"),
            wrong_feedback=self._text(wrong) if wrong.strip() else None,
            right_feedback=self._text(right) if right.strip() else None,
            general_feedback=general,
        )

    def _listed(
        self, type: GiftType | None, stem: GiftText, text: str, general: GiftText | None
    ) -> GiftItem:
        pieces = re.findall(r"([=~])([^=~]*)", text)
        if len(pieces) > MAX_ANSWERS:
            return self._unreadable(stem.text, f"more than {MAX_ANSWERS} answers")
        all_right = all(sign == "=" for sign, _ in pieces)
        if type is None:
            all_match = all("->" in piece.partition("#")[0] for _, piece in pieces)
            right = GiftType.MATCHING if all_match else GiftType.SHORT
            type = right if all_right else GiftType.CHOICE
        answers = tuple(self._answer(type, sign == "=", piece) for sign, piece in pieces)
        return self._made(type, stem, answers=answers, general_feedback=general)

    def _answer(self, type: GiftType, is_right: bool, text: str) -> GiftAnswer:
        weight = _WEIGHT.match(text)
        text, _, comment = text[weight.end() if weight else 0 :].partition("#")
        match = None
        if type is GiftType.MATCHING:
            text, _, match = text.partition("->")
        return GiftAnswer(
            is_right=is_right,
            text=self._text(text),
            weight=float(weight[1]) if weight else None,
            feedback=self._text(comment) if comment.strip() else None,
            match=None if match is None else _shown(match, "moodle"),
        )

    def _text(self, text: str) -> GiftText:
        mark = _FORMAT_MARK.match(text)
        kind = mark[1].lower() if mark else self.format
        return GiftText(_shown(text[mark.end() :] if mark else text, kind), kind)

    def _made(self, type: GiftType, stem: GiftText, **members: Any) -> GiftItem:
        known: dict[str, Any] = {
            "line": self.line,
            "title": self.title,
            "id": self.id,
            "tags": self.tags,
        }
        return GiftItem(type=type, stem=stem, **known, **members)

    def _unreadable(self, text: str, problem: str) -> GiftItem:
        return self._made(GiftType.UNREADABLE, self._text(text), problem=problem)


def _shown(text: str, kind: str) -> str:
    """Return the text as meant: escapes undone and, where lines do not matter, in one line."""
    text = text.strip()
    if kind in ("moodle", "plain"):
        text = re.sub(r"[ \t]*\n[ \t]*", " ", text)
    return "".join("\n" if c == _NEWLINE else _MEANT.get(c, c) for c in text)
