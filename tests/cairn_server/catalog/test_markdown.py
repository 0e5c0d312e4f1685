"""Markdown of authors never becomes more than text, lists, tables and links."""

from __future__ import annotations

import pytest

from cairn_server.catalog.markdown import plain, render, render_line


def test_emphasis_lists_and_tables_are_drawn():
    html = render("A **bold** word\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    assert "<strong>bold</strong>" in html
    assert html.count("<li>") == 2
    assert "<td>1</td>" in html


def test_a_heading_leaves_the_first_rank_to_the_page():
    assert render("# Title").strip() == "<h2>Title</h2>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://tracker.example/pixel.png)",
        "<a href='https://x' onclick='alert(1)'>x</a>",
        "<iframe src='https://x'></iframe>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    for html in (render(text), render_line(text)):
        for tag in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', "<a href='"):
            assert tag not in html


def test_links_give_no_credit_and_no_handle():
    html = render("[a paper](https://example.org/paper)")

    assert 'rel="nofollow noopener ugc"' in html


def test_a_line_has_no_block():
    assert render_line("one *word*") == "one <em>word</em>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which **two** are [right](https://a.example)?", "Which two are right?"),
        ("One\n\n- `two`\n- three\nfour", "One two three four"),
        ("```\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |", "x = 1 a b 1 2"),
        ("5 * 3 < 20 & _so_", "5 * 3 < 20 & so"),
        ("", ""),
    ],
)
def test_plain_text_is_what_is_read(text, words):
    assert plain(text) == words
