"""Where to read further, as pages show it: only addresses of the web become links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cairn.exchange.pack import ResourceKind

WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class ShownResource:
    """
    One resource.

    Args:
        url: empty if there is none that a page may link to.
        facts: its kind and its licence in words, as far as they are stated.
        note: Markdown on one line.
    """

    title: str
    url: str
    facts: str
    note: str


def resource_kinds() -> dict[str, str]:
    """Return what each kind of resource is called."""
    return {
        ResourceKind.ARTICLE: _("Article"),
        ResourceKind.BOOK: _("Book"),
        ResourceKind.VIDEO: _("Video"),
        ResourceKind.AUDIO: _("Audio"),
        ResourceKind.SITE: _("Website"),
        ResourceKind.TOOL: _("Tool"),
        ResourceKind.DATA: _("Data"),
        ResourceKind.MATERIAL: _("Material"),
    }


def shown_resources(stated: Iterable[Mapping[str, str]] | None) -> list[ShownResource]:
    """Return the resources that a definition states, in its order; those without a title not."""
    kinds = resource_kinds()
    return [
        ShownResource(
            title=one["title"],
            url=one.get("url", "") if one.get("url", "").startswith(WEB) else "",
            facts=", ".join(
                text for text in (kinds.get(one.get("kind", "")), one.get("licence")) if text
            ),
            note=one.get("note", ""),
        )
        for one in stated or ()
        if one.get("title")
    ]
