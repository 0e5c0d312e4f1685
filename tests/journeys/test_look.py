"""Every page that a link leads to, for everybody: whole, narrow, light, dark, and for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.walking import answer, go_on, start_of, violations

NARROW = {"width": 320, "height": 640}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/[0-9A-Za-z_-]{20,}/|\d+(?=/)")
NO_PAGE = re.compile(
    r"\.(json|jwt|png|svg|csv|zip|xlsx|txt|pdf|ics)$|/files/|/status/|/media/|/api/|/ob2/|/demo/|/logout/|/download/"
)
MOST = 60
SEEN: set[str] = set()  # kinds of page that axe has looked at, whoever saw them
LINKS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))"
SCREEN = """() => [...document.querySelectorAll('#player *')]
    .map((one) => `${one.tagName} ${one.type ?? ''} ${one.classList[0] ?? ''}`)
    .filter((one, place, all) => all.indexOf(one) === place)
    .filter((one) => !/^(EM|STRONG|CODE|LI|SMALL)/.test(one))
    .sort().join()"""
FACTS = """() => ({
    title: document.title,
    h1: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth,
    small: [...document.querySelectorAll('button, .button, input, select, textarea')]
        .filter((one) => one.type !== 'hidden' && one.getClientRects().length)
        .filter((one) => !one.matches('[type=checkbox], [type=radio], .link-button'))
        .filter((one) => one.getBoundingClientRect().height < 24).length,
})"""


@dataclass
class Walk:
    """Where one person has been, one page of each kind, and what was wrong there."""

    page: Page
    kinds: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def from_here(self, *beginnings: str) -> None:
        waiting = list(beginnings)
        while waiting and len(self.kinds) < MOST:
            path = waiting.pop(0)
            kind = ID.sub("*", path.partition("?")[0])
            if kind in self.kinds or NO_PAGE.search(path.partition("?")[0]):
                continue
            self.kinds.add(kind)
            waiting += self._look(path, kind)

    def _look(self, path: str, kind: str) -> list[str]:
        answered = self.page.goto(path)
        if answered is None or answered.status != 200:
            self.problems.append(f"{path}: {answered and answered.status}")
            return []
        facts = self.page.evaluate(FACTS)
        if facts["h1"] != 1:
            self.problems.append(f"{path}: {facts['h1']} headings of the first rank")
        if not facts["title"].removesuffix(" · Cairn").strip():
            self.problems.append(f"{path}: no title")
        if facts["wide"] > NARROW["width"]:
            self.problems.append(f"{path}: {facts['wide']} pixels wide")
        if facts["small"]:
            self.problems.append(f"{path}: {facts['small']} controls too small to touch")
        if kind not in SEEN:
            SEEN.add(kind)
            self.problems += inspect(self.page)
        here = self.page.url
        found = (urlsplit(urljoin(here, link)) for link in self.page.evaluate(LINKS))
        home = urlsplit(here).netloc
        return [f"{one.path}?{one.query}".rstrip("?") for one in found if one.netloc == home]


def inspect(page: Page) -> list[str]:
    """Return what axe reports on the page in light, and of colours in dark."""
    told = violations(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    told += [f"dark: {one}" for one in violations(page, "color-contrast")]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return told


@pytest.mark.parametrize(
    ("who", "least"),
    [
        (None, 8),
        ("Ana Moreira", 18),
        ("Greta Lindqvist", 12),
        ("Jonas Weber", 16),
        ("Kaya Brandt", 10),
    ],
)
def test_every_page_that_a_link_leads_to_is_whole(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    who: str | None,
    least: int,
) -> None:
    page = open_page(NARROW, reduced_motion="reduce")
    if who:
        sign_in(page, who)
    walk = Walk(page)
    walk.from_here("/today/" if who else "/", "/more/")
    assert not walk.problems, "\n".join(walk.problems)
    assert len(walk.kinds) >= least, sorted(walk.kinds)


def test_a_guest_and_every_kind_of_screen_of_the_player_are_whole(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(NARROW, reduced_motion="reduce")
    start_of(page, "Data Literacy")
    page.get_by_role("link", name="Start:").click()
    problems: list[str] = []
    seen: set[str] = set()
    for _ in range(30):
        problems += _new_screen(page, seen)
        if page.locator("#player form[data-version]").count():
            answer(page)
            problems += _new_screen(page, seen)
        if page.get_by_role("heading", name="Learned").count():
            break
        go_on(page, page.locator(".player-foot").locator("button.block, a.block").first)
    assert len(seen) > 5
    page.goto("/today/")
    assert problems + inspect(page) == []


def _new_screen(page: Page, seen: set[str]) -> list[str]:
    """Return what is wrong with a screen of the player that differs from those in `seen`."""
    kind = page.evaluate(SCREEN)
    wide = page.evaluate(FACTS)["wide"] > NARROW["width"]
    problems = [f"{page.url} is too wide"] if wide else []
    if kind in seen:
        return problems
    seen.add(kind)
    return problems + inspect(page)


@pytest.mark.parametrize("path", ["/nowhere/", "/achievements/0/", "/credentials/none/", "/%00/"])
def test_a_page_that_is_not_there_is_a_page_too(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(NARROW, reduced_motion="reduce")
    answered = page.goto(path)
    assert answered is not None
    assert answered.status in (400, 404)
    assert page.evaluate(FACTS)["h1"] == 1
    assert inspect(page) == []
