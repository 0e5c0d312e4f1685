"""
Signing what a program hands in, with a key that is for this alone.

The identifier is never that of an issuer of awards: what is signed here has no award behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cairn.errors import MalformedCredential, MalformedInput
from cairn.vc import checks_document
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.keys import PublicKey
from cairn.vc.members import id_of, listed
from cairn.vc.model import VC_V1, credential_violations
from cairn.vc.report import Check, CheckOutcome
from cairn_server.credentials.keeping_keys import signer
from cairn_server.credentials.shapes import CONTEXTS, SHAPES
from cairn_server.errors import KeyUnavailable
from cairn_server.interop.errors import CredentialRefused
from cairn_server.interop.listing import list_credential
from cairn_server.interop.verifying import report_on_own

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
_DATED = frozenset({"not_yet_valid", "expired"})  # its issuer may date it as it likes


class Profile(StrEnum):
    """How a credential is secured."""

    DATA_INTEGRITY = "data-integrity"
    STATUS_LIST = "status-list"
    ENVELOPING = "enveloping"


@dataclass(frozen=True, slots=True)
class EndpointKey:
    """A key of the VC-API, with the identifier that it is."""

    ref: str
    public: PublicKey

    @property
    def did(self) -> str:
        return did_key(self.public)


def endpoint_key(key_ref: str) -> EndpointKey:
    """Return the key of this name, made if there is none yet."""
    keeper = signer()
    try:
        return EndpointKey(key_ref, keeper.public(key_ref))
    except KeyUnavailable:
        pass
    try:
        return EndpointKey(key_ref, keeper.create(key_ref))
    except FileExistsError:  # damaged, or another process was faster
        return EndpointKey(key_ref, keeper.public(key_ref))


def issue(
    credential: Mapping[str, Any], *, key: EndpointKey, profile: Profile, at: datetime
) -> dict[str, Any]:
    """
    Return `credential` secured; in the enveloping profile, the envelope that carries it.

    Raises:
        CredentialRefused: if it breaks a rule of the data model, is another's, or would not
            verify.
        CredentialError: if it cannot be signed without losing something.
    """
    at = at.replace(microsecond=0)
    unsigned = _ready(credential)
    _refuse_unsound(unsigned, key)
    if profile is Profile.STATUS_LIST:
        unsigned = _listed(unsigned, key)
    if profile is Profile.ENVELOPING:
        signed = _in_envelope(unsigned, key)
    else:
        signed = _with_proof(unsigned, key, at)
    report = report_on_own(signed, at=at)
    if set(report.reasons) - _DATED:
        raise CredentialRefused(report.sentence, report.reasons)
    return signed


def profile_of(options: Mapping[str, Any]) -> Profile:
    """Return the profile that a request asks for; MalformedInput if there is none such."""
    wanted = options.get("profile", Profile.DATA_INTEGRITY)
    try:
        return Profile(wanted)
    except ValueError:
        known = ", ".join(Profile)
        raise MalformedInput(f"options.profile must be one of {known}") from None


def _ready(credential: Mapping[str, Any]) -> dict[str, Any]:
    """Name the context of the proof in a credential of version 1.1, whose own knows none."""
    contexts = listed(credential.get("@context"))
    if contexts[:1] != [VC_V1] or DATA_INTEGRITY in contexts:
        return dict(credential)
    return {**credential, "@context": [*contexts, DATA_INTEGRITY]}


def _refuse_unsound(credential: Mapping[str, Any], key: EndpointKey) -> None:
    checks = [
        checks_document.readable(credential),
        checks_document.contexts(credential, load=CONTEXTS, allow_inline=True),
        checks_document.model(credential, credential_violations),
        _is_own(credential, key),
    ]
    for check in checks:
        if check.outcome is not CheckOutcome.PASSED:
            raise CredentialRefused(f"Not signed: {check.detail}", [check.reason or check.name])


def _is_own(credential: Mapping[str, Any], key: EndpointKey) -> Check:
    if id_of(credential.get("issuer")) == key.did:
        return Check.passed("issuer")
    return Check.failed("issuer", "issuer_mismatch", f"the issuer must be {key.did}")


def _listed(credential: Mapping[str, Any], key: EndpointKey) -> dict[str, Any]:
    entry = list_credential(key_ref=key.ref, credential_id=id_of(credential) or "")
    entries = [*listed(credential.get("credentialStatus")), entry]
    return {**credential, "credentialStatus": entries[0] if len(entries) == 1 else entries}


def _with_proof(credential: Mapping[str, Any], key: EndpointKey, at: datetime) -> dict[str, Any]:
    return secure(
        credential,
        sign=signer().signing(key.ref),
        verification_method=did_key_method(key.public),
        created=at,
        allow_inline_contexts=True,
        load=CONTEXTS,
        shapes=SHAPES,
    )


def _in_envelope(credential: Mapping[str, Any], key: EndpointKey) -> dict[str, Any]:
    lossless, _ = checks_document.data_loss(credential, load=CONTEXTS, allow_inline=True)
    if lossless.outcome is not CheckOutcome.PASSED:
        raise MalformedCredential(lossless.detail)
    jwt = as_jwt(
        credential,
        key=JwtKey("EdDSA", signer().signing(key.ref), key.public),
        key_id=did_key_method(key.public),
        profile=JwtProfile.VC_JWT,
    )
    return dict(enveloped(jwt))
