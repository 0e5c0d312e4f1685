"""`cairn status`: sign a status list anew, with what was revoked since."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, moment, now
from cairn.cli.keys import read_key
from cairn.cli.sources import read_json_source, write_result
from cairn.errors import MalformedCredential, StatusListInvalid

if TYPE_CHECKING:
    from cairn.vc.ec_keys import SigningKey

VALIDITY = timedelta(hours=24)
TTL_MINUTES = 5
ABOUT = """\
A status list is valid for a day, so that nobody can go on showing one from before a revocation:
run this every day, and put what it writes at the address that the list bears. The places of
credentials are in the column status_index of report.csv."""


def add_commands(subparsers: Any) -> None:
    status = subparsers.add_parser(
        "status", help="sign a status list anew, with what was revoked", description=ABOUT
    )
    status.add_argument("list", metavar="STATUS-LIST.json", help="from cairn issue --status-list")
    status.add_argument("--key", required=True, metavar="KEY", help="that signed it")
    status.add_argument("--revoke", type=places, default=[], metavar="N,…")
    status.add_argument("--reinstate", type=places, default=[], metavar="N,…")
    status.add_argument("--at", type=moment, metavar="TIME", help="from when it is valid")
    status.add_argument("-o", "--out", metavar="FILE", help="default: the list itself")
    status.set_defaults(run=run_status)


def run_status(arguments: Namespace) -> int:
    """Set and clear the bits that are named, sign the list anew, write it in place."""
    key = read_key(arguments.key)
    document = read_json_source(arguments.list)
    bits = bytearray(_bits_signed_by(key, document))
    for position in (*arguments.revoke, *arguments.reinstate):
        if position >= len(bits) * 8:
            raise StatusListInvalid(f"The list has {len(bits) * 8} places and none at {position}")
    for position in arguments.revoke:
        bits[position >> 3] |= 0x80 >> (position & 7)
    for position in arguments.reinstate:
        bits[position >> 3] &= ~(0x80 >> (position & 7))
    signed = signed_list(
        url=document["id"],
        issuer=document["issuer"],
        bits=bytes(bits),
        key=key,
        method=document["proof"][0]["verificationMethod"],
        at=arguments.at or now(),
        cryptosuite=document["proof"][0].get("cryptosuite"),
    )
    write_result(json.dumps(signed).encode() + b"\n", arguments.out or arguments.list)
    return Exit.VALID


def signed_list(
    *,
    url: str,
    issuer: str,
    bits: bytes,
    key: SigningKey,
    method: str,
    at: datetime,
    cryptosuite: str | None = None,
) -> dict[str, Any]:
    """Return the signed list of revocations at `url`, valid for a day from `at` on."""
    from cairn.vc.data_integrity import secure, suites_for
    from cairn.vc.status_list import encode_bits, status_list_credential

    unsigned = status_list_credential(
        url=url,
        issuer=issuer,
        purpose="revocation",
        encoded=encode_bits(bits),
        valid_from=at,
        valid_until=at + VALIDITY,
        ttl_minutes=TTL_MINUTES,
    )
    return secure(
        unsigned,
        sign=key.sign,
        verification_method=method,
        created=at,
        cryptosuite=cryptosuite or suites_for(key.public.kind)[0],
        kind=key.public.kind,
    )


def places(text: str) -> list[int]:
    """Return the places that `7,12` names."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ArgumentTypeError(f"{text!r} names no places; write them like 7,12")
    return [int(part) for part in parts]


def _bits_signed_by(key: SigningKey, document: Any) -> bytes:
    """Return the bits of a list that `key` signed: another's would be made ours."""
    from cairn.vc.data_integrity import verify_proof
    from cairn.vc.status_list import decode_bits

    try:
        proof, subject = document["proof"][0], document["credentialSubject"]
        encoded, purpose = subject["encodedList"], subject["statusPurpose"]
    except (KeyError, TypeError, IndexError) as error:
        raise MalformedCredential("This is no status list from cairn issue") from error
    if not isinstance(proof, Mapping) or not isinstance(encoded, str) or purpose != "revocation":
        raise MalformedCredential("This is no status list from cairn issue")
    verify_proof(document, proof, public_key=key.public)
    return decode_bits(encoded)
