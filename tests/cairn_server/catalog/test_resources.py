"""Where to read further, as pages show it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from cairn.exchange.pack import ResourceKind
from cairn_server.catalog.resources import resource_kinds, shown_resources

BOOK = {
    "title": "Seeing Theory",
    "url": "https://seeing.example/",
    "kind": "site",
    "licence": "MIT",
    "note": "Chance in *pictures*.",
}


def test_a_resource_says_what_it_is_and_under_which_licence():
    [shown] = shown_resources([BOOK])

    assert (shown.title, shown.url) == ("Seeing Theory", "https://seeing.example/")
    assert shown.facts == "Website, MIT"


def test_every_kind_has_a_word():
    assert set(resource_kinds()) == set(ResourceKind)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example/", ""])
def test_what_is_no_address_of_the_web_becomes_no_link(url):
    [shown] = shown_resources([{"title": "Odd", "url": url}])
    page = render_to_string(
        "catalog/_resources.html", {"resources": [{"title": "Odd", "url": url}]}
    )

    assert shown.url == ""
    assert "<a " not in page


def test_a_link_opens_outside_and_passes_nothing_on():
    page = render_to_string("catalog/_resources.html", {"resources": [BOOK, {"note": "untitled"}]})

    assert 'target="_blank" rel="external nofollow noopener noreferrer"' in page
    assert "(Website, MIT)" in page
    assert "<em>pictures</em>" in page
    assert page.count("<li>") == 1
