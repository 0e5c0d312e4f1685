"""Reading once what every request needs, so that the first page is as quick as the second."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig, apps
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.translation import activate, deactivate

from cairn.vc.documents import CONTEXT_FILES, pinned_context


def warm() -> int:
    """Read the routes, the templates of our pages and the pinned contexts; return how many."""
    activate("en")
    routes = get_resolver().url_patterns  # imports every view
    get_resolver()._populate()  # the names for {% url %}
    templates = [name for config in apps.get_app_configs() for name in _pages(config)]
    for name in templates:
        get_template(name)
    for url in CONTEXT_FILES:
        pinned_context(url)
    deactivate()
    return len(routes) + len(templates) + len(CONTEXT_FILES)


def _pages(config: AppConfig) -> list[str]:
    """Return the names of the templates that one of our contexts brings."""
    folder = Path(config.path) / "templates"
    if not config.name.startswith("cairn_server."):
        return []
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*.html"))
