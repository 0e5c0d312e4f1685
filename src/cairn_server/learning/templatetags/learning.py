"""Filters for the cards of units."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from cairn_server.catalog.markdown import render

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Return an author's Markdown as HTML that is safe to show."""
    return render(text or "")


@register.filter
def is_video(media_type: str) -> bool:
    return media_type.startswith("video/")
