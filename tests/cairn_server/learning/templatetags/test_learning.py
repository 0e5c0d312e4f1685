"""Filters for the cards of units."""

from __future__ import annotations

from cairn_server.learning.templatetags.learning import is_video, markdown


def test_markdown_of_nothing_is_nothing():
    assert markdown(None) == markdown("") == ""
    assert markdown("*a*").strip() == "<p><em>a</em></p>"


def test_only_films_are_films():
    assert is_video("video/mp4")
    assert not is_video("image/svg+xml")
