"""Turning plain text and simple HTML into the Markdown of cards and questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

# Only what Markdown would take for markup is escaped, so that texts stay readable.
_INLINE = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~\n])             # a backslash that would escape something
    | `
    | \*(?!\s)|(?<!\s)\*                  # emphasis, but not 2 * 3
    | (?<![^\W_])_(?!\s)|(?<!\s)_(?![^\W_])  # emphasis, but not snake_case
    | <(?=[A-Za-z/!?])
    | \[(?=[^\[\]]*\][(\[:])|\](?=[(\[:]) # a link or a definition
    | &(?=\#?\w+;)
    """,
    re.VERBOSE,
)
_BLANK = re.compile(r"(?<!\S)_{2,}(?=[\s.,;:!?)]|$)")
_LINE_START = re.compile(
    r"#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|-{2,}\s*$|~~~|[!?](?=:)|(?:[-_*]\s*){3,}$"
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;|<!--")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_BLOCK = re.compile(r"^ {0,3}(`{3,}|~{3,})[\s\S]*?(^ {0,3}\1[`~]*\s*$|\Z)", re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\([^()\s]*(\([^()\s]*\)[^()\s]*)*\)")
_WORD = re.compile(r"\w")

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = {
    "p", "div", "ul", "ol", "table", "tr", "blockquote", "section", "h1", "h2", "h3", "h4", "h5",
    "h6", "pre", "dl", "dt", "dd", "hr",
}  # fmt: skip
_SILENT = {"span", "font", "u", "tbody", "thead", "html", "body", "small", "a", "br", "li", "label"}
_LOST = {
    "img": "a picture", "audio": "a recording", "video": "a video", "iframe": "an embedded page",
    "object": "an embedded object", "embed": "an embedded object", "math": "a formula",
    "svg": "a drawing", "table": "the layout of a table", "input": "a field",
}  # fmt: skip
_DROPPED = {"script", "style"}
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown, and in words what of the original it does not hold."""

    text: str
    lost: tuple[str, ...] = ()


def count_words(markdown: str) -> int:
    """Return how many words a reader reads: without code blocks and the addresses of links."""
    prose = _LINK_TARGET.sub("]", _CODE_BLOCK.sub(" ", markdown))
    return sum(_WORD.search(token) is not None for token in prose.split())


def as_card(markdown: str) -> str:
    """Return the text so that a pack reads it as one text card: its signs for cards disarmed."""
    fence = ""
    lines = []
    for line in markdown.strip("\n").split("\n"):
        if not fence:
            line = "----" if line == "---" else re.sub(r"^(\s*)(?=[?!]:)", r"\1\\", line)
        fence = fence_after(line, fence)
        lines.append(line)
    return "\n".join(lines)


def fence_after(line: str, fence: str) -> str:
    """Return the fence of the code block that is open after `line`; empty if none is."""
    start = _FENCE.match(line)
    if start is None:
        return fence
    if not fence:
        return start[1]
    closes = start[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


def from_plain(text: str) -> str:
    """Return Markdown that shows `text` as it stands."""
    lines = (_escaped_start(_escaped(line.strip())) for line in text.split("\n"))
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Escape what would be markup inside a line; blanks to be filled in stay as they are."""
    pieces, at = [], 0
    for blank in _BLANK.finditer(text):
        pieces += [_INLINE.sub(r"\\\g<0>", text[at : blank.start()]), blank[0]]
        at = blank.end()
    return "".join([*pieces, _INLINE.sub(r"\\\g<0>", text[at:])])


def _escaped_start(line: str) -> str:
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def has_html(text: str) -> bool:
    return _TAG.search(text) is not None


def from_html(html: str) -> Converted:
    """
    Return the Markdown for simple HTML: emphasis, paragraphs, lists, code, links, line breaks.

    Colours and sizes go without a word; pictures, tables and the like are named as lost.
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    lines = [line.rstrip() for line in "".join(parser.pieces).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Converted(text, tuple(dict.fromkeys(parser.lost)))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.lost: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []
        self._dropping = 0
        self._in_code = 0
        self._in_pre = False
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._dropping += tag in _DROPPED
        if tag in _LOST:
            label = dict(attrs).get("alt")
            self.lost.append(f"{_LOST[tag]} ({label})" if label else _LOST[tag])
        if tag in _BLOCKS:
            self._say("\n\n")
        if tag in _MARKS:
            self._say(_MARKS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._say("[")
        elif tag == "br":
            self._say("\n")
        elif tag in ("code", "tt", "kbd"):
            self._code(1)
        elif tag == "pre":
            self._in_pre = True
            self._say("```\n")
        elif tag in ("sub", "sup"):
            self._script = tag

    def handle_endtag(self, tag: str) -> None:
        self._dropping -= tag in _DROPPED and self._dropping > 0
        if tag in _MARKS:
            self._say(_MARKS[tag])
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links:
            self._say(f"]({self._links.pop()})")
        elif tag in ("code", "tt", "kbd"):
            self._code(-1)
        elif tag == "pre" and self._in_pre:
            self._in_pre = False
            self._say("\n```")
        elif tag in ("sub", "sup"):
            self._script = ""
        elif tag in ("td", "th"):
            self._say(" | ")
        if tag in _BLOCKS:
            self._say("\n\n")

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        if self._in_pre or self._in_code:
            self._say(data)
        elif self._script:
            table = _SUPERSCRIPT if self._script == "sup" else _SUBSCRIPT
            self._say(data.translate(table))
        else:
            escaped = _escaped(re.sub(r"\s+", " ", data))
            at_start = not self.pieces or self.pieces[-1].endswith("\n")
            self._say(_escaped_start(escaped.lstrip()) if at_start else escaped)

    def _say(self, text: str) -> None:
        if text:
            self.pieces.append(text)

    def _code(self, step: int) -> None:
        if not self._in_pre:
            self._in_code = max(self._in_code + step, 0)
            self._say("`")

    def _item(self) -> None:
        indent = "    " * max(len(self._lists) - 1, 0)
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._say(f"\n{indent}- ")
        else:
            self._lists[-1] = number + 1
            self._say(f"\n{indent}{number}. ")
