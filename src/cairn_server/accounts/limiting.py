"""Keeping anybody from asking too much at once: one limiter a kind of work and an asker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import BaseCache, cache
from django.http import HttpRequest

from cairn_server.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and so many a minute in the long run."""

    name: str
    burst: int
    per_minute: int

    @property
    def interval(self) -> timedelta:
        """The time that each request uses up."""
        return timedelta(minutes=1) / self.per_minute


def spend(limit: Limit, asker: str, *, at: datetime, kept_in: BaseCache = cache) -> None:
    """
    Count one request of `asker` against `limit`.

    The generic cell rate algorithm: all that is kept is the moment at which the asker would
    be even again. Two requests at the same instant may count as one, which errs on the
    asker's side.

    Raises:
        TooManyRequests: saying after how many seconds to ask again.
    """
    key = f"limit:{limit.name}:{asker}"
    even_at = max(kept_in.get(key) or at, at)
    ahead = even_at + limit.interval - at
    allowed = limit.interval * limit.burst
    if ahead > allowed:
        seconds = max(1, round((ahead - allowed).total_seconds()))
        raise TooManyRequests(f"Too many at once; ask again in {seconds} s")
    kept_in.set(key, even_at + limit.interval, timeout=int(allowed.total_seconds()) + 60)


def asker_of(request: HttpRequest) -> str:
    """Return whom a limit counts for: the address; of an IPv6 address the network, its /64."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if ":" not in address:
        return address.replace(" ", "")
    return "-".join(address.partition("%")[0].split(":")[:4])
