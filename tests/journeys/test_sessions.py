"""A session from the host's desk to the learner's phone: booked, moved up, there by the code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tests.journeys.walking import DESK, PHONE, accessible, newest_mail, sign_up

PACK = {
    "pack.yaml": """pack: 1
id: open-evenings
title: Open evenings
language: en
licence: CC-BY-4.0
publisher: Open Teachers' Association
version: "1.0"
summary: "Evenings at which teachers show one another what works."
""",
    "gatherings/open-evening.md": """---
title: Open evening
kind: workshop
minutes: 90
---
Bring *one* thing that worked, and ten minutes to tell of it.
""",
    "achievements/open-evening.md": """---
title: Was at an open evening
kind: participation-badge
summary: "Came to an evening of the association."
requirements: {attendance: open-evening}
---
""",
}


def _pack(folder: Path) -> Path:
    for name, text in PACK.items():
        file = folder / "open-evenings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / "open-evenings"


def _schedule(host: Page) -> str:
    """Schedule an evening with one place that begins in five minutes; its code."""
    start = now() + timedelta(minutes=5)
    host.goto("/organisations/")
    host.get_by_role("link", name="Sessions", exact=True).click()
    accessible(host)
    host.get_by_label("What").select_option(label="Open evening")
    host.get_by_label("Day").fill(f"{start:%Y-%m-%d}")
    host.get_by_label("Begins at").fill(f"{start:%H:%M}")
    host.get_by_label("Time zone").fill("UTC")
    host.get_by_label("Where").fill("Harbour school, room 7")
    host.get_by_label("Places").fill("1")
    host.get_by_role("button", name="Schedule").click()
    expect(host.get_by_role("heading", name="Nobody has booked yet")).to_be_visible()
    accessible(host)
    host.get_by_role("link", name="Show the code").click()
    accessible(host)
    code = host.locator(".wall-code").inner_text()
    host.get_by_role("link", name="Back to the roster").click()
    return code


def _book(page: Page, button: str) -> None:
    page.goto("/sessions/")
    accessible(page)
    page.get_by_role("link", name="Open evening").click()
    page.get_by_role("button", name=button).click()
    accessible(page)


def test_a_place_moves_up_and_the_code_records_who_came(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    bring: Callable[[str, Path], dict[str, Any]],
    tmp_path: Path,
) -> None:
    assert bring("pack", _pack(tmp_path))["errors"] == []
    host, first, second = open_page(DESK), open_page(PHONE), open_page(PHONE)
    sign_in(host, "Noor Haddad")
    code = _schedule(host)

    sign_up(first, name="Rosa Vega", email="rosa.vega@example.org")
    _book(first, "Book a place")
    expect(first.locator(".pill", has_text="You have a place")).to_be_visible()
    with first.expect_download() as file:
        first.get_by_role("link", name="Add to my calendar").click()
    assert b"SUMMARY:Open evening" in Path(file.value.path()).read_bytes()

    sign_up(second, name="Timo Salo", email="timo@example.org")
    _book(second, "Join the waiting list")
    first.get_by_role("button", name="Give my place up").click()
    second.reload()
    expect(second.locator(".pill", has_text="You have a place")).to_be_visible()

    second.goto(f"/sessions/here/?code={code.lower()}")
    accessible(second)
    second.get_by_role("button", name="I am here").click()
    expect(second.locator(".pill", has_text="Attended")).to_be_visible()

    host.reload()
    row = host.get_by_role("row").filter(has_text="Timo Salo")
    expect(row.get_by_text("Code told at the event")).to_be_visible()
    row.get_by_role("button", name="Timo Salo is here").click()
    expect(row.get_by_text("Code told at the event")).to_have_count(0)
    row.get_by_role("button", name="Timo Salo is here").click()
    expect(row.get_by_text("Ticked on the roster")).to_be_visible()
    accessible(host)

    assert "You have a place: Open evening" in newest_mail(host, "timo@example.org")
