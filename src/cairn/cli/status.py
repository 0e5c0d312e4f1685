"""`cairn status`: sign a status list anew, with what changed since; or make an empty one."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, UsageError, https_address, moment, now
from cairn.cli.keys import method_for, read_key
from cairn.cli.sources import naming, read_json_source, write_result
from cairn.errors import MalformedCredential, StatusListInvalid

if TYPE_CHECKING:
    from cairn.vc.ec_keys import SigningKey

VALIDITY = timedelta(hours=24)
TTL_MINUTES = 5
VERBS = {"revoke": "revocation", "suspend": "suspension", "refresh": "refresh"}
"""What sets a bit, with the purpose of the list in which it does."""

NO_LIST = "It is no status list from cairn issue or cairn status --new"
ABOUT = """\
A status list is valid for a day, so that nobody can go on showing one from before a revocation:
run this every day, and put what it writes at the address that the list bears. The places of
credentials are in the column status_index of report.csv."""


def add_commands(subparsers: Any) -> None:
    status = subparsers.add_parser(
        "status", help="sign a status list anew, with what changed; make one", description=ABOUT
    )
    status.add_argument("list", metavar="STATUS-LIST.json", help="from cairn issue, or --new")
    status.add_argument("--key", required=True, metavar="KEY", help="that signed it")
    for verb, purpose in VERBS.items():
        text = f"set these places of a list of {purpose}"
        status.add_argument(f"--{verb}", type=places, default=[], metavar="N,…", help=text)
    status.add_argument(
        "--reinstate", type=places, default=[], metavar="N,…", help="clear these places"
    )
    status.add_argument("--at", type=moment, metavar="TIME", help="from when it is valid")
    status.add_argument("-o", "--out", metavar="FILE", help="default: the list itself")
    status.add_argument(
        "--new",
        type=https_address,
        metavar="URL",
        help="make an empty list, which will lie at this address",
    )
    status.add_argument(
        "--purpose", choices=list(VERBS.values()), help="of a new list; default: revocation"
    )
    status.add_argument(
        "--issuer", metavar="ID", help="of a new list: a did:web; default: the key's did:key"
    )
    status.set_defaults(run=run_status)


def run_status(arguments: Namespace) -> int:
    """Set and clear the bits that are named, sign the list anew, write it in place."""
    with naming(arguments.key):
        key = read_key(arguments.key)
    if arguments.new is not None:
        return _make_list(arguments, key)
    if arguments.purpose or arguments.issuer:
        raise UsageError("--purpose and --issuer are of a list made with --new")
    document = read_json_source(arguments.list)
    with naming(arguments.list):
        found = _list_signed_by(key, document)
        changed = replace(found, bits=_changed(arguments, found))
    signed = changed.signed(key, at=arguments.at or now())
    out = arguments.out or arguments.list
    write_result(json.dumps(signed).encode() + b"\n", out)
    if out != "-":
        print(_told(changed, signed, out))
    return Exit.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """
    A status list before it is signed.

    Args:
        url: at which it lies.
        purpose: `revocation`, `suspension` or `refresh`.
        method: the verification method of its issuer's key.
        cryptosuite: by which it is signed; None for the usual one of the key.
    """

    url: str
    issuer: str
    purpose: str
    bits: bytes
    method: str
    cryptosuite: str | None = None

    def signed(self, key: SigningKey, *, at: datetime) -> dict[str, Any]:
        """Return the list as it is published, valid for a day from `at` on."""
        from cairn.vc.data_integrity import secure, suites_for
        from cairn.vc.status_list import encode_bits, status_list_credential

        unsigned = status_list_credential(
            url=self.url,
            issuer=self.issuer,
            purpose=self.purpose,
            encoded=encode_bits(self.bits),
            valid_from=at,
            valid_until=at + VALIDITY,
            ttl_minutes=TTL_MINUTES,
        )
        return secure(
            unsigned,
            sign=key.sign,
            verification_method=self.method,
            created=at,
            cryptosuite=self.cryptosuite or suites_for(key.public.kind)[0],
            kind=key.public.kind,
        )


def places(text: str) -> list[int]:
    """Return the places that `7,12` names."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ArgumentTypeError(f"{text!r} names no places; write them like 7,12")
    return [int(part) for part in parts]


def _make_list(arguments: Namespace, key: SigningKey) -> int:
    """Write an empty list to a file that was not there: an old one may tell of revocations."""
    from cairn.vc.did import did_key
    from cairn.vc.status_list import LIST_LENGTH

    if any(getattr(arguments, verb) for verb in (*VERBS, "reinstate")) or arguments.out:
        raise UsageError(
            "--new makes an empty list in the file that is named; change it afterwards"
        )
    issuer = arguments.issuer or did_key(key.public)
    made = StatusList(
        url=arguments.new,
        issuer=issuer,
        purpose=arguments.purpose or "revocation",
        bits=bytes(LIST_LENGTH // 8),
        method=method_for(key.public, issuer),
    )
    signed = made.signed(key, at=arguments.at or now())
    with Path(arguments.list).open("x", encoding="utf-8") as file:
        file.write(json.dumps(signed) + "\n")
    print(_told(made, signed, arguments.list))
    return Exit.VALID


def _told(made: StatusList, signed: Mapping[str, Any], out: str) -> str:
    """Return in a line what a list says now, and where."""
    count = int.from_bytes(made.bits, "big").bit_count()
    places = f"{count:,} of {len(made.bits) * 8:,} places set"
    return f"{made.purpose}: {places}, valid until {signed['validUntil']}: {out}"


def _changed(arguments: Namespace, found: StatusList) -> bytes:
    """Return the bits of a list with those set and cleared that are named."""
    setting: list[int] = []
    for verb, purpose in VERBS.items():
        named = getattr(arguments, verb)
        if named and purpose != found.purpose:
            raise UsageError(f"--{verb} is for lists of {purpose}; this is one of {found.purpose}")
        setting += named
    bits = bytearray(found.bits)
    for position in (*setting, *arguments.reinstate):
        if position >= len(bits) * 8:
            raise StatusListInvalid(f"The list has {len(bits) * 8} places and none at {position}")
    for position in setting:
        bits[position >> 3] |= 0x80 >> (position & 7)
    for position in arguments.reinstate:
        bits[position >> 3] &= ~(0x80 >> (position & 7))
    return bytes(bits)


def _list_signed_by(key: SigningKey, document: Any) -> StatusList:
    """Return a list that `key` signed: another's would be made ours."""
    from cairn.vc.data_integrity import verify_proof
    from cairn.vc.status_list import decode_bits

    try:
        proof, subject = document["proof"][0], document["credentialSubject"]
        encoded, purpose = subject["encodedList"], subject["statusPurpose"]
        url, issuer = document["id"], document["issuer"]
    except (KeyError, TypeError, IndexError) as error:
        raise MalformedCredential(NO_LIST) from error
    if not isinstance(proof, Mapping) or not isinstance(encoded, str):
        raise MalformedCredential(NO_LIST)
    if purpose not in VERBS.values():
        known = ", ".join(VERBS.values())
        raise MalformedCredential(f"Its purpose is {purpose!r}; lists of {known} are changed here")
    verify_proof(document, proof, public_key=key.public)
    return StatusList(
        url=url,
        issuer=issuer,
        purpose=purpose,
        bits=decode_bits(encoded),
        method=proof["verificationMethod"],
        cryptosuite=proof.get("cryptosuite"),
    )
