"""
The one guarded fetcher: whatever Cairn asks of the network is asked here.

Addresses come out of credentials, so a stranger chooses them. Each is resolved once, refused
unless public, and that very address is connected to; every redirect is looked at anew, and
leads to the same host or nowhere.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from socket import create_connection, socket
from urllib.parse import urljoin, urlsplit

from cairn.errors import FetchError, FetchGone, FetchRefused
from cairn.fetching.addresses import Target, mapped, parse_target, public_addresses
from cairn.fetching.answers import DeadlineStream, read_body

TOTAL_SECONDS = 5.0
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = (
    "application/vc, application/ld+json, application/did+json, application/json;q=0.9, "
    "text/plain;q=0.6, image/png;q=0.5, image/svg+xml;q=0.5, */*;q=0.1"
)
FAILURES_BEFORE_PAUSE = 3
PAUSE_SECONDS = 30.0
HOSTS_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the bytes, inflated; the Content-Type as sent; the address that answered."""

    content: bytes
    content_type: str
    url: str


class Offline:
    """A fetcher that asks nobody: every question stays open."""

    def fetch(self, url: str) -> Fetched:
        raise FetchError(f"{url} was not asked, because this runs offline")


class GuardedFetcher:
    """
    Fetches public https addresses on port 443, within narrow limits.

    Five seconds in all, three redirects, 1 MiB as sent and 8 MiB inflated; no cookies, no
    proxies from the environment. A host that gave no answer three times in a row is left alone
    for half a minute.

    Args:
        allow: `host:port` pairs that may be asked whatever their address, by http too.
        mapping: from a base address to the one that is asked in its place; the target of a
            mapping may be reached by way of the mapping only.
        clock: seconds that only ever grow; for the deadline and the pause.
    """

    def __init__(
        self,
        *,
        allow: frozenset[str] = frozenset(),
        mapping: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow = frozenset(pair.lower() for pair in allow)
        self._mapping = dict(mapping or {})
        self._clock = clock
        self._failures: dict[str, tuple[int, float]] = {}

    def fetch(self, url: str) -> Fetched:
        """
        Return what `url` answers with status 200.

        Raises:
            FetchRefused: if `url`, or what it redirects to, may not be asked, or lies on another
                host.
            FetchGone: if it answers 410, with what it says of that.
            FetchError: if it could not be had: no connection, a wrong status, too slow, too long.
        """
        first, deadline = url, self._clock() + TOTAL_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            target = self._target(url)
            answer, location = self._ask_unless_paused(target, url, deadline)
            if answer is not None:
                return answer
            url = _joined(url, location)
            _refuse_another_host(first, url)
        raise FetchError(f"{url} was not reached after {MAX_REDIRECTS} redirects")

    def _target(self, url: str) -> Target:
        asked = mapped(url, self._mapping)
        target = parse_target(asked if asked is not None else url)
        if asked is not None or target.pair in self._allow:
            return target.trusted()
        if not target.secure:
            raise FetchRefused(f"{url} is not an https address")
        if target.port != 443:
            raise FetchRefused(f"{url} is not on port 443")
        return target

    def _ask_unless_paused(
        self, target: Target, url: str, deadline: float
    ) -> tuple[Fetched | None, str]:
        failed, since = self._failures.get(target.pair, (0, 0.0))
        if failed >= FAILURES_BEFORE_PAUSE and self._clock() < since + PAUSE_SECONDS:
            raise FetchError(f"{target.pair} failed {failed} times; it is asked again later")
        try:
            answer = self._ask(target, url, deadline)
        except (OSError, HTTPException, ValueError) as error:
            self._note_failure(target.pair, failed + 1)
            reason = str(error) or type(error).__name__
            raise FetchError(f"{url} could not be fetched: {reason}") from error
        self._failures.pop(target.pair, None)
        return answer

    def _note_failure(self, pair: str, failed: int) -> None:
        # strangers choose the hosts: what is remembered of them must not grow for ever
        if len(self._failures) >= HOSTS_REMEMBERED:
            self._failures.clear()
        self._failures[pair] = failed, self._clock()

    def _ask(self, target: Target, url: str, deadline: float) -> tuple[Fetched | None, str]:
        """Return the answer, or None and where the host says it is to be found."""
        with self._connect(target, deadline) as connection:
            connection.sendall(_request(target))
            stream = DeadlineStream(connection, deadline, self._clock)
            # of a socket it uses makefile alone
            response = HTTPResponse(stream, method="GET")  # type: ignore[arg-type]  # as good
            response.begin()
            return _answer(response, url)

    def _connect(self, target: Target, deadline: float) -> socket:
        addresses = public_addresses(target, self._left(deadline))
        refused: OSError | None = None
        for address in addresses:
            try:
                return self._connect_to(address, target, deadline)
            except ssl.SSLError:
                raise
            except OSError as error:
                refused = error
        raise refused or FetchError(f"{target.host} has no address")

    def _connect_to(self, address: str, target: Target, deadline: float) -> socket:
        plain = create_connection((address, target.port), timeout=self._left(deadline))
        if not target.secure:
            return plain
        try:
            context = ssl.create_default_context()
            plain.settimeout(self._left(deadline))
            return context.wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise

    def _left(self, deadline: float) -> float:
        left = deadline - self._clock()
        if left <= 0:
            raise FetchError(f"It took longer than {TOTAL_SECONDS:g} s")
        return left


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchRefused(f"{url} redirects to something that is no address") from error


def _refuse_another_host(first: str, url: str) -> None:
    """
    Raise FetchRefused if a redirect leads away from the host that was asked.

    A key, a profile or a hosted badge counts because of where it lies, and many hosts send
    anybody on to wherever an address of theirs says.
    """
    try:
        before, after = (urlsplit(one).netloc.lower() for one in (first, url))
    except ValueError as error:
        raise FetchRefused(f"{first} redirects to something that is no address") from error
    if before != after:
        raise FetchRefused(
            f"{first} sends on to another host, {after[:200]}, for which it does not stand"
        )


def _request(target: Target) -> bytes:
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"Accept: {ACCEPT}",
        "Accept-Encoding: gzip",
        "User-Agent: cairn",
        "Connection: close",
    )
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _answer(response: HTTPResponse, url: str) -> tuple[Fetched | None, str]:
    location = response.headers.get("Location")
    if response.status in REDIRECTS and location:
        return None, location
    if response.status == 410:
        raise FetchGone(f"{url} is gone", read_body(response))
    if response.status != 200:
        raise FetchError(f"{url} answered with status {response.status}")
    content_type = response.headers.get("Content-Type", "")
    return Fetched(read_body(response), content_type, url), ""
