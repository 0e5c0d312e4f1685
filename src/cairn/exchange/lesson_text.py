"""Cutting a lesson in Markdown into cards of one idea each; code is never cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from cairn.exchange.markdown import count_words

WORDS_ON_A_CARD = 90
CODE_LINES_ON_A_CARD = 45
WORDS_A_MINUTE = 180
CODE_LINES_A_MINUTE = 25

LONGEST_PARAGRAPH = 10_000
"""In characters; a longer one keeps its links as they are."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_DEFINITION = re.compile(r" {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*[\"')])?\s*")
_FULL_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\[([^\[\]]*)\]")
_SHORT_LINK = re.compile(r"(?<!\])\[([^\[\]]+)\](?![\[(:])")
_CODE_SPAN = re.compile(r"(`+)(?:(?!\1).)+?\1")
_HTML = re.compile(r" ?</?(br|table|tr|td|th|div|p|span|img|sup|sub)(\s[^<>]*)?/?>", re.IGNORECASE)
_NOTE = re.compile(r"exercism/(\w+)")
_LIST_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])\s")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list, table or code block."""

    text: str
    is_code: bool = False

    @property
    def is_heading(self) -> bool:
        return not self.is_code and re.match(r"#{1,6} ", self.text) is not None

    @property
    def words(self) -> int:
        return 0 if self.is_code else count_words(self.text)

    @property
    def code_lines(self) -> int:
        return self.text.count("\n") - 1 if self.is_code else 0


def cards_of(markdown: str) -> list[str]:
    """
    Return the text as cards of at most 90 words where paragraphs and lists allow it.

    A heading begins a card; code stays whole and with the text above it where there is room.
    Links by reference become links in place, so that each card stands alone. The title of the
    whole text is left out.
    """
    blocks = [part for block in blocks_of(markdown) for part in _small(block)]
    if blocks and blocks[0].text.startswith("# "):
        del blocks[0]
    cards: list[list[Block]] = []
    for block in blocks:
        if cards and _has_room(cards[-1], block):
            cards[-1].append(block)
        else:
            cards.append([block])
    return ["\n\n".join(block.text for block in card) for card in cards]


def html_of(markdown: str) -> list[str]:
    """Return the names of the HTML elements that `cards_of` leaves out; line breaks aside."""
    prose = "\n".join(one.text for one in _plain_blocks(markdown) if not one.is_code)
    names = {match[1].lower() for match in _HTML.finditer(_CODE_SPAN.sub("", prose))}
    return sorted(names - {"br"})


def minutes_of(cards: Iterable[str]) -> float:
    """Return the time to read the cards: 180 words or 25 lines of code a minute."""
    blocks = [block for card in cards for block in _plain_blocks(card)]
    words = sum(block.words for block in blocks)
    return words / WORDS_A_MINUTE + sum(b.code_lines for b in blocks) / CODE_LINES_A_MINUTE


def in_parts(cards: list[str], *, minutes: float) -> list[list[str]]:
    """Return the cards in as few runs of about equal length as keep each within `minutes`."""
    total = minutes_of(cards)
    wanted = max(ceil(total / minutes), 1)
    while True:
        parts = _filled(cards, total / wanted, minutes)
        if len(parts) <= wanted or wanted >= len(cards):
            return parts
        wanted += 1


def _filled(cards: list[str], target: float, limit: float) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    length = 0.0
    for card in cards:
        more = minutes_of([card])
        if parts[-1] and (length + more > limit or length + more / 2 > target):
            parts.append([])
            length = 0.0
        parts[-1].append(card)
        length += more
    return parts


def _has_room(card: list[Block], block: Block) -> bool:
    if block.is_heading:
        return all(one.is_heading for one in card)
    if all(one.is_heading for one in card):
        return True
    words = sum(one.words for one in card) + block.words
    lines = sum(one.code_lines for one in card) + block.code_lines
    return words <= WORDS_ON_A_CARD and lines <= CODE_LINES_ON_A_CARD


def blocks_of(markdown: str) -> list[Block]:
    """Return the blocks of a text, its links by reference made links in place."""
    plain = _plain_blocks(markdown.replace("\r\n", "\n"))
    definitions: dict[str, str] = {}
    kept: list[Block] = []
    for block in plain:
        if block.is_code:
            kept.append(block)
            continue
        lines = block.text.split("\n")
        found = [_DEFINITION.fullmatch(line) for line in lines]
        definitions.update({_key(match[1]): match[2] for match in found if match})
        rest = "\n".join(line for line, match in zip(lines, found, strict=True) if not match)
        rest = _HTML.sub(" ", rest)
        if rest.strip():
            kept.append(Block(rest))
    return [one if one.is_code else Block(_linked(one.text, definitions)) for one in kept]


def _plain_blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    lines: list[str] = []
    fence = ""
    for line in [*text.split("\n"), ""]:
        match = _FENCE.match(line)
        if fence:
            lines.append(line)
            if match and match[1].startswith(fence) and not match[2].strip():
                blocks += _closed(lines)
                lines, fence = [], ""
        elif match or not line.strip() or line.startswith("#"):
            blocks += [Block("\n".join(lines))] * bool(lines)
            lines = [line] if match else []
            fence = match[1] if match else ""
            blocks += [Block(line)] * line.startswith("#")
        else:
            lines.append(line)
    return blocks + (_closed(lines[:-1]) if fence else [])


def _closed(lines: list[str]) -> list[Block]:
    """Return a fenced block; a note that is written as one becomes a quotation."""
    opening = _FENCE.match(lines[0])
    note = _NOTE.search(opening[2]) if opening else None
    if note is None:
        return [Block("\n".join(lines), is_code=True)]
    inner = "\n".join(lines[1:-1]).strip("\n")
    if _FENCE.search(inner) and re.search(r"^ {0,3}(```|~~~)", inner, re.MULTILINE):
        return [Block(f"**{note[1].title()}**"), *_plain_blocks(inner)]
    text = "\n".join(["> **" + note[1].title() + "**", ">", *_quoted(inner)])
    return [Block(text)]


def _quoted(text: str) -> list[str]:
    return [f"> {line}".rstrip() for line in text.split("\n")]


def _linked(text: str, definitions: Mapping[str, str]) -> str:
    """Replace links by reference, but not inside code spans that are no link text."""

    if len(text) > LONGEST_PARAGRAPH:
        return text

    def full(match: re.Match[str]) -> str:
        url = definitions.get(_key(match[2] or match[1]))
        return f"[{match[1]}]({url})" if url else match[0]

    def short(match: re.Match[str]) -> str:
        url = definitions.get(_key(match[1]))
        return f"[{match[1]}]({url})" if url else match[0]

    spans: list[str] = []

    def hide(match: re.Match[str]) -> str:
        spans.append(match[0])
        return f"\ue000{len(spans) - 1}\ue001"

    def restore(value: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda match: spans[int(match[1])], value)

    hidden = _CODE_SPAN.sub(hide, text)
    shown = {_key(restore(name)): url for name, url in definitions.items()}
    definitions = {**shown, **{_key(_CODE_SPAN.sub(hide, n)): u for n, u in definitions.items()}}
    return restore(_SHORT_LINK.sub(short, _FULL_LINK.sub(full, hidden)))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _small(block: Block) -> list[Block]:
    """Cut a long paragraph between sentences, a long list between items, a table between rows."""
    if block.is_code or block.words <= WORDS_ON_A_CARD:
        return [block]
    lines = block.text.split("\n")
    if lines[0].lstrip().startswith("|"):
        head, rows = lines[:2], lines[2:]
        return [Block("\n".join([*head, *some])) for some in _runs(rows, WORDS_ON_A_CARD - 20)]
    if lines[0].startswith(">"):
        return [block]
    if _LIST_ITEM.match(lines[0]):
        return [Block("\n".join(some)) for some in _runs(_items(lines), WORDS_ON_A_CARD)]
    sentences = [s for line in lines for s in re.split(r"(?<=[.!?:])\s+(?=[A-Z`*_\[(])", line)]
    return [Block("\n".join(some)) for some in _runs(sentences, WORDS_ON_A_CARD)]


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if _LIST_ITEM.match(line) or not items:
            items.append(line)
        else:
            items[-1] += "\n" + line
    return items


def _runs(pieces: list[str], words: int) -> list[list[str]]:
    runs: list[list[str]] = []
    count = 0
    for piece in pieces:
        more = count_words(piece)
        if not runs or count + more > words:
            runs.append([])
            count = 0
        runs[-1].append(piece)
        count += more
    return runs
