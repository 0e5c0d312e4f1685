"""`cairn issue`: one signed credential for each line of a table, by as many processes as asked."""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import signal
import sys
import threading
from argparse import ArgumentTypeError, Namespace
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from cairn.cli.arguments import Exit, UsageError, https_address, moment, now
from cairn.cli.batch import Batch, Form, Issuing, try_out
from cairn.cli.keys import method_for, read_jwk
from cairn.cli.recipients import Line
from cairn.cli.results import result_columns
from cairn.cli.sources import naming, read_json_source, read_source, write_file
from cairn.cli.tables import Table, read_table
from cairn.errors import InputTooLarge

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from cairn.openbadges.parts import Profile
    from cairn.vc.jwt_signing import JwtKey

REPORT = "report.csv"
LIST_FILES = {"revocation": "status-list.json", "suspension": "suspension-list.json"}
OWN_FILE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(json|jwt)")
COLUMNS = ("line", "email", "outcome", "file", "credential_id", "status_index", "detail")
LINES_A_TASK = 200
TASKS_AHEAD = 4  # for each process: enough that none waits, few enough that memory stays flat
MANY_LINES = 800  # below, another process would take longer to start than it saves
ABOUT_RECIPIENTS = """\
Columns of RECIPIENTS.csv: email (required), name (signed in where it is given), evidence_url,
narrative (of the evidence), valid_until, license_number, and "result: NAME" for each result that
the achievement describes. The e-mail address itself is not written into the credential, only its
salted hash. DIR receives one file a recipient and report.csv.
Exit status: 0 all issued, 1 some or all lines were refused, 3 nothing could be begun."""

Outcome = dict[str, Any]


def add_commands(subparsers: Any) -> None:
    issue = subparsers.add_parser(
        "issue", help="sign a credential for each recipient", description=ABOUT_RECIPIENTS
    )
    issue.add_argument("achievement", metavar="ACHIEVEMENT.json", help="Open Badges 3.0")
    issue.add_argument("recipients", metavar="RECIPIENTS.csv")
    issue.add_argument("--key", required=True, metavar="KEY", help="from cairn keys new, or a JWK")
    issue.add_argument("-o", "--out", required=True, metavar="DIR")
    issue.add_argument("--issuer", metavar="PROFILE.json", help="its id is the key's DID")
    issue.add_argument("--source", metavar="PROFILE.json", help="who assessed for the issuer")
    issue.add_argument("--at", type=moment, metavar="TIME", help="when they were awarded")
    issue.add_argument(
        "--format", type=Form, choices=list(Form), default=Form.JSON, help="default: json"
    )
    issue.add_argument(
        "--cryptosuite", metavar="NAME", help="of the proof in JSON; default: the key's usual one"
    )
    issue.add_argument(
        "--key-id",
        type=https_address,
        metavar="URL",
        help="of a bare JWK; for JWTs of an https issuer",
    )
    issue.add_argument(
        "--status-list", type=https_address, metavar="URL", help="where status-list.json will lie"
    )
    issue.add_argument(
        "--suspension-list",
        type=https_address,
        metavar="URL",
        help="where suspension-list.json will lie",
    )
    issue.add_argument("--processes", type=_processes, metavar="N", help="default: one a core")
    issue.set_defaults(run=run_issue)


def run_issue(arguments: Namespace) -> int:
    """Issue to every recipient that can be issued to; report the others by their line."""
    batch = _batch(arguments)
    table = _table(arguments.recipients, batch)
    count = table.length
    try_out(batch)
    batch.folder.mkdir(parents=True, exist_ok=True)
    lines = _lines(table, _places(count) if batch.lists else None)
    processes = arguments.processes or (1 if count < MANY_LINES else os.cpu_count() or 1)
    before = set(os.listdir(batch.folder))
    report = _new_report(batch.folder)
    try:
        with report, closing(_outcomes(batch, lines, processes)) as outcomes, _ended_gently():
            for purpose, url in batch.lists.items():
                _write_list(batch, purpose, url, count)
            done = _reported(outcomes, report)
    except BaseException:
        _leave_what_is_reported(batch.folder, before)
        raise
    refused = done.total() - done["issued"]
    print(f"{done['issued']} issued, {refused} refused: {batch.folder / REPORT}")
    return Exit.INVALID if refused else Exit.VALID


@contextmanager
def _ended_gently() -> Iterator[None]:
    """Let a request to end be what Ctrl-C is, so that processes end and nothing stays half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave_what_is_reported(folder: Path, before: set[str]) -> None:
    """
    Take away the credentials that were made and that no line of the report names; say so.

    Nothing else is touched: the folder may be anybody's, and hold their keys.
    """
    report = folder / REPORT
    with report.open(encoding="utf-8", newline="") as lines:
        # the last may have broken off where a disk was full
        rows = [row for row in csv.DictReader(lines) if row["detail"] is not None]
    kept = before | {row["file"] for row in rows}
    for name in os.listdir(folder):
        if name not in kept and OWN_FILE.fullmatch(name):
            (folder / name).unlink()
    last = rows[-1]["line"] if rows else "1"
    print(
        f"cairn: stopped: {report} tells of the lines up to {last}, and nothing was issued beyond; "
        "put the others into a table of their own and name another folder",
        file=sys.stderr,
    )


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 64")
    return int(text)


def _batch(arguments: Namespace) -> Batch:
    from cairn.openbadges.definitions import read_achievement
    from cairn.vc.jwt_signing import JwtKey

    jwk = read_jwk(arguments.key)
    with naming(arguments.key):
        key = JwtKey.from_jwk(jwk)
    _check_usage(arguments, key)
    issuer, method = _signer(arguments, key, _profile(arguments.issuer))
    with naming(arguments.achievement):
        achievement = read_achievement(read_json_source(arguments.achievement))
    return Batch(
        achievement=achievement,
        issuer=issuer,
        jwk=jwk,
        method=method,
        at=arguments.at or now(),
        folder=Path(arguments.out),
        form=arguments.format,
        status_url=arguments.status_list,
        suspension_url=arguments.suspension_list,
        cryptosuite=arguments.cryptosuite,
        source=_profile(arguments.source),
    )


def _profile(file: str | None) -> Profile | None:
    from cairn.openbadges.definitions import read_profile

    if file is None:
        return None
    with naming(file):
        return read_profile(read_json_source(file))


def _check_usage(arguments: Namespace, key: JwtKey) -> None:
    """Refuse with UsageError what does not go together."""
    from cairn.vc.data_integrity import suites_for
    from cairn.vc.keys import PublicKey

    suites = suites_for(key.public.kind) if isinstance(key.public, PublicKey) else ()
    if arguments.format is Form.JSON and not suites:
        raise UsageError("JSON is signed with Ed25519, P-256 or P-384; RSA signs --format jwt only")
    lists = [url for url in (arguments.status_list, arguments.suspension_list) if url is not None]
    if lists and (arguments.key_id or not suites):
        raise UsageError("A status list needs a key with a DID: Ed25519, P-256 or P-384")
    if len(set(lists)) != len(lists):
        raise UsageError("Each status list needs an address of its own")
    if arguments.cryptosuite is None:
        return
    if arguments.format is not Form.JSON:
        raise UsageError("--cryptosuite is of a proof in JSON; a JWT has none")
    if arguments.cryptosuite not in suites:
        raise UsageError(f"This key signs by {' or '.join(suites)}")


def _signer(arguments: Namespace, key: Any, profile: Profile | None) -> tuple[Profile, str]:
    """Return the issuer, and by which name its key is found."""
    from cairn.openbadges.parts import Profile
    from cairn.vc.did import did_key
    from cairn.vc.keys import PublicKey

    if arguments.key_id is not None:
        is_hosted = profile is not None and profile.id.startswith("https://")
        if not is_hosted or arguments.format is Form.JSON:
            raise UsageError("--key-id goes with --format jwt and an --issuer with an https id")
        assert profile is not None
        return profile, str(arguments.key_id)
    if not isinstance(key.public, PublicKey):
        raise UsageError("An RSA key has no DID: give --issuer and --key-id, where its JWK lies")
    issuer = profile or Profile(id=did_key(key.public))
    return issuer, method_for(key.public, issuer.id)


def _table(source: str, batch: Batch) -> Table:
    try:
        data = read_source(source)
    except InputTooLarge as error:
        text = f"{error}; split the table and issue each part into a folder of its own"
        raise InputTooLarge(text) from error
    table = read_table(data, source, result_columns(batch.achievement))
    for column in table.unused:
        print(f"cairn: {source}: the column {column!r} is not used", file=sys.stderr)
    return table


def _lines(table: Table, places: Iterator[int] | None) -> Iterator[Line | Outcome]:
    """Yield the lines of the table, and what became of those that cannot be read already."""
    for row in table.rows():
        line = Line(row.line, row.cells, None if places is None else next(places))
        yield _refused(line, row.fault) if row.fault else line


def _refused(line: Line, detail: str) -> Outcome:
    outcome = {"line": line.number, "email": line.email, "outcome": "refused"}
    return outcome | {"detail": detail}


def _places(count: int) -> Iterator[int]:
    """Return places of a new status list by lot; none comes twice."""
    return iter(secrets.SystemRandom().sample(range(_list_length(count)), count))


def _list_length(count: int) -> int:
    from cairn.vc.status_list import LIST_LENGTH

    return LIST_LENGTH * -(-count // LIST_LENGTH)


def _new_report(folder: Path) -> TextIO:
    try:
        return (folder / REPORT).open("x", encoding="utf-8", newline="")
    except FileExistsError as error:
        text = f"{folder} holds the report of an earlier run; name another folder"
        raise UsageError(text) from error


def _write_list(batch: Batch, purpose: str, url: str, count: int) -> None:
    """Write the list in which no bit is set yet, valid for a day from now."""
    from cairn.cli.status import StatusList
    from cairn.vc.ec_keys import signing_key

    made = StatusList(
        url=url,
        issuer=batch.issuer.id,
        purpose=purpose,
        bits=bytes(_list_length(count) // 8),
        method=batch.method,
        cryptosuite=batch.cryptosuite,
    )
    data = json.dumps(made.signed(signing_key(batch.jwk), at=now())).encode()
    write_file(batch.folder / LIST_FILES[purpose], data + b"\n")


def _outcomes(
    batch: Batch, lines: Iterator[Line | Outcome], processes: int
) -> Generator[Outcome, None, None]:
    """Yield what became of each line, in their order."""
    fresh = _without_repeats(lines)
    if processes > 1:
        yield from _by_processes(batch, fresh, processes)
        return
    _begin(batch)
    while part := list(islice(fresh, LINES_A_TASK)):
        yield from _issue_part(part)


def _without_repeats(lines: Iterable[Line | Outcome]) -> Iterator[Line | Outcome]:
    seen: set[str] = set()
    for line in lines:
        if isinstance(line, Line) and line.email in seen:
            yield _refused(line, "This address stands on an earlier line")
        elif isinstance(line, Line):
            seen.add(line.email)
            yield line
        else:
            yield line


def _by_processes(
    batch: Batch, lines: Iterator[Line | Outcome], processes: int
) -> Iterator[Outcome]:
    waiting: deque[Future[list[Outcome]]] = deque()
    with _pool(batch, processes) as pool:
        while part := list(islice(lines, LINES_A_TASK)):
            waiting.append(pool.submit(_issue_part, part))
            if len(waiting) >= processes * TASKS_AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


@contextmanager
def _pool(batch: Batch, processes: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that issue; whoever is stopped waits for what they do, and no longer."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(batch,)) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


_issuing: list[Issuing] = []  # of this process


def _begin(batch: Batch) -> None:
    _issuing[:] = [Issuing(batch)]


def _issue_part(lines: list[Line | Outcome]) -> list[Outcome]:
    issued = iter(_issuing[0].outcomes([one for one in lines if isinstance(one, Line)]))
    return [next(issued) if isinstance(one, Line) else one for one in lines]


def _reported(outcomes: Iterable[Mapping[str, Any]], report: TextIO) -> Counter[str]:
    """Write each outcome into the report as it comes; return how many there are of each."""
    from cairn.reading import csv_lines

    done: Counter[str] = Counter()

    def rows() -> Iterator[Iterable[Any]]:
        for outcome in outcomes:
            done[outcome["outcome"]] += 1
            yield map(outcome.get, COLUMNS)

    report.writelines(csv_lines(COLUMNS, rows()))
    return done
