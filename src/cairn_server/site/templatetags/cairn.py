"""Filters and tags that every template may use."""

from __future__ import annotations

import re
from datetime import datetime
from math import ceil
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext

from cairn.vc.wording import for_people, identifiers_in
from cairn_server.catalog import markdown as authored
from cairn_server.catalog.resources import shown_resources

register = template.Library()
register.filter("markdown", authored.render)
register.filter("markdown_line", authored.render_line)
register.filter("markdown_plain", authored.plain)
register.filter("resources", shown_resources)
register.filter("for_people", for_people)
register.filter("identifiers", identifiers_in)
MINUTES, QUARTER = 60, 15  # of an hour
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
TONES = {"success": "good", "warning": "warn", "error": "bad"}


@register.filter
def minutes(seconds: float) -> int:
    """Return whole minutes for a number of seconds, at least 1: how pages state durations."""
    return max(1, round(seconds / 60))


@register.filter
def duration(seconds: float) -> str:
    """Return a duration in words: in minutes up to an hour, then in hours and quarters of one."""
    told = minutes(seconds)
    if told < MINUTES:
        return gettext("%(minutes)d min") % {"minutes": told}
    hours, rest = divmod(round(told / QUARTER) * QUARTER, MINUTES)
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def whole(number: float) -> int:
    """Return a number without its fraction, rounded up: an estimate should not promise less."""
    return ceil(number)


@register.filter
def percent(share: float) -> str:
    """Return a share between 0 and 1 as whole percent."""
    return f"{share:.0%}"


@register.filter
def local_times(text: str) -> str:
    """Return a text in which moments, as programs write them, stand in the reader's zone."""
    return MOMENT.sub(_in_local_time, text)


def _in_local_time(found: re.Match[str]) -> str:
    try:
        moment = localtime(datetime.fromisoformat(found[0]))
    except (ValueError, OverflowError):  # what stands in a document need not be a day
        return found[0]
    return f"{date_format(moment, 'DATETIME_FORMAT')} {moment.tzname()}"


@register.filter
def message_tone(level: str) -> str:
    """Return the tone in which a message of this level is shown."""
    return TONES.get(level, "")


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], name: str) -> SafeString:
    """Return the mark of a link that leads to the page one is on, or nothing."""
    request = context.get("request")
    here = request is not None and request.path == reverse(name)
    return mark_safe(' aria-current="page"' if here else "")  # noqa: S308  # two constants
