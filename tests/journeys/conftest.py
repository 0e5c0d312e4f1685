"""A whole installation for the journeys: server, worker, demo world, and a phone to hold."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.walking import DESK, PATIENCE, PHONE, Site

# the same engine without a window takes half the time
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PORT = "port"  # what is signed names the address of the installation
expect.set_options(timeout=PATIENCE)
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """A server and a worker on a demo world, which `run.py` makes while types are checked."""
    made = Path(os.environ.get("CAIRN_DEMO_WORLDS", "/nowhere")) / worker_id.replace(
        "master", "gw0"
    )
    home = made if made.exists() else tmp_path_factory.mktemp("home")
    port = int((made / PORT).read_text()) if made.exists() else _free_port()
    environment = {
        **os.environ,
        "CAIRN_HOME": str(home),
        "CAIRN_PORT": str(port),
        "CAIRN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "cairn_server.site.settings",
    }
    program = str(Path(sys.executable).with_name("cairn-server"))
    one = Site(f"http://localhost:{port}", home, environment, program)
    if not made.exists():
        one.command("demo")
    processes = [subprocess.Popen([program, word], env=environment) for word in ("serve", "work")]
    try:
        _wait_for(one.url + "/readyz")
        yield one
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(1_000):
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
    """
    Open a window of its own: `open_page(PHONE)`; complains of any error in it at the end.

    The service worker, which fetches much before it is of use, works where it is asked for.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(size: dict[str, int] = PHONE, **options: object) -> Page:
        settings = {"service_workers": "block", **options}
        context = browser.new_context(viewport=size, base_url=site.url, **settings)
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: _listen(problems, page, site.url))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def _listen(problems: list[str], page: Page, home: str) -> None:
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda line: _note(problems, line, page))
    page.on("request", lambda asked: _at_home(problems, asked.url, home))
    page.on("response", lambda got: _no_failure(problems, got.status, got.url))


def _no_failure(problems: list[str], status: int, url: str) -> None:
    if status >= 500:
        problems.append(f"the server failed: {status} {url}")


def _note(problems: list[str], line: object, page: Page) -> None:
    text = str(getattr(line, "text", line))
    if getattr(line, "type", "") == "error" and "Content Security Policy" in text:
        problems.append(f"{page.url}: {text}")


def _at_home(problems: list[str], asked: str, home: str) -> None:
    # the browser's own viewer of PDF files is an extension
    own = (home, "data:", "blob:", "chrome-extension:", "chrome:")
    if not asked.startswith(own):
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
        page.get_by_role("button", name=f"Be {name}", exact=True).click()
        page.wait_for_url("**/today/")

    return become


@pytest.fixture
def bring(site: Site) -> Callable[[str, Path], dict[str, Any]]:
    """Import content for an organisation of the demo, beside the running server; the report."""

    def act(kind: str, path: Path) -> dict[str, Any]:
        words = ["import", kind, str(path), "--organisation", "teachers", "--json"]
        done = subprocess.run(
            [site.program, *words],
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr  # 1: something could not be taken over
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    return act
