"""
The verdict on a status list: in full where it is new; where it is known, by its key and the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from cairn.errors import CairnError
from cairn.vc.checks_proof import KeyResolver, key_checks
from cairn.vc.checks_status import ListVerdict, validity_period
from cairn.vc.did import VerificationMethod
from cairn.vc.keys import PublicKey
from cairn.vc.known_lists import KnownLists, is_simple
from cairn.vc.members import id_of, listed
from cairn.vc.report import Outcome, outcome_of


class _Stands(NamedTuple):
    """What is said of a known list that is found genuine once more."""

    outcome: Outcome = Outcome.VALID
    sentence: str = "Genuine and current."


_STANDS = _Stands()


def list_verdict(
    found: Mapping[str, Any],
    *,
    known: KnownLists,
    keys: KeyResolver,
    at: datetime,
    judge: Callable[[KeyResolver], ListVerdict],
) -> ListVerdict:
    """
    Return what `judge` says of a status list; that it is genuine is known of those before.

    Args:
        found: a status list, or anything else.
        known: the lists that were asked for before; this one is noted if it is genuine.
        keys: asked once for each key.
        at: the moment for which the list must be valid.
        judge: verifies `found` in full, asking the keys that it is given.
    """
    if not is_simple(found):
        return judge(keys)
    once = _AskedOnce(keys)
    key = known.key_of(found)
    if key is not None and _stands(found, key, once, at):
        return _STANDS
    verdict = judge(once)
    if verdict.outcome is Outcome.VALID:
        signer = once(_proof_of(found)["verificationMethod"]).public_key
        assert isinstance(signer, PublicKey)  # an RSA key makes no proof inside a document
        known.note(found, signer)
    return verdict


def _stands(found: Mapping[str, Any], key: PublicKey, keys: KeyResolver, at: datetime) -> bool:
    """Return whether all passes that does not follow from the text of a known list alone."""
    proof = _proof_of(found)
    try:
        method = keys(proof["verificationMethod"])
    except CairnError:
        return False
    if method.public_key != key:
        return False
    issuer = id_of(found.get("issuer"))
    checks = [
        *key_checks(proof, method, issuer=issuer, at=at),
        validity_period(found, at=at),
    ]
    return outcome_of(checks) is Outcome.VALID


def _proof_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    proof: Mapping[str, Any] = listed(found["proof"])[0]
    return proof


class _AskedOnce:
    """Asks for each key once, and gives the same answer after."""

    def __init__(self, keys: KeyResolver) -> None:
        self._keys = keys
        self._answers: dict[str, VerificationMethod | CairnError] = {}

    def __call__(self, method_id: str) -> VerificationMethod:
        if method_id not in self._answers:
            try:
                self._answers[method_id] = self._keys(method_id)
            except CairnError as error:
                self._answers[method_id] = error
        answer = self._answers[method_id]
        if isinstance(answer, CairnError):
            raise answer
        return answer
