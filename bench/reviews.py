"""One review through HTTP, as a phone delivers it, beside an empty view of the same server."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

from bench.installation import installation
from tests.throwaway_postgres import throwaway_postgres

REVIEWS = 150  # one after the other, for p50 and p99
SECONDS = 2.0  # with all clients at once, for the rate; 600 calls a minute are allowed
CLIENTS = 4  # as many as the server has threads
LEARNERS = {
    "one review": "Samuel Ek",  # has shown nothing yet that recall of it completes
    "one review, near an award": "Dmitri Lang",  # has passed the quiz, and recalls too little
}
Act = Callable[["Phone"], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of one request at a time, and requests a second of several at once."""

    p50: float
    p99: float
    rate: float


class Phone:
    """A browser with one connection that is kept open, and its cookies."""

    def __init__(self, url: str, cookies: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(url)
        self.url = url
        self.connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        self.cookies = dict(cookies or {})

    def ask(self, method: str, path: str, body: str = "", type: str = "") -> tuple[int, str]:
        """Return the status and the text of the answer; keep the cookies that come with it."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": type, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def sign_in(self, name: str) -> None:
        """Become somebody of the demo."""
        _, page = self.ask("GET", "/demo/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if name in one)
        path = re.findall(r'action="([^"]+)"', form)[0]
        kind = "application/x-www-form-urlencoded"
        status, _ = self.ask("POST", path, f"csrfmiddlewaretoken={token}", kind)
        if status != 302:
            raise RuntimeError(f"signing in answered {status}")


def main() -> None:
    """Measure on SQLite and on PostgreSQL, and print the table."""
    rows = []
    with installation() as url:
        rows.append(("SQLite", measure(url)))
    with throwaway_postgres() as database, installation(database) as url:
        rows.append(("PostgreSQL", measure(url)))
    print(table(rows))


def measure(url: str) -> dict[str, Figures]:
    """Return the figures of a review and of an empty view, by what is done."""
    phone = Phone(url)
    measured = {"empty view": figures(phone, lambda one: expect(one.ask("GET", "/healthz"), 200))}
    for what, learner in LEARNERS.items():
        phone = Phone(url)
        phone.sign_in(learner)
        act = partial(review, versions=due_versions(phone, learner))
        measured[what] = figures(phone, act)
    return measured


def due_versions(phone: Phone, learner: str) -> list[str]:
    _, text = phone.ask("GET", "/api/v1/learning/due")
    found = [item["version_id"] for item in json.loads(text)["items"]]
    if not found:
        raise RuntimeError(f"{learner} has nothing to recall")
    return found


def review(phone: Phone, versions: list[str]) -> None:
    review_id = uuid4()
    body = {
        "review_id": str(review_id),
        "rating": 3,
        "reviewed_at": datetime.fromtimestamp(time.time(), UTC).isoformat(),
    }
    version = versions[review_id.int % len(versions)]
    path = f"/api/v1/learning/items/{version}/reviews"
    expect(phone.ask("POST", path, json.dumps(body), "application/json"), 201)


def expect(answer: tuple[int, str], status: int) -> None:
    if answer[0] != status:
        raise RuntimeError(f"answered {answer[0]}: {answer[1][:200]}")


def figures(phone: Phone, act: Act) -> Figures:
    phone.connection.close()  # the server has given up on it meanwhile; the next call opens it
    for _ in range(10):
        act(phone)
    times = sorted(timed(phone, act) for _ in range(REVIEWS))
    return Figures(times[REVIEWS // 2], times[REVIEWS * 99 // 100], rate(phone, act))


def timed(phone: Phone, act: Act) -> float:
    start = time.perf_counter()
    act(phone)
    return (time.perf_counter() - start) * 1000


def rate(phone: Phone, act: Act) -> float:
    """Return how many a second `CLIENTS` connections get done at once."""
    end = time.perf_counter() + SECONDS
    done: list[int] = []

    def go_on() -> None:
        mine, count = Phone(phone.url, phone.cookies), 0
        while time.perf_counter() < end:
            act(mine)
            count += 1
        done.append(count)

    threads = [threading.Thread(target=go_on) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(done) / SECONDS


def table(rows: list[tuple[str, dict[str, Figures]]]) -> str:
    """Return the figures as Markdown, with the share of the server's own limit."""
    lines = [
        "| database | what | p50 ms | p99 ms | a second | of the empty view |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for database, measured in rows:
        limit = measured["empty view"].rate
        for what, one in measured.items():
            share = f"{one.rate / limit:.0%}"
            cells = f"{one.p50:.1f} | {one.p99:.1f} | {one.rate:,.0f} | {share}"
            lines.append(f"| {database} | {what} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
