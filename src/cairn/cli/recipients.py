"""A line of the table that `cairn issue` reads, and the texts that its credential gets from it."""

from __future__ import annotations

import re
import secrets
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID, uuid4

from cairn.cli.arguments import moment
from cairn.cli.results import Results
from cairn.errors import MalformedInput

READ_COLUMNS = frozenset(
    {"email", "name", "evidence_url", "narrative", "valid_until", "license_number"}
)
_ADDRESSES = frozenset({"id", "holder", "evidence_url", "status_id", "suspension_id"})
_NOT_IN_EMAIL = r'\s<>()\[\],;:"@\u200b-\u200f\u2060\ufeff'
_EMAIL = re.compile(rf"[^{_NOT_IN_EMAIL}]+@[^{_NOT_IN_EMAIL}.]+(?:\.[^{_NOT_IN_EMAIL}.]+)*")
_LATEST = "9999-12-31T23:59:59Z"


Kind = tuple[tuple[bool, ...], Results]


def no_results(_: Mapping[str, str]) -> Results:
    """Return no results, whatever stands in a line."""
    return ()


class Line(NamedTuple):
    """One line of the table; `position` is its place in each status list, None without one."""

    number: int
    cells: Mapping[str, str]
    position: int | None = None

    @property
    def email(self) -> str:
        return self.cells["email"].strip().lower()


class Texts(NamedTuple):
    """
    The texts that one credential has for itself; None where it has none.

    `results` are no texts: many have the same, and these are of one kind.
    """

    id: str
    holder: str
    identity_hash: str
    salt: str
    name: str | None
    evidence_url: str | None
    narrative: str | None
    valid_until: str | None
    license_number: str | None
    status_id: str | None
    status_index: str | None
    suspension_id: str | None
    suspension_index: str | None
    results: Results = ()

    @property
    def own(self) -> list[str]:
        """The texts that it has, in their order."""
        return [text for text in self[:-1] if text is not None]

    @property
    def kind(self) -> Kind:
        """What it has in common with others that differ in their texts alone."""
        return tuple([text is None for text in self[:-1]]), self.results

    def marks(self) -> Texts:
        """Return in the place of each text one that stands nowhere else."""
        named = zip(self._fields[:-1], self[:-1], strict=True)
        return Texts._make([*(text and _mark(name) for name, text in named), self.results])


def texts_reader(
    status_url: str | None,
    suspension_url: str | None = None,
    results_of: Callable[[Mapping[str, str]], Results] = no_results,
) -> Callable[[Line], Texts]:
    """
    Return what reads the texts of a line; the ids and the salt are other ones each time.

    Args:
        status_url, suspension_url: the lists in which each has a place, None for none.
        results_of: reads the results in the cells of a line.

    It raises MalformedInput, MalformedCredential or ArgumentTypeError if a cell is wrong by itself.
    """
    from cairn.openbadges.identity import hashed_identity
    from cairn.openbadges.writing import absolute
    from cairn.vc.multibase import encode_base64url

    def texts_of(line: Line) -> Texts:
        email, cells = line.email, line.cells
        if not _EMAIL.fullmatch(email):
            raise MalformedInput(f"{email!r} is not an e-mail address")
        chance = secrets.token_bytes(48)
        identity = hashed_identity(email, encode_base64url(chance[32:]))
        until, address = _cell(cells, "valid_until"), _cell(cells, "evidence_url")
        ends = until and _moment_text(until)
        status, suspension = (_place(url, line.position) for url in (status_url, suspension_url))
        return Texts(
            id=UUID(bytes=chance[:16], version=4).urn,
            holder=UUID(bytes=chance[16:32], version=4).urn,
            identity_hash=identity["identityHash"],
            salt=identity["salt"],
            name=_cell(cells, "name"),
            evidence_url=address and _of_the_web(absolute(address, "Evidence")),
            narrative=_cell(cells, "narrative"),
            valid_until=ends,
            license_number=_cell(cells, "license_number"),
            status_id=status[0],
            status_index=status[1],
            suspension_id=suspension[0],
            suspension_index=suspension[1],
            results=results_of(cells),
        )

    return texts_of


def _place(list_url: str | None, position: int | None) -> tuple[str | None, str | None]:
    """Return id and index of an entry in a list, as `cairn.vc.status_list` writes them."""
    if list_url is None or position is None:
        return None, None
    return f"{list_url}#{position}", str(position)


def _of_the_web(address: str) -> str:
    """Return the address; MalformedInput if a page that made a link of it would run it instead."""
    if not address.lower().startswith(("https://", "http://")):
        raise MalformedInput(f"{address[:100]!r} is no https address of evidence")
    return address


def _cell(cells: Mapping[str, str], column: str) -> str | None:
    return cells.get(column, "").strip() or None


def _moment_text(text: str) -> str:
    from cairn.openbadges.writing import timestamp

    try:
        return timestamp(moment(text))
    except OverflowError as error:
        raise ArgumentTypeError(f"{text!r} is before or after all years") from error


def _mark(name: str) -> str:
    """Return a text that may stand for the one of that name, and is not found anywhere else."""
    if name == "valid_until":
        return _LATEST
    return uuid4().urn if name in _ADDRESSES else secrets.token_hex(16)
