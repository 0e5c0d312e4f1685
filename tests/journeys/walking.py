"""What people do again and again on their way: look around, answer, read mail."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PASSWORD = "a heron above the weir"
PATIENCE = 30_000  # milliseconds that a page may take on a busy machine
VIOLATIONS = """async (rules) => {
    const options = { resultTypes: ['violations'], ...(rules.length && { runOnly: rules }) };
    const found = await axe.run(document, options);
    return found.violations.map(({ id, help, nodes }) =>
        `${id}: ${help} at ${nodes.slice(0, 3).map((node) => node.target).join(', ')}`);
}"""
LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^\s*([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    home: Path
    environment: dict[str, str]
    program: str

    def command(self, *words: str | Path) -> str:
        """Run `cairn-server` beside the running server; return what it printed."""
        done = subprocess.run(
            [self.program, *map(str, words)],
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def violations(page: Page, *rules: str) -> list[str]:
    """
    Return what axe reports on the page as it stands, a line each.

    Args:
        rules: only these; all of them if none is named.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{page.url}: {told}" for told in page.evaluate(VIOLATIONS, rules)]


def accessible(page: Page) -> None:
    """Fail with what axe reports on the page as it stands."""
    assert violations(page) == []


def start_of(page: Page, title: str) -> None:
    """Open the page of an achievement from the catalogue, as a stranger finds it."""
    page.goto("/catalogue/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def go_on(page: Page, press: Locator) -> None:
    """Press a button or link of the player, and wait for the screen that takes its place."""
    page.locator("#player").evaluate("screen => screen.setAttribute('data-seen', '')")
    press.click()
    expect(page.locator("#player:not([data-seen])")).to_be_visible()


def answer(page: Page, *, offline: bool = False) -> None:
    """Answer the question on the screen somehow, and look at what is said to it."""
    form = page.locator("#player form[data-version]")
    options = form.locator('input[name="option"]')
    if options.count():
        form.locator("label.choice").first.click()
    for chooser in form.locator("select").all():
        chooser.select_option(index=1)
    if form.locator("#answer").count():
        form.locator("#answer").fill("3")
    press = form.get_by_role("button", name="Answer")
    if form.locator("details").count():
        form.get_by_text("Show the answer").click()
        press = form.get_by_role("button", name="Well", exact=True)
    if offline:
        press.click()
    else:
        go_on(page, press)
    expect(page.locator("h1.outcome")).to_be_visible()


def walk_unit(page: Page, *, most: int = 40) -> None:
    """Go through the unit that is open, card by card, to its end."""
    for _ in range(most):
        if page.locator("#player form[data-version]").count():
            answer(page)
        if page.get_by_role("heading", name="Learned").count():
            return
        go_on(page, page.locator(".player-foot").locator("button.block, a.block").first)
    raise AssertionError(f"no end after {most} cards: {page.url}")


def newest_mail(page: Page, to: str) -> str:
    """Return the text of the newest mail to `to`, read where the demo keeps its mail."""
    reader = page.context.new_page()
    reader.goto("/demo/mail/")
    mail = reader.locator("article").filter(has_text=f"To {to}").first
    text = mail.inner_text()
    reader.close()
    return text


def mailed_code(page: Page, to: str) -> str:
    found = CODE.search(newest_mail(page, to))
    assert found, newest_mail(page, to)
    return found[1]


def mailed_link(page: Page, to: str) -> str:
    found = LINK.search(newest_mail(page, to))
    assert found
    return found[0]


def sign_up(page: Page, *, name: str, email: str) -> None:
    """Make an account with a password, from wherever a button offers it, up to Today."""
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill(name)
    page.locator("#id_email").fill(email)
    page.locator("#id_password1").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/confirm-email/**")
    page.locator("#id_code").fill(mailed_code(page, email))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today/")
