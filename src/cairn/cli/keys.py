"""`cairn keys`: making a signing key, and showing the public half of one."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, UsageError
from cairn.cli.sources import read_json_source, write_new_secret, write_result
from cairn.errors import MalformedInput

if TYPE_CHECKING:
    from cairn.vc.ec_keys import SigningKey
    from cairn.vc.keys import PublicKey
    from cairn.vc.rsa_keys import RsaPrivateKey

RSA = "RSA"
KINDS = ("Ed25519", "P-256", "P-384", RSA)


def add_commands(subparsers: Any) -> None:
    keys = subparsers.add_parser("keys", help="make and show signing keys")
    actions = keys.add_subparsers(title="actions", metavar="ACTION", required=True)

    new = actions.add_parser("new", help="write a new private JWK and print its did:key")
    new.add_argument("-o", "--out", required=True, metavar="KEYFILE", help="a new file; or -")
    new.add_argument(
        "--kind",
        choices=KINDS,
        default=KINDS[0],
        help=f"default: {KINDS[0]}, for most uses; RSA has 3,072 bits and signs tokens only",
    )
    new.set_defaults(run=run_new)

    show = actions.add_parser("show", help="print what may be known of a key, never its secret")
    show.add_argument("key", metavar="KEYFILE")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)


def run_new(arguments: Namespace) -> int:
    """Make a key, keep it in a file of mode 600, print its did:key; of RSA, its public JWK."""
    key, name = _new_rsa() if arguments.kind == RSA else _new_with_did(arguments.kind)
    data = json.dumps(key.to_jwk()).encode() + b"\n"
    if arguments.out != "-":
        write_new_secret(Path(arguments.out), data)
        print(name)
        return Exit.VALID
    if sys.stdout.isatty():
        raise UsageError("A private key is not shown on a screen: name a file, or lead it on by |")
    write_result(data, arguments.out)
    print(name, file=sys.stderr)
    return Exit.VALID


def run_show(arguments: Namespace) -> int:
    """Print the did:key, the verification method and the public JWK; of RSA, the JWK alone."""
    jwk = read_jwk(arguments.key)
    shown, public = _shown_rsa(jwk) if jwk.get("kty") == RSA else _shown_with_did(jwk)
    if arguments.json:
        print(json.dumps({**shown, "publicKeyJwk": public}))
    else:
        print("\n".join([*shown.values(), json.dumps(public)]))
    return Exit.VALID


def read_key(file: str) -> SigningKey:
    """
    Return the private key in `file`, which has a did:key and signs with Data Integrity.

    Raises:
        MalformedInput, MalformedCredential, KeyRefused: if there is none.
        UsageError: if it is an RSA key.
    """
    from cairn.vc.ec_keys import signing_key

    jwk = read_jwk(file)
    if jwk.get("kty") == RSA:
        raise UsageError(
            f"{file} is an RSA key, which signs tokens only: "
            "ask for --format jwt or vc+jwt, or take a key of another kind"
        )
    return signing_key(jwk)


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


def _new_with_did(kind: str) -> tuple[SigningKey, str]:
    from cairn.vc.did import did_key
    from cairn.vc.ec_keys import new_key
    from cairn.vc.keys import KeyKind

    key = new_key(KeyKind(kind))
    return key, did_key(key.public)


def _new_rsa() -> tuple[RsaPrivateKey, str]:
    from cairn.vc.rsa_keys import RsaPrivateKey

    key = RsaPrivateKey.generate()
    return key, json.dumps(key.public.jwk)


def _shown_with_did(jwk: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    from cairn.vc.did import did_key, did_key_method
    from cairn.vc.ec_keys import signing_key

    public = signing_key(jwk).public
    return {"did": did_key(public), "verificationMethod": did_key_method(public)}, public.jwk


def _shown_rsa(jwk: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    from cairn.vc.rsa_keys import RsaPrivateKey

    return {}, RsaPrivateKey.from_jwk(jwk).public.jwk
