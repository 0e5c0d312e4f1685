"""`cairn inspect`: what credentials say, without asking whether it is true."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, mapping
from cairn.cli.network import fetch_of
from cairn.cli.sources import naming, read_source
from cairn.errors import CairnError

if TYPE_CHECKING:
    from cairn.cli.said import Award, Identifier, Listed, Party, Recipient, Said, Securing, Status
    from cairn.cli.sources import Fetch
    from cairn.openbadges.reading import Found

ABOUT = """\
Shows what is said, of which nothing is checked: kind, issuer, recipient, achievement, dates,
proofs, status entries, and what lies inside. An address that is given is fetched; one in a
credential is not."""
ONLY_ITS_ADDRESS = "lies at that address; cairn inspect with the address asks there"
WIDTH = 14
NEED_NO_PROOF = ("achievement", "profile", "address", "unknown")


def add_commands(subparsers: Any) -> None:
    inspect = subparsers.add_parser(
        "inspect", help="show what a credential says, without checking it", description=ABOUT
    )
    inspect.add_argument(
        "sources",
        nargs="+",
        metavar="FILE",
        help="JSON, JWT, baked PNG or SVG, an address, or -",
    )
    inspect.add_argument("--json", action="store_true", help="one JSON object a line")
    inspect.add_argument(
        "--map",
        dest="mappings",
        type=mapping,
        action="append",
        default=[],
        metavar="BASE=PLACE",
        help="ask another address, or read a file or folder, where an address begins with BASE",
    )
    inspect.set_defaults(run=run_inspect)


def run_inspect(arguments: Namespace) -> int:
    """Print what each of the sources says; return whether all could be read."""
    fetch = fetch_of(offline=False, mappings=arguments.mappings)
    status = Exit.VALID
    for number, source in enumerate(arguments.sources):
        if number and not arguments.json:
            print()
        try:
            _inspect(source, fetch, as_json=arguments.json)
        except (CairnError, OSError) as error:
            if isinstance(error, BrokenPipeError) or len(arguments.sources) == 1:
                raise
            told = str(error) if isinstance(error, CairnError) else f"{source}: {error.strerror}"
            sys.stdout.flush()
            print(f"cairn: {printable(told)}", file=sys.stderr)
            status = Exit.UNUSABLE
    return status


def _inspect(source: str, fetch: Fetch, *, as_json: bool) -> None:
    from cairn.cli.describing import content_of, describe
    from cairn.cli.said import to_json
    from cairn.openbadges.reading import find_credential

    with naming(source):
        found = find_credential(read_source(source, fetch=fetch), name=source, large_records=True)
    said = describe(found)
    if as_json:
        head = {"source": source, "found_in": found.kind, "checked": False}
        told = {**head, **to_json(said), "document": content_of(found)}
        print(json.dumps(told, ensure_ascii=False))
        return
    for label, value in [("file", source), ("found in", _place(found)), *told_of(said)]:
        print(f"{label:<{WIDTH}}{printable(value)}")
    _print_inside(said, depth=1)
    print("Nothing of this was checked; cairn verify does that.")


def _place(found: Found) -> str:
    if found.kind in ("png", "svg"):
        return f"a picture ({found.kind.upper()})"
    return f"{'a token' if found.jwt else 'a file'} ({found.kind.upper()})"


def told_of(said: Said) -> Iterator[tuple[str, str]]:
    """Yield label and value of what a credential says, as far as it says it."""
    lines: Iterable[tuple[str, str | None]] = [
        ("kind", _kind(said)),
        ("problem", said.problem),
        ("id", said.id),
        ("type", ", ".join(said.type)),
        ("name", said.name),
        ("issuer", _party(said.issuer)),
        ("shown by", _party(said.holder)),
        *(_recipient(said.recipient) if said.recipient else ()),
        ("assessed by", _party(said.assessor)),
        ("endorses", said.about),
        ("comment", said.comment),
        *(line for one in said.achievements for line in _award(one)),
        *(("result", one) for one in said.results),
        *(("evidence", one) for one in said.evidence),
        ("awarded", said.awarded),
        ("valid from", said.valid_from),
        ("valid until", said.valid_until),
        *(("secured by", _securing(one)) for one in said.secured_by),
        ("secured by", "nothing" if _lacks_proof(said) else None),
        *(("status", _status(one)) for one in said.status),
        ("list", None if said.listed is None else _listed(said.listed)),
        *(("newer version", one) for one in said.refresh),
        ("inside", _count(said)),
        ("content", ONLY_ITS_ADDRESS if said.kind == "address" else None),
    ]
    return ((label, value) for label, value in lines if value)


def in_one_line(said: Said) -> str:
    """Return what a credential inside another one says, as far as it fits on a line."""
    what = said.name or next((one.name or one.id for one in said.achievements), None)
    secured = " and ".join(map(_securing, said.secured_by))
    whom = said.recipient and (said.recipient.name or said.recipient.id)
    parts = (
        _kind(said),
        what and f"“{what}”",
        said.issuer and f"by {_party(said.issuer)}",
        whom and f"to {whom}",
        said.about and f"of {said.about}",
        said.valid_from and f"from {said.valid_from}",
        said.valid_until and f"until {said.valid_until}",
        secured and f"secured by {secured}",
        "secured by nothing" if _lacks_proof(said) else None,
        said.problem,
        _count(said),
    )
    return "; ".join(part for part in parts if part)


def printable(value: Any) -> str:
    """Return `value` on one line, without the characters by which a terminal is steered."""
    text = " ".join(str(value).split())
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _print_inside(said: Said, *, depth: int) -> None:
    for one in said.inside:
        print(f"{'  ' * depth}* {printable(in_one_line(one))}")
        _print_inside(one, depth=depth + 1)
    if said.inside and said.inside_count > len(said.inside):
        print(f"{'  ' * depth}* and {said.inside_count - len(said.inside)} more")


def _kind(said: Said) -> str:
    words = said.kind.replace("_", " ")
    where = ", in an envelope" if said.in_envelope else ""
    return (f"{words} ({said.standard})" if said.standard else words) + where


def _both(name: str | None, identifier: str | None) -> str | None:
    return f"{name} <{identifier}>" if name and identifier else name or identifier


def _party(party: Party | None) -> str | None:
    return None if party is None else _both(party.name, party.id)


def _recipient(recipient: Recipient) -> Iterator[tuple[str, str | None]]:
    whom = _both(recipient.name, recipient.id)
    yield "recipient", whom
    for one in recipient.identifiers:
        if one.value != recipient.name:
            yield ("identified by" if whom else "recipient"), _identifier(one)


def _lacks_proof(said: Said) -> bool:
    return not said.secured_by and said.kind not in NEED_NO_PROOF


def _identifier(one: Identifier) -> str:
    how = {True: "hashed", False: "in clear", None: "not said whether hashed"}[one.hashed]
    return f"{one.type or 'identifier'}, {how}: {one.value}"


def _award(award: Award) -> Iterator[tuple[str, str | None]]:
    yield "achievement", _both(award.name, award.id)
    yield "achieved as", award.type
    yield "version", award.version
    yield "description", award.description
    yield "criteria", award.criteria
    for target in award.alignments:
        yield "alignment", target


def _securing(securing: Securing) -> str:
    how = securing.algorithm or securing.type or "something unnamed"
    if securing.type == "JWT":
        how = f"JWT, {securing.algorithm or 'no algorithm'}"
    shown = (
        how,
        securing.key and f"key {securing.key}",
        securing.address and f"at {securing.address}",
        securing.created and f"on {securing.created}",
        securing.purpose and f"for {securing.purpose}",
    )
    return ", ".join(part for part in shown if part)


def _status(status: Status) -> str:
    if status.list is None:
        return ", ".join(filter(None, (status.type, status.message)))
    place = "" if status.index is None else f"place {status.index} of "
    return f"{status.purpose or status.type or 'status'}: {place}{status.list}"


def _listed(listed: Listed) -> str:
    if listed.places is None:
        return f"{listed.purpose}: cannot be read"
    return f"{listed.purpose}: {listed.set:,} of {listed.places:,} places are set"


def _count(said: Said) -> str | None:
    count = said.inside_count
    return f"{count} credential{'' if count == 1 else 's'}" if count else None
