"""What the first pages of a learner weigh, and whether anything on them moves while they load."""

from __future__ import annotations

import re
import shutil
import urllib.request
from dataclasses import dataclass

from playwright.sync_api import Browser, Request, sync_playwright

from bench.installation import installation

PHONE = {"width": 390, "height": 844}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OBSERVE = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Weight:
    """One page as a phone without a cache fetches it."""

    name: str
    bytes: int  # as sent, headers and service worker included
    requests: int
    shift: float  # cumulative layout shift, 0 is none
    milliseconds: float  # to the load event


def main() -> None:
    """Measure and print the table."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        print("Chromium is not installed; the pages were left out")
        return
    with installation() as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print(table([weigh(browser, name, path) for name, path in first_pages(url).items()]))
        browser.close()


def first_pages(url: str) -> dict[str, str]:
    """Return the addresses of an achievement and of its first unit."""
    catalogue = urllib.request.urlopen(f"{url}/catalogue/").read().decode()
    achievement = re.findall(r"/achievements/[0-9a-f-]{36}/", catalogue)[0]
    page = urllib.request.urlopen(url + achievement).read().decode()
    unit = re.findall(r"/units/[0-9a-f-]{36}/|/learn/units/[0-9a-f-]{36}/", page)
    pages = {"achievement": url + achievement}
    return pages | ({"first unit": url + unit[0]} if unit else {})


def weigh(browser: Browser, name: str, url: str) -> Weight:
    context = browser.new_context(viewport=PHONE)
    context.add_init_script(OBSERVE)
    page = context.new_page()
    asked: list[Request] = []
    context.on("requestfinished", lambda one: asked.append(one))
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(500)
    shift = float(page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)"))
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    sizes = [one.sizes() for one in asked]
    sent = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    context.close()
    return Weight(name, sent, len(asked), shift, float(loaded))


def table(pages: list[Weight]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| page | bytes sent | requests | layout shift | loaded, ms |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.name} | {one.bytes:,} | {one.requests} | {one.shift:g} | {one.milliseconds:,.0f} |"
        for one in pages
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
