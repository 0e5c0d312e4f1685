"""Filters and tags that every template may use."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def minutes(seconds: float) -> int:
    """Return whole minutes for a number of seconds, at least 1: how pages state durations."""
    return max(1, round(seconds / 60))
