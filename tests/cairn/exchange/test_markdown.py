import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cairn.exchange.markdown import as_card, count_words, from_html, from_plain, has_html
from cairn.exchange.pack import Card, CardKind
from cairn.exchange.pack_parts import read_cards

RENDER = MarkdownIt("commonmark", {"html": False})
signs = st.text(alphabet="ab1 2.)(*_`[]<>#+-=~!?:\\&;|/\"'\nä", max_size=30)


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.tags = "", set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def shown(markdown):
    """What a reader sees of Markdown, by an independent renderer, and the elements in it."""
    words = Words()
    words.feed(RENDER.render(markdown))
    words.close()
    return re.sub(r"\s+", " ", words.text).strip(), words.tags


@settings(deadline=None)
@given(signs)
@example("2 * 3 and snake_case, *not* __this__")
@example("1. one\n- two\n# three\n> four\n---\n===\n~~~\n    five")
@example("[a](b) [c]: d <b> &amp; \\* `e`")
@example("_____ is _____.")
@example("___")
def test_plain_text_is_shown_as_it_stands(text):
    text, tags = text, shown(from_plain(text))

    assert tags[0] == re.sub(r"\s+", " ", text).strip()
    assert tags[1] <= {"p"}


@pytest.mark.parametrize(
    "text",
    ["2 * 3", "snake_case", "Two equals _____.", r"$ 1 \neq 0 $", "a < b", "[x]", "No. 1", "a-b"],
)
def test_what_is_no_markup_stays_readable(text):
    assert from_plain(text) == text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two <b>bold</b> <em>it</em></p>", "One\n\nTwo **bold** *it*"),
        ("a<br>b", "a\nb"),
        ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
        ("<ol><li>x</li><li>y</li></ol>", "1. x\n2. y"),
        ("<a href='https://a.example/b'>here</a>", "[here](https://a.example/b)"),
        ("<code>a*b</code>", "`a*b`"),
        ("<pre>\n  x = 1\n  y = 2</pre>", "```\n\n  x = 1\n  y = 2\n```"),
        ("H<sub>2</sub>O, x<sup>2</sup>", "H₂O, x²"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a \\<b> & c d"),
        ("<span style='color: red'>red</span>", "red"),
        ("x<script>alert(1)</script>y", "xy"),
        ("<!-- hidden -->seen", "seen"),
    ],
)
def test_simple_html_becomes_markdown(html, markdown):
    assert from_html(html).text == markdown
    assert from_html(html).lost == ()


def test_what_html_loses_is_named():
    found = from_html(
        '<p>Look</p><img src="3.png" alt="a graph"><table><tr><td>1</td></tr></table>'
    )

    assert found.text == "Look\n\n1 |"
    assert found.lost == ("a picture (a graph)", "the layout of a table")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<ul>", "<li>", "</ul>", "<pre>", "x", "<a>", "&"]))
)
def test_broken_html_is_read_somehow(pieces):
    assert from_html("".join(pieces)).text.count("x") == pieces.count("x")


def test_html_is_told_from_plain_text():
    assert has_html("<p>x</p>")
    assert has_html("a &lt; b")
    assert not has_html("a < b and b > c")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("One two three.", 3),
        ("| a | b |\n|---|---|\n| c | d |", 4),
        ("A [link here](https://a.example/x_(y)/z) ends", 4),
        ("Before\n\n```python\nx = 1\ny = 2\n```\n\nafter", 2),
        ("~~~~\nopen to the end", 0),
        ("- **bold** – dash", 2),
    ],
)
def test_words_are_what_a_reader_reads(markdown, words):
    assert count_words(markdown) == words


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["---", "?: x", " ?: y", "!: a.png | b", "```", "text", "", "~~~"]))
)
def test_any_text_can_be_one_card(lines):
    card = as_card("\n".join(lines))

    assert read_cards(card) in ((), (Card(CardKind.TEXT, text=card),))
