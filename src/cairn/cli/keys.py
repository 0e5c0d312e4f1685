"""`cairn keys`: making a signing key, and showing the public half of one."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, UsageError
from cairn.cli.sources import read_json_source, write_new_secret
from cairn.errors import MalformedInput

if TYPE_CHECKING:
    from cairn.vc.ec_keys import SigningKey
    from cairn.vc.keys import PublicKey

KINDS = ("Ed25519", "P-256", "P-384")


def add_commands(subparsers: Any) -> None:
    keys = subparsers.add_parser("keys", help="make and show signing keys")
    actions = keys.add_subparsers(title="actions", metavar="ACTION", required=True)

    new = actions.add_parser("new", help="write a new private JWK and print its did:key")
    new.add_argument("-o", "--out", required=True, metavar="KEYFILE", help="a new file")
    new.add_argument(
        "--kind", choices=KINDS, default=KINDS[0], help=f"default: {KINDS[0]}, for most uses"
    )
    new.set_defaults(run=run_new)

    show = actions.add_parser("show", help="print what may be known of a key, never its secret")
    show.add_argument("key", metavar="KEYFILE")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)


def run_new(arguments: Namespace) -> int:
    """Make a key, keep it in a file of mode 600, print its did:key."""
    from cairn.vc.did import did_key
    from cairn.vc.ec_keys import new_key
    from cairn.vc.keys import KeyKind

    key = new_key(KeyKind(arguments.kind))
    write_new_secret(Path(arguments.out), json.dumps(key.to_jwk()).encode() + b"\n")
    print(did_key(key.public))
    return Exit.VALID


def run_show(arguments: Namespace) -> int:
    """Print the did:key, the verification method and the public JWK."""
    from cairn.vc.did import did_key, did_key_method

    public = read_key(arguments.key).public
    shown = {"did": did_key(public), "verificationMethod": did_key_method(public)}
    if arguments.json:
        print(json.dumps({**shown, "publicKeyJwk": public.jwk}))
    else:
        print("\n".join([*shown.values(), json.dumps(public.jwk)]))
    return Exit.VALID


def read_key(file: str) -> SigningKey:
    """Return the private key in `file`; MalformedInput, MalformedCredential, KeyRefused if not."""
    from cairn.vc.ec_keys import signing_key

    return signing_key(read_jwk(file))


def method_for(public: PublicKey, issuer: str) -> str:
    """Return the verification method of a key of `issuer`; UsageError if it can be none."""
    from cairn.vc.did import did_key, did_key_method

    did = did_key(public)
    if issuer == did:
        return did_key_method(public)
    if issuer.startswith("did:web:"):
        return f"{issuer}#{public.multibase}"
    raise UsageError(f"The issuer's id must be its did:web, or {did}, which this key controls")


def read_jwk(file: str) -> dict[str, Any]:
    """Return the private JWK in `file`, of whatever kind; MalformedInput otherwise."""
    jwk = read_json_source(file)
    if not isinstance(jwk, dict) or "d" not in jwk:
        raise MalformedInput(f"{file} is no private JWK; make one with cairn keys new -o KEYFILE")
    return jwk
