"""`cairn inspect`: what a credential says, without asking whether it is true."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from cairn.cli.arguments import Exit
from cairn.cli.sources import read_source


def add_commands(subparsers: Any) -> None:
    inspect = subparsers.add_parser(
        "inspect", help="show what a credential says, without checking it"
    )
    inspect.add_argument("file", metavar="FILE", help="JSON, baked PNG or SVG, or -")
    inspect.add_argument("--json", action="store_true", help="print the credential as JSON")
    inspect.set_defaults(run=run_inspect)


def run_inspect(arguments: Namespace) -> int:
    """Print the members that a reader asks for first, or the whole document."""
    from cairn.openbadges.reading import find_credential

    found = find_credential(read_source(arguments.file), name=arguments.file, large_records=True)
    if found.document is None:
        print(found.text)
        return Exit.VALID
    if arguments.json:
        print(json.dumps(found.document, indent=2, ensure_ascii=False))
        return Exit.VALID
    print(f"{'found in':<14}{found.kind}")
    for label, value in said(found.document):
        print(f"{label:<14}{printable(value)}")
    print("Nothing of this was checked; cairn verify does that.")
    return Exit.VALID


def said(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield label and value of what `document` says, as far as it says it."""
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    issuer = document.get("issuer")
    lines = [
        ("id", document.get("id")),
        ("type", ", ".join(map(str, _listed(document.get("type"))))),
        ("name", document.get("name")),
        ("issuer", _named(issuer)),
        ("recipient", subject.get("name") or _identity_name(subject) or subject.get("id")),
        ("achievement", _named(achievement)),
        ("kind", achievement.get("achievementType")),
        ("criteria", _first(achievement.get("criteria")).get("narrative")),
        ("valid from", document.get("validFrom", document.get("issuanceDate"))),
        ("valid until", document.get("validUntil", document.get("expirationDate"))),
        *(
            ("alignment", _first(item).get("targetName"))
            for item in _parts(achievement, "alignment")
        ),
        *(("result", _result(item)) for item in _parts(subject, "result")),
        *(("evidence", _named(item)) for item in _parts(document, "evidence")),
        *(("proof", _proof(item)) for item in _parts(document, "proof")),
        ("status", _first(document.get("credentialStatus")).get("statusListCredential")),
    ]
    return ((label, value) for label, value in lines if value)


def printable(value: Any) -> str:
    """Return `value` on one line, without the characters by which a terminal is steered."""
    text = " ".join(str(value).split())
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _parts(holder: Mapping[str, Any], member: str) -> list[Any]:
    return _listed(holder.get(member))


def _first(value: Any) -> Mapping[str, Any]:
    """Return the object that `value` is, or the first of a list; an empty one otherwise."""
    found = _listed(value)
    return found[0] if found and isinstance(found[0], Mapping) else {}


def _named(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value or "")
    name, address = value.get("name"), value.get("id")
    both = f"{name} <{address}>" if name and address else name or address
    return str(both or value.get("narrative") or "")


def _identity_name(subject: Mapping[str, Any]) -> Any:
    identities = [_first(item) for item in _parts(subject, "identifier")]
    names = [item for item in identities if item.get("identityType") == "name"]
    return names[0].get("identityHash") if names and not names[0].get("hashed") else None


def _result(value: Any) -> str:
    item = _first(value)
    shown = (item.get("value"), item.get("status"), item.get("achievedLevel"))
    return " ".join(str(part) for part in shown if part)


def _proof(value: Any) -> str:
    item = _first(value)
    shown = (item.get("cryptosuite") or item.get("type"), item.get("verificationMethod"))
    return " by ".join(str(part) for part in shown if part)
