"""What a phone on a slow line has to fetch before the first card can be read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from cairn_server.catalog.models import Achievement, AchievementUnit
from tests.making import import_real_pack

MOST_BYTES = 100_000
FETCHED = re.compile(r"""<(?:script|link)[^>]*?\s(?:src|href)=["']?(/static/[^"'\s>]+)""")
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\./[^"']+)["']""")


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def with_imports(name: str, seen: set[str]) -> set[str]:
    """Return the static file and the modules that it imports, each once."""
    if name in seen:
        return seen
    seen.add(name)
    text = Path(str(finders.find(name))).read_text()
    for imported in IMPORTED.findall(text) if name.endswith(".js") else ():
        with_imports(str(Path(name).parent / imported), seen)
    return seen


def weight(client, path: str) -> dict[str, int]:
    """Return the compressed bytes of the page, of each file that it names, and of the worker."""
    page = client.get(path)
    assert page.status_code == 200
    files: set[str] = set()
    for url in FETCHED.findall(page.content.decode()):
        with_imports(url.removeprefix("/static/"), files)
    sizes = {name: compressed(Path(str(finders.find(name))).read_bytes()) for name in files}
    return sizes | {
        path: compressed(page.content),
        "sw.js": compressed(client.get("/sw.js").content),
    }


@pytest.mark.parametrize("which", ["achievement", "first unit"])
def test_a_first_page_with_all_it_needs_is_below_a_hundred_kilobytes(client, college, which):
    import_real_pack(college)
    path = reverse(
        "hub:achievement", args=[Achievement.objects.get(key="checking-for-understanding").pk]
    )
    if which == "first unit":
        unit = AchievementUnit.objects.order_by("position")[0].unit_id
        path = reverse("learning:unit", args=[unit])

    sizes = weight(client, path)

    assert {"site/cairn.css", "site/page.js"} <= sizes.keys()
    assert any("htmx" in name for name in sizes)
    assert sum(sizes.values()) < MOST_BYTES, sizes
