"""
What was signed, signed once more as a compact JWT: the form that some readers ask for.

A token is made when it is asked for and kept nowhere. The key that signed the document signs it,
and nothing in it is of the moment, so it is the same bytes each time, says what the document says
under the same id, and stands or falls with it: by the same status, and by the same key. A retired
key may do that, for nothing new is said by it; a lost key signs nothing.

Source: 1EdTech, Open Badges Specification 3.0, "JSON Web Token Proof Format", which permits other
algorithms than RS256.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.keys import PublicKey
from cairn.vc.report import Outcome, VerificationReport
from cairn_server.credentials import verifying
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.keeping_keys import signer
from cairn_server.credentials.models import Credential, IssuerKey, KeyState
from cairn_server.errors import IssuingStopped, JwtRefused, UnsoundCredential

JWT_TYPE = "text/plain"
"""What a token is served as. Source: 1EdTech, Open Badges Specification 3.0, "Web Resource"."""

ENDED = "expired"  # genuine, and says itself that its time is over
LOST = (
    "The key that signed it came into other hands and signs nothing any more. "
    "Its issuer can issue it again with another key"
)
TAKEN_BACK = {
    "revoked": "It was taken back, so it is not signed once more; its JSON tells what became of it",
    "suspended": "It is suspended at present, and is not signed once more before that has ended",
}


def credential_jwt(credential: Credential, *, at: datetime) -> str:
    """
    Return a signed credential as a token; `jwt_of` says what is refused.

    Args:
        credential: signed.
    """
    return jwt_of(_unsigned(credential.document), key=credential.key, at=at)


def endorsement_jwt(endorsement: Endorsement, *, at: datetime) -> str:
    """Return an endorsement as a token; `jwt_of` says what is refused."""
    [proof] = json.loads(endorsement.document)["proof"]
    key = IssuerKey.objects.get(method_id=proof["verificationMethod"])
    return jwt_of(_unsigned(endorsement.document), key=key, at=at)


def jwt_of(document: Mapping[str, Any], *, key: IssuerKey, at: datetime) -> str:
    """
    Return `document` as a token of Open Badges 3.0 by `key`, found genuine by our own verifier.

    Args:
        document: without a proof of its own.

    Raises:
        IssuingStopped: if issuing is switched off.
        JwtRefused: if the key was lost, or the document is revoked or suspended.
        KeyUnavailable: if the key cannot be used.
        UnsoundCredential: if the token would not verify.
        InputTooLarge, MalformedCredential: if it is larger than verifiers read.
    """
    if not settings.CAIRN_ISSUING:
        raise IssuingStopped("Issuing is stopped; a token can be had when it resumes")
    if key.state == KeyState.COMPROMISED:
        raise JwtRefused(LOST)
    public = PublicKey.from_multibase(key.multibase)
    jwt = as_jwt(
        document,
        key=JwtKey("EdDSA", signer().signing(key.ref), public),
        key_id=key.method_id,
        profile=JwtProfile.OB3,
    )
    _refuse_fallen(verifying.report_on(jwt, at=at, ask=verifying.nobody))
    return jwt


def _refuse_fallen(report: VerificationReport) -> None:
    if report.outcome is Outcome.VALID or report.reasons == [ENDED]:
        return
    for reason, why in TAKEN_BACK.items():
        if reason in report.reasons:
            raise JwtRefused(why)
    raise UnsoundCredential(f"The token would not verify: {report.sentence}")


def _unsigned(document: str) -> dict[str, Any]:
    """Return what was signed, without the proof that it bears."""
    return {name: value for name, value in json.loads(document).items() if name != "proof"}
