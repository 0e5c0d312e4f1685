"""`cairn issue`: one signed credential for each line of a table."""

from __future__ import annotations

import json
import secrets
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cairn.cli.arguments import Exit, UsageError, moment, now
from cairn.cli.keys import read_key
from cairn.cli.sources import read_source, write_file
from cairn.errors import CairnError, MalformedInput

if TYPE_CHECKING:
    from cairn.openbadges.parts import Achievement, Profile, Recipient
    from cairn.reading import CsvRow
    from cairn.vc.keys import PrivateKey

REPORT = "report.csv"
READ_COLUMNS = frozenset(
    {"email", "name", "evidence_url", "narrative", "valid_until", "license_number"}
)
COLUMNS = ("line", "email", "outcome", "file", "credential_id", "detail")
ABOUT_RECIPIENTS = """\
Columns of RECIPIENTS.csv: email (required), name (signed in where it is given), evidence_url,
narrative (of the evidence), valid_until, license_number. The e-mail address itself is not written
into the credential, only its salted hash. DIR receives one JSON file a recipient and report.csv.
Exit status: 0 all issued, 1 some lines were refused, 3 nothing was issued."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the credentials of one run have in common."""

    achievement: Achievement
    issuer: Profile
    key: PrivateKey
    method: str
    at: datetime
    folder: Path


def add_commands(subparsers: Any) -> None:
    issue = subparsers.add_parser(
        "issue", help="sign a credential for each recipient", description=ABOUT_RECIPIENTS
    )
    issue.add_argument("achievement", metavar="ACHIEVEMENT.json", help="Open Badges 3.0")
    issue.add_argument("recipients", metavar="RECIPIENTS.csv")
    issue.add_argument("--key", required=True, metavar="KEY", help="from cairn keys new")
    issue.add_argument("-o", "--out", required=True, metavar="DIR")
    issue.add_argument("--issuer", metavar="PROFILE.json", help="its id is the key's DID")
    issue.add_argument("--at", type=moment, metavar="TIME", help="when they were awarded")
    issue.set_defaults(run=run_issue)


def run_issue(arguments: Namespace) -> int:
    """Issue to every recipient that can be issued to; report the others by their line."""
    from cairn.reading import read_csv

    batch = _batch(arguments)
    rows = list(read_csv(read_source(arguments.recipients)))
    if not rows or "email" not in rows[0].cells:
        raise MalformedInput(f"{arguments.recipients} needs a column email and a line below it")
    for column in rows[0].cells.keys() - READ_COLUMNS:
        print(f"cairn: the column {column!r} is not used", file=sys.stderr)
    batch.folder.mkdir(parents=True, exist_ok=True)
    if (batch.folder / REPORT).exists():
        raise UsageError(f"{batch.folder} holds credentials already; name an empty folder")
    outcomes = list(_issue_all(rows, batch))
    _write_report(batch.folder, outcomes)
    refused = [outcome for outcome in outcomes if outcome["outcome"] != "issued"]
    print(f"{len(outcomes) - len(refused)} issued, {len(refused)} refused: {batch.folder / REPORT}")
    return Exit.INVALID if refused else Exit.VALID


def _batch(arguments: Namespace) -> Batch:
    from cairn.openbadges.definitions import read_achievement, read_profile
    from cairn.openbadges.parts import Profile
    from cairn.reading import read_json
    from cairn.vc.did import did_key, did_key_method

    key = read_key(arguments.key)
    did, method = did_key(key.public), did_key_method(key.public)
    issuer = Profile(id=did)
    if arguments.issuer is not None:
        issuer = read_profile(read_json(read_source(arguments.issuer)))
    if issuer.id.startswith("did:web:"):
        method = f"{issuer.id}#{key.public.multibase}"
    elif issuer.id != did:
        raise UsageError(f"The issuer's id must be its did:web, or {did}, which this key controls")
    achievement = read_achievement(read_json(read_source(arguments.achievement)))
    at = arguments.at or now()
    return Batch(achievement, issuer, key, method, at, Path(arguments.out))


def _issue_all(rows: list[CsvRow], batch: Batch) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        email = row.cells["email"].strip().lower()
        outcome: dict[str, Any] = {"line": row.line, "email": email, "outcome": "refused"}
        try:
            if email in seen:
                raise MalformedInput("This address stands on an earlier line")
            outcome |= _issue(row.cells, email, batch)
            seen.add(email)
        except (CairnError, ArgumentTypeError) as error:
            outcome["detail"] = str(error)
        yield outcome


def _issue(cells: Mapping[str, str], email: str, batch: Batch) -> dict[str, Any]:
    """Sign the credential of one line, check it, write it; return what the report says of it."""
    from cairn.openbadges.v3 import Activity, achievement_credential
    from cairn.vc.data_integrity import secure, verify_proof

    until = cells.get("valid_until", "").strip()
    document = achievement_credential(
        id=uuid4().urn,
        issuer=batch.issuer,
        recipient=_recipient(cells, email),
        achievement=batch.achievement,
        evidence=_evidence(cells),
        activity=Activity(license_number=cells.get("license_number", "").strip() or None),
        valid_from=batch.at,
        valid_until=moment(until) if until else None,
    )
    signed = secure(
        document, sign=batch.key.sign, verification_method=batch.method, created=batch.at
    )
    verify_proof(signed, signed["proof"][0], public_key=batch.key.public)
    name = document["id"].removeprefix("urn:uuid:") + ".json"
    text = json.dumps(signed, indent=2, ensure_ascii=False) + "\n"
    write_file(batch.folder / name, text.encode())
    return {"outcome": "issued", "file": name, "credential_id": document["id"]}


def _recipient(cells: Mapping[str, str], email: str) -> Recipient:
    from cairn.openbadges.identity import hashed_identity
    from cairn.openbadges.parts import Recipient

    local, at, domain = email.rpartition("@")
    if not (local and at and domain) or " " in email:
        raise MalformedInput(f"{email!r} is not an e-mail address")
    return Recipient(
        id=uuid4().urn,
        identity=hashed_identity(email, secrets.token_urlsafe(16)),
        name=cells.get("name", "").strip() or None,
    )


def _evidence(cells: Mapping[str, str]) -> list[Any]:
    from cairn.openbadges.parts import Evidence

    address = cells.get("evidence_url", "").strip() or None
    narrative = cells.get("narrative", "").strip() or None
    return [Evidence(id=address, narrative=narrative)] if address or narrative else []


def _write_report(folder: Path, outcomes: list[dict[str, Any]]) -> None:
    from cairn.reading import csv_lines

    rows = ([str(outcome.get(column, "")) for column in COLUMNS] for outcome in outcomes)
    write_file(folder / REPORT, "".join(csv_lines(COLUMNS, rows)).encode())
