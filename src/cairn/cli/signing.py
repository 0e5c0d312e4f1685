"""`cairn sign`: put a proof on a document that was written elsewhere, or make it a token."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, UsageError, moment, now
from cairn.cli.batch import Form
from cairn.cli.keys import method_for, read_jwk, read_key
from cairn.cli.sources import read_json_source, write_result
from cairn.errors import FetchError, MalformedCredential, MalformedInput

if TYPE_CHECKING:
    from cairn.vc.did import VerificationMethod
    from cairn.vc.jwt_signing import JwtKey
    from cairn.vc.keys import PublicKey
    from cairn.vc.report import VerificationReport
    from cairn.vc.rsa import RsaKey

ABOUT = """\
The issuer that the credential names (the holder, of a presentation) must be the did:key of the
key; or a did:web, whose document then has to list the key; or, for a token, an https address,
with --key-id to say where on that host the public JWK lies. Nothing is written that would not
verify."""


def add_commands(subparsers: Any) -> None:
    sign = subparsers.add_parser(
        "sign", help="sign a credential in JSON, by a proof or as a token", description=ABOUT
    )
    sign.add_argument("credential", metavar="CREDENTIAL.json", help="without a proof; or -")
    sign.add_argument("--key", required=True, metavar="KEY", help="from cairn keys new, or a JWK")
    sign.add_argument(
        "--format", type=Form, choices=list(Form), default=Form.JSON, help="default: json"
    )
    sign.add_argument(
        "--cryptosuite", metavar="NAME", help="of the proof; default: the key's usual one"
    )
    sign.add_argument(
        "--key-id", metavar="URL", help="of a bare JWK; for tokens of an https issuer"
    )
    sign.add_argument(
        "--at", type=moment, metavar="TIME", help="when the proof is made; default: now"
    )
    sign.add_argument("--challenge", metavar="TEXT", help="of a presentation: what was asked for")
    sign.add_argument("--domain", metavar="TEXT", help="of a presentation: who asked for it")
    sign.add_argument("-o", "--out", metavar="FILE", help="default: standard output")
    sign.set_defaults(run=run_sign)


def run_sign(arguments: Namespace) -> int:
    """Sign the document, verify it, write it."""
    if arguments.format is Form.JSON:
        if arguments.key_id is not None:
            raise UsageError("--key-id goes with --format jwt or vc+jwt")
        if _is_asked_for(arguments):
            raise UsageError("--challenge and --domain go with --format vc+jwt")
        text = _with_proof(arguments)
    else:
        text = _as_token(arguments)
    write_result(text.encode() + b"\n", arguments.out)
    return Exit.VALID


def _with_proof(arguments: Namespace) -> str:
    from cairn.vc.data_integrity import secure, suites_for
    from cairn.vc.members import id_of
    from cairn.vc.verification import verify

    key = read_key(arguments.key)
    suites = suites_for(key.public.kind)
    if arguments.cryptosuite not in (None, *suites):
        raise UsageError(f"This key signs by {' or '.join(suites)}")
    document = _unsigned(arguments.credential)
    method = method_for(key.public, id_of(document.get("issuer")) or "")
    signed = secure(
        document,
        sign=key.sign,
        verification_method=method,
        created=arguments.at or now(),
        cryptosuite=arguments.cryptosuite or suites[0],
        kind=key.public.kind,
    )
    known = _Known(method, key.public)
    _refuse_unsound(verify(signed, keys=known.key, statuses=None, at=now()))
    return json.dumps(signed, ensure_ascii=False, indent=2)


def _as_token(arguments: Namespace) -> str:
    from cairn.openbadges.reading import find_credential
    from cairn.vc.data_integrity import document_digest
    from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt, is_presentation

    for name in ("cryptosuite", "at"):
        if getattr(arguments, name) is not None:
            raise UsageError(f"--{name} is of a proof in JSON; a token has none")
    key = JwtKey.from_jwk(read_jwk(arguments.key))
    document = _unsigned(arguments.credential)
    if "proof" in document:
        raise MalformedCredential("It is already signed: take its proof away to sign it anew")
    is_shown = is_presentation(document)
    if _is_asked_for(arguments) and not is_shown:
        raise UsageError("--challenge and --domain are for a presentation, and this is none")
    key_id = _key_id(key, document.get("holder" if is_shown else "issuer"), arguments.key_id)
    document_digest(document)  # a word that no context defines means nothing to a reader
    profile = JwtProfile.OB3 if arguments.format is Form.JWT else JwtProfile.VC_JWT
    asked = {"challenge": arguments.challenge, "domain": arguments.domain}
    jwt = as_jwt(document, key=key, key_id=key_id, profile=profile, **asked)
    find_credential(jwt.encode(), name="The token")  # readers take no more than 1 MiB of text
    known = _Known(key_id, key.public)
    _refuse_unsound(known.report_on_presentation(jwt) if is_shown else known.report_on(jwt))
    return jwt


def _is_asked_for(arguments: Namespace) -> bool:
    return arguments.challenge is not None or arguments.domain is not None


def _unsigned(source: str) -> dict[str, Any]:
    document = read_json_source(source)
    if not isinstance(document, dict):
        raise MalformedInput(f"{source} is no credential: it holds no JSON object")
    return document


def _key_id(key: JwtKey, issuer: Any, given: str | None) -> str:
    """Return by which name readers find the key; UsageError if they could not."""
    from cairn.vc.keys import PublicKey
    from cairn.vc.members import id_of

    named = id_of(issuer) or ""
    is_hosted = named.startswith("https://")
    if given is not None and not is_hosted:
        raise UsageError("--key-id is for an issuer with an https id; this one has none")
    if given is not None:
        return given
    if is_hosted:
        raise UsageError("The issuer has an https id: say by --key-id where its public JWK lies")
    if not isinstance(key.public, PublicKey):
        raise UsageError("An RSA key has no DID: the issuer needs an https id, and --key-id")
    return method_for(key.public, named)


class _Known:
    """The key that signs, where readers will find it; nobody else is asked."""

    def __init__(self, method: str, public: PublicKey | RsaKey) -> None:
        self._method = method
        self._public = public

    def key(self, method_id: str) -> VerificationMethod:
        """Return the key of `method_id`: this one, or one that is its own identifier."""
        from cairn.vc.did import VerificationMethod, resolve_method

        if method_id != self._method:
            return resolve_method(method_id, fetch=self._fetch)
        controller = method_id.partition("#")[0]
        purposes = frozenset({"assertionMethod", "authentication"})
        return VerificationMethod(method_id, controller, self._public, purposes)

    def report_on(self, jwt: str) -> VerificationReport:
        from cairn.vc.verification import verify

        return verify(jwt, keys=self.key, statuses=None, fetch=self._fetch, at=now())

    def report_on_presentation(self, jwt: str) -> VerificationReport:
        from cairn.vc.enveloped import Enveloped, enveloped
        from cairn.vc.presentation import verify_presentation

        shown = enveloped(jwt, Enveloped.PRESENTATION)
        asked: Mapping[str, Any] = {"keys": self.key, "fetch": self._fetch, "statuses": None}
        return verify_presentation(shown, at=now(), **asked)

    def _fetch(self, url: str) -> bytes:
        if url != self._method:
            raise FetchError(f"{url} was not asked")
        return json.dumps(self._public.jwk).encode()


def _refuse_unsound(report: VerificationReport) -> None:
    """Raise MalformedCredential if our own verifier would refuse it, whatever its dates are."""
    from cairn.vc.report import CheckOutcome

    for check in report.checks:
        if check.outcome is CheckOutcome.FAILED and check.name != "validity_period":
            raise MalformedCredential(f"It would not verify: {check.detail}")
