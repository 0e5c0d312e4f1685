"""What the commands share: the exit statuses, the parser, and arguments of a form of their own."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from enum import IntEnum
from typing import NoReturn

WEB = ("https://", "http://")


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


def https_address(text: str) -> str:
    """Return an https address; ArgumentTypeError if it is none, or leads into a document."""
    if not text.startswith("https://") or any(mark in text for mark in " #"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no https address by itself, like https://a.example/1"
        )
    return text


def mapping(text: str) -> tuple[str, str]:
    """Return the base address and what answers in its place: `BASE=URL`, or `BASE=PATH`."""
    base, _, place = text.partition("=")
    if not base.startswith(WEB) or not place:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no mapping; write https://a.example=http://127.0.0.1:9000, or the path "
            "of a file or folder behind the ="
        )
    if not place.startswith(WEB) and not os.path.exists(place):
        raise argparse.ArgumentTypeError(f"{place!r} is no file, no folder and no address")
    return base, place


def now() -> datetime:
    """Return the time: the command is a door, and asks for it where none was given."""
    return datetime.now(tz=UTC)  # noqa: TID251  # this is the door
