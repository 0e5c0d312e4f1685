"""
Which addresses may be asked: a strict reading of the URL, then of where its name leads.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 3986, "Authority".
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from urllib.parse import urlsplit

from cairn.errors import FetchError, FetchRefused

MAX_URL_LENGTH = 2048
NOT_IN_A_URL = re.compile(r"[^\x21-\x7e]|[\\<>\"^`{|}]")
HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
DEFAULT_PORTS = {"https": 443, "http": 80}
GLOBAL_UNICAST_V6 = ip_network("2000::/3")
# Public by the registries, but they lead to other networks or to nobody.
REFUSED_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """A host, in lower case, to be asked for `path`; `any_address` where we were told to."""

    secure: bool
    host: str
    port: int
    path: str
    any_address: bool = False

    @property
    def pair(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        return f"{self._bracketed}:{self.port}"

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        usual = self.port == DEFAULT_PORTS["https" if self.secure else "http"]
        return self._bracketed if usual else self.pair

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def trusted(self) -> Target:
        """The same target, whose address is not looked at."""
        return replace(self, any_address=True)


def parse_target(url: str) -> Target:
    """
    Return what `url` asks for.

    Raises:
        FetchRefused: if it is no plain http or https address: another scheme, a user name,
            characters that parsers disagree on, no host, no port between 1 and 65535.
    """
    if len(url) > MAX_URL_LENGTH or NOT_IN_A_URL.search(url):
        raise FetchRefused("The address is too long or holds characters that none may hold")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(f"{url} is not an address: {error}") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise FetchRefused(f"{url} is not an https address")
    if "@" in parts.netloc:
        raise FetchRefused("The address holds a user name, which is not allowed")
    host = (parts.hostname or "").removesuffix(".")
    if not (_is_ipv6(host) or HOST_NAME.fullmatch(host)) or port == 0:
        raise FetchRefused(f"{url} names no host that could be asked")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port or DEFAULT_PORTS[parts.scheme], path)


def mapped(url: str, mapping: Mapping[str, str]) -> str | None:
    """Return `url` with the longest base of `mapping` that it begins with replaced, or None."""
    base = longest_base(url, mapping)
    return None if base is None else mapping[base].rstrip("/") + url[len(base.rstrip("/")) :]


def longest_base(url: str, bases: Iterable[str]) -> str | None:
    """Return the longest of `bases` that `url` is, or lies below; None if there is none."""
    for base in sorted(bases, key=len, reverse=True):
        stem = base.rstrip("/")
        rest = url[len(stem) :]
        if url[: len(stem)].lower() == stem.lower() and (rest == "" or rest[0] in "/?#"):
            return base
    return None


def public_addresses(target: Target, seconds: float) -> list[str]:
    """
    Return the addresses of `target`, in the system's order, looked up once.

    Raises:
        FetchRefused: if one of them is not public, unless any address will do.
        FetchError: if there is none, or the look-up takes longer than `seconds`.
    """
    found = _resolved(target.host, target.port, seconds)
    for address in found:
        if not target.any_address and not is_public(ip_address(address)):
            raise FetchRefused(f"{target.host} is at {address}, which is not a public address")
    return found


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """
    Return whether `address` is a host of the public internet and nothing else.

    Of IPv6 only global unicast is: an IPv4 address written as IPv6 (mapped, NAT64, 6to4,
    Teredo) is refused whatever it leads to.
    """
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST_V6:
        return False
    if any(
        address in network for network in REFUSED_NETWORKS if network.version == address.version
    ):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _is_ipv6(host: str) -> bool:
    try:
        return ip_address(host).version == 6 and "%" not in host
    except ValueError:
        return False


def _resolved(host: str, port: int, seconds: float) -> list[str]:
    """Look `host` up in a thread: the system's resolver knows no deadline."""
    answers: list[str] = []
    failures: list[OSError] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.extend(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:
            failures.append(OSError(getattr(error, "strerror", None) or str(error)))

    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise FetchError(f"{host} has no address: {failures[0]}") from failures[0]
    if not answers:
        raise FetchError(f"The address of {host} was not found in time")
    return answers
