"""Drawing a cairn on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cairn_server.credentials import endorsement_queries, standing
from cairn_server.credentials.drawing import Stone, badge_svg, cairn_svg

register = template.Library()


# Where there is none yet: stones without warmth, as a hint of what is to come.
TO_COME = tuple(Stone(label, hours, 0.0) for label, hours in (("a", 2.0), ("b", 8.0), ("c", 20.0)))


@register.simple_tag
def draw_cairn(stones: Sequence[Stone], label: str = "") -> SafeString:
    """Return the cairn of `stones` as SVG, described for those who cannot see it."""
    count = len(stones or ())
    said = ngettext("A cairn of {count} stone", "A cairn of {count} stones", count)
    text = label or (said.format(count=count) if count else gettext("A cairn still to be built"))
    return mark_safe(cairn_svg(stones or TO_COME, label=text))  # noqa: S308  # escaped there


@register.simple_tag
def draw_badge(title: str, seed: object, accent: str = "") -> SafeString:
    """Return the badge of an achievement as SVG, in the colour of its issuer."""
    return mark_safe(badge_svg(title, seed=str(seed), accent=accent))  # noqa: S308  # escaped there


@register.simple_tag
def standings(rows: Iterable[Any]) -> dict[UUID, str]:
    """
    Return what stands behind who issues each of `rows`, by the id of the achievement.

    For pages of contexts below this one, which know no issuers. One query for all rows.
    """
    return standing.standings([row.id for row in rows])


@register.filter
def in_words(value: str) -> str:
    """Return in words what stands behind an issuer; empty for nothing."""
    return standing.in_words(value)


@register.inclusion_tag("credentials/_endorsements.html", takes_context=True)
def endorsed(
    context: Mapping[str, Any], *, achievement: UUID | None = None, issuer: Any = None
) -> dict[str, Any]:
    """Show who endorses an achievement or an issuer, and lead owners elsewhere to doing so."""
    found = (
        endorsement_queries.endorsements_of_achievement(achievement)
        if achievement is not None
        else endorsement_queries.endorsements_of_issuer(issuer.organisation_id)
    )
    asked = f"achievement={achievement}" if achievement is not None else f"issuer={issuer.pk}"
    reader = getattr(context.get("request"), "user", None)
    may_endorse = (
        reader is not None and reader.is_authenticated and endorsement_queries.is_owner(reader)
    )
    return {"endorsements": found, "asked": asked, "may_endorse": may_endorse}


@register.filter
def of(found: Mapping[Any, str], key: Any) -> str:
    """Return what is found under `key`; nothing is an empty text."""
    return found.get(key, "")
