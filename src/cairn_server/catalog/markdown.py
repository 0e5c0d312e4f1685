"""Markdown from authors, as HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a",
    "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
LINK_RELATION = "nofollow noopener ugc"

_BREAKS = {"softbreak": " ", "hardbreak": " "}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=2048)
def render(text: str) -> SafeString:
    """
    Return `text` as HTML: CommonMark with tables, raw HTML shown as text, then an allow-list.

    Headings are lowered by one, so that a page keeps its only h1. Pictures are left out: a card
    names its picture on a line of its own.
    """
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return _cleaned(html)


@lru_cache(maxsize=2048)
def render_line(text: str) -> SafeString:
    """Return `text` without blocks: for an option, a label, a caption."""
    return _cleaned(_PARSER.renderInline(text))


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Return the words of `text` on one line, without its marks: for lists and titles."""
    return " ".join(" ".join(_words_of(_PARSER.parse(text))).split())


def _words_of(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what is read of each block; breaks within one are blanks."""
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield token.content
        elif token.children:
            yield "".join(_BREAKS.get(one.type, one.content) for one in token.children)


def _cleaned(html: str) -> SafeString:
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=LINK_RELATION,
    )
    return mark_safe(clean)  # noqa: S308  # nh3 has just made it safe
