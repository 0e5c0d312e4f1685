"""`cairn sign`: put a proof on a credential that was written elsewhere."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, UsageError, moment, now
from cairn.cli.keys import method_for, read_key
from cairn.cli.sources import read_json_source, write_result
from cairn.errors import MalformedCredential, MalformedInput

if TYPE_CHECKING:
    from cairn.vc.ec_keys import SigningKey

ABOUT = """\
The issuer that the credential names must be the did:key of the key, or a did:web, whose document
then has to list the key. Nothing is written that would not verify."""


def add_commands(subparsers: Any) -> None:
    sign = subparsers.add_parser(
        "sign", help="put a proof on a credential in JSON", description=ABOUT
    )
    sign.add_argument("credential", metavar="CREDENTIAL.json", help="without a proof; or -")
    sign.add_argument("--key", required=True, metavar="KEY", help="from cairn keys new, or a JWK")
    sign.add_argument(
        "--cryptosuite", metavar="NAME", help="of the proof; default: the key's usual one"
    )
    sign.add_argument("--at", type=moment, metavar="TIME", help="when it is signed; default: now")
    sign.add_argument("-o", "--out", metavar="FILE", help="default: standard output")
    sign.set_defaults(run=run_sign)


def run_sign(arguments: Namespace) -> int:
    """Sign the credential, verify it, write it."""
    from cairn.vc.data_integrity import secure, suites_for
    from cairn.vc.members import id_of

    key = read_key(arguments.key)
    suites = suites_for(key.public.kind)
    if arguments.cryptosuite not in (None, *suites):
        raise UsageError(f"This key signs by {' or '.join(suites)}")
    document = read_json_source(arguments.credential)
    if not isinstance(document, dict):
        raise MalformedInput(f"{arguments.credential} is no credential: it holds no JSON object")
    method = method_for(key.public, id_of(document.get("issuer")) or "")
    at = arguments.at or now()
    signed = secure(
        document,
        sign=key.sign,
        verification_method=method,
        created=at,
        cryptosuite=arguments.cryptosuite or suites[0],
        kind=key.public.kind,
    )
    _check(signed, key, method)
    text = json.dumps(signed, ensure_ascii=False, indent=2)
    write_result(text.encode() + b"\n", arguments.out)
    return Exit.VALID


def _check(signed: Mapping[str, Any], key: SigningKey, method: str) -> None:
    """Raise MalformedCredential if our own verifier would refuse it, whatever its dates are."""
    from cairn.vc.did import VerificationMethod
    from cairn.vc.report import CheckOutcome
    from cairn.vc.verification import verify

    controller = method.partition("#")[0]
    known = VerificationMethod(method, controller, key.public, frozenset({"assertionMethod"}))
    report = verify(signed, keys=lambda _: known, statuses=None, at=now())
    for check in report.checks:
        if check.outcome is CheckOutcome.FAILED and check.name != "validity_period":
            raise MalformedCredential(f"It would not verify: {check.detail}")
