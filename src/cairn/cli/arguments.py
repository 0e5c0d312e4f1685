"""What the commands share: the exit statuses, the parser, and arguments of a form of their own."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from enum import IntEnum
from typing import NoReturn


class Exit(IntEnum):
    VALID = 0
    INVALID = 1
    UNDETERMINED = 2
    UNUSABLE = 3


class UsageError(Exception):
    """The command line asks for something that there is not."""


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process with a status of its own."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def moment(text: str) -> datetime:
    """Return the aware moment of `2026-03-02T09:00:00Z`, or midnight UTC of `2026-03-02`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; write it like 2026-03-02T09:00:00Z"
        ) from error
    if found.tzinfo is None and len(text) > len("2026-03-02"):
        raise argparse.ArgumentTypeError(f"{text!r} has no time zone; add Z for UTC")
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def mapping(text: str) -> tuple[str, str]:
    """Return the base address and what is asked in its place of `BASE=URL`."""
    base, _, url = text.partition("=")
    for address in (base, url):
        if not address.startswith(("https://", "http://")):
            raise argparse.ArgumentTypeError(
                f"{text!r} is no mapping; write https://a.example=http://127.0.0.1:9000"
            )
    return base, url


def now() -> datetime:
    """Return the time: the command is a door, and asks for it where none was given."""
    return datetime.now(tz=UTC)  # noqa: TID251  # this is the door
