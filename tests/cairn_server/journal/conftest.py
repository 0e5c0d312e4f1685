"""Handlers that are told, and a table that names them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from cairn_server.journal.models import Event
from cairn_server.journal.recording import Listeners

heard: list[str] = []
failing: set[str] = set()


def at_once(event: Event) -> None:
    hear("at_once", event)


def later(event: Event) -> None:
    hear("later", event)


def apart(event: Event) -> None:
    hear(f"apart {len(connection.atomic_blocks)}", event)


def hear(name: str, event: Event) -> None:
    if name.split(maxsplit=1)[0] in failing:
        raise RuntimeError(f"{name} cannot just now")
    heard.append(f"{name} {event.kind}")


TABLE: dict[str, Listeners] = {
    "one": Listeners(now=(at_once,)),
    "two": Listeners(now=(at_once,), later=(later,)),
    "apart": Listeners(apart=(apart,)),
    "beside": Listeners(later=(later,), apart=(apart,)),
    "none": Listeners(),
    "seldom": Listeners(now=(at_once,), only_if=lambda event: "wanted" in event.data),
}


@pytest.fixture
def told(monkeypatch, college) -> list[str]:
    """What the handlers heard, in order; the table of this test stands in for the site's."""
    heard.clear()
    failing.clear()
    monkeypatch.setattr("cairn_server.journal.recording.import_string", lambda _: TABLE)
    return heard


@pytest.fixture
def breaking() -> Callable[[str], None]:
    """Make a handler fail from now on."""
    return failing.add


@pytest.fixture
def mended() -> Callable[[], None]:
    return failing.clear
