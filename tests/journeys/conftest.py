"""A whole installation for the journeys: server, worker, demo world, and a phone to hold."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    home: Path
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run `cairn-server` beside the running server; return what it printed."""
        done = subprocess.run(
            [*_server(), *words], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


def _server() -> list[str]:
    return [str(Path(sys.executable).with_name("cairn-server"))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    environment = {
        **os.environ,
        "CAIRN_HOME": str(home),
        "CAIRN_PORT": str(port),
        "CAIRN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "cairn_server.site.settings",
    }
    one = Site(f"http://localhost:{port}", home, environment)
    one.command("setup")
    one.command("demo")
    processes = [
        subprocess.Popen([*_server(), word], env=environment) for word in ("serve", "work")
    ]
    _wait_for(one.url + "/readyz")
    yield one
    for process in processes:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("The journeys need Chromium: install the package chromium")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a window of its own: `open_page(PHONE)`; complains of any error in it at the end."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(size: dict[str, int] = PHONE, **options: object) -> Page:
        context = browser.new_context(viewport=size, base_url=site.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _note(problems, line, page))
        page.on("request", lambda asked: _at_home(problems, asked.url, site.url))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def _note(problems: list[str], line: object, page: Page) -> None:
    text = str(getattr(line, "text", line))
    if getattr(line, "type", "") == "error" and "Content Security Policy" in text:
        problems.append(f"{page.url}: {text}")


def _at_home(problems: list[str], asked: str, home: str) -> None:
    if not asked.startswith((home, "data:", "blob:")):
        problems.append(f"a third-party host was asked: {asked}")


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(PHONE)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    return open_page(DESK)


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], None]:
    """Become somebody of the demo, by the button that the demo offers."""

    def become(page: Page, name: str) -> None:
        page.goto("/demo/")
        page.get_by_role("button", name=name, exact=False).first.click()
        page.wait_for_load_state()

    return become


def accessible(page: Page) -> None:
    """Fail with what axe reports on the page as it stands."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
        for one in found
    ]
    assert told == []
