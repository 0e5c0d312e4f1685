"""`cairn verify`: is this credential genuine and current?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, mapping, moment, now
from cairn.cli.contexts import context_loader
from cairn.cli.inspecting import printable
from cairn.cli.network import fetch_of
from cairn.cli.sources import Fetch, naming, read_json_source, read_source
from cairn.errors import CairnError

if TYPE_CHECKING:
    from cairn.vc.report import Check, VerificationReport
    from cairn.vc.trust import TrustList

STATUS = {"valid": Exit.VALID, "invalid": Exit.INVALID, "undetermined": Exit.UNDETERMINED}
SAYS_MORE = ("failed", "undetermined")
TOLD_IF_GOOD = ("status", "recipient", "refresh")
TOLD_IF_NOT_CHECKED = ("schema", "refresh", "challenge", "beside")


def add_commands(subparsers: Any) -> None:
    verify = subparsers.add_parser(
        "verify",
        help="check credentials: JSON, JWT, baked PNG or SVG",
        description="Exit status: 0 valid, 1 invalid, 2 undetermined, 3 unreadable or wrong "
        "usage; of several files the highest.",
    )
    verify.add_argument("sources", nargs="+", metavar="FILE", help="a file, an address, or -")
    verify.add_argument("--json", action="store_true", help="one JSON object a line")
    verify.add_argument("--offline", action="store_true", help="ask nothing of the network")
    verify.add_argument("--at", type=moment, metavar="TIME", help="as of then, not as of now")
    _add_sources(verify)
    _add_expectations(verify)
    verify.set_defaults(run=run_verify)


def _add_expectations(verify: ArgumentParser) -> None:
    """Let be asked whose it is and for whom it was shown."""
    verify.add_argument(
        "--recipient",
        type=_stated,
        metavar="WHO",
        help="an e-mail address or id: is it about them?",
    )
    verify.add_argument(
        "--challenge",
        type=_stated,
        metavar="TEXT",
        help="was the presentation signed for this challenge?",
    )
    verify.add_argument(
        "--domain",
        type=_stated,
        metavar="TEXT",
        help="was the presentation made for this verifier?",
    )


def _add_sources(verify: ArgumentParser) -> None:
    """Let be said where to look for what is not in the file itself."""
    verify.add_argument(
        "--contexts",
        type=Path,
        metavar="DIR",
        help="a folder of further contexts, see cairn contexts",
    )
    verify.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="FILE",
        help="JSON, a file or an address: issuer ids to names; several add up",
    )
    verify.add_argument(
        "--map",
        dest="mappings",
        type=mapping,
        action="append",
        default=[],
        metavar="BASE=PLACE",
        help="ask another address, or read a file or folder, where an address begins with BASE",
    )


def _stated(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("it is empty")
    return text


def run_verify(arguments: Namespace) -> int:
    """Verify each source in turn, print what was found, return the highest exit status."""
    verify = _verifier(arguments)
    worst = Exit.VALID
    for source in arguments.sources:
        try:
            report = verify(source)
        except (CairnError, OSError) as error:
            status = _tell_unreadable(source, error, as_json=arguments.json)
        else:
            _tell(source, report, as_json=arguments.json)
            status = STATUS[report.outcome]
        worst = max(worst, status)
    return worst


def _verifier(arguments: Namespace) -> Callable[[str], VerificationReport]:
    """Return what gives the report on one source, as the arguments ask for it."""
    from cairn.openbadges.expected import Expected
    from cairn.openbadges.verifying import verify_file
    from cairn.vc.shape_cache import ShapeCache

    fetch = fetch_of(offline=arguments.offline, mappings=arguments.mappings)
    expected = Expected(arguments.recipient, arguments.challenge, arguments.domain)
    load = context_loader(arguments.contexts)
    verify = partial(
        verify_file,
        fetch=fetch,
        trust=_trust(arguments.trust, fetch),
        at=arguments.at or now(),
        load=load,
        shapes=ShapeCache(load),
        expected=expected,
    )
    return lambda source: verify(read_source(source, fetch=fetch))


def _trust(sources: Sequence[str], fetch: Fetch) -> TrustList:
    from cairn.vc.trust import TrustList

    return TrustList.joined([_trust_list(one, fetch) for one in sources])


def _trust_list(source: str, fetch: Fetch) -> TrustList:
    from cairn.vc.trust import TrustList

    with naming(source):
        return TrustList.from_json(read_json_source(source, fetch=fetch))


def _tell(source: str, report: VerificationReport, *, as_json: bool) -> None:
    from cairn.vc.wording import for_people

    if as_json:
        print(json.dumps({"source": source, **report.to_json()}, ensure_ascii=True))
        return
    print(f"{printable(source)}: {report.outcome}")
    print(f"  {printable(for_people(report.sentence))}")
    for check in report.checks:
        if check.outcome in SAYS_MORE:
            print(f"  - {check.name}: {check.reason}: {printable(check.detail)}")
        elif _is_remarkable(check):
            print(f"  - {check.name}: {printable(check.detail)}")
    _tell_in_full(report, depth=0)
    _tell_enclosed(report, depth=1)


def _is_remarkable(check: Check) -> bool:
    """Return whether people should read what was found, though it speaks against nothing."""
    names = {"passed": TOLD_IF_GOOD, "not_checked": TOLD_IF_NOT_CHECKED}
    return check.name in names.get(check.outcome, ()) and bool(check.detail)


def _tell_enclosed(report: VerificationReport, *, depth: int) -> None:
    """Print a line on each credential inside, and what could not be looked at any more."""
    from cairn.vc.wording import for_people

    for one in report.enclosed:
        what = one.name or one.achievement or "a credential"
        told = printable(for_people(one.sentence))
        print(f"{'  ' * depth}* {printable(what)}: {one.outcome}: {told}")
        _tell_in_full(one, depth=depth)
        _tell_enclosed(one, depth=depth + 1)
    for check in report.checks:
        if check.name == "enclosed":
            print(f"{'  ' * depth}* {check.detail}")


def _tell_in_full(report: VerificationReport, *, depth: int) -> None:
    """Print whole what the sentence on a credential names by both ends alone."""
    from cairn.vc.wording import identifiers_in

    for one in identifiers_in(report.sentence):
        print(f"{'  ' * depth}  - in full: {printable(one)}")


def _tell_unreadable(source: str, error: CairnError | OSError, *, as_json: bool) -> Exit:
    if isinstance(error, BrokenPipeError):
        raise error
    code = error.code if isinstance(error, CairnError) else "file_unreadable"
    detail = str(error) if isinstance(error, CairnError) else str(error.strerror or error)
    if as_json:
        unread = {"source": source, "outcome": "unreadable", "reasons": [code], "checks": []}
        print(json.dumps({**unread, "sentence": f"Cannot be read: {detail}"}))
    sys.stdout.flush()
    print(f"cairn: {printable(f'{source}: {detail}')}", file=sys.stderr)
    return Exit.UNUSABLE
