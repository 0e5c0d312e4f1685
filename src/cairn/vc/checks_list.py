"""
The verdict on a status list: in full where it is new; where it is known, by its key and the time.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cairn.errors import CairnError
from cairn.vc.checks_proof import KeyResolver, key_checks
from cairn.vc.checks_status import ListVerdict, validity_period
from cairn.vc.did import VerificationMethod
from cairn.vc.keys import PublicKey
from cairn.vc.known_lists import KnownLists, is_simple
from cairn.vc.members import id_of, listed
from cairn.vc.report import Check, Outcome, outcome_of


class _Stands(NamedTuple):
    """What is said of a known list that is found genuine once more."""

    outcome: Outcome = Outcome.VALID
    sentence: str = "Genuine and current."


_STANDS = _Stands()

Judge = Callable[[Mapping[str, Any], KeyResolver], ListVerdict]
"""Verifies a status list in full, asking the keys that it is given."""


@dataclass(slots=True, eq=False)
class Remembering:
    """
    Judges the status lists of one credential, with what is known of the lists of before.

    Args:
        lists: those of before; new ones are noted if they are genuine.
        issuers: whose lists are believed.
        keys: asked once for each key of a list.
        at: the moment for which a list must be valid.
        judge: verifies in full what is not known.
    """

    lists: KnownLists
    issuers: Container[str]
    keys: KeyResolver
    at: datetime
    judge: Judge
    _asked: dict[str, VerificationMethod | CairnError] = field(default_factory=dict)

    def known(self, entry: Mapping[str, Any], found: Mapping[str, Any]) -> Check | None:
        """Return the check of a credential that a known list does not end, or None."""
        one = self.lists.known(found)
        if one is None or one.read is None:
            return None
        answer = one.read.unset(entry, issuers=self.issuers)
        return answer if answer is not None and self._stands(found, one.key) else None

    def verdict(self, found: Mapping[str, Any]) -> ListVerdict:
        """Return what `judge` says of a list; that it is genuine is known of those before."""
        if not is_simple(found):
            return self.judge(found, self.keys)
        key = self.lists.key_of(found)
        if key is not None and self._stands(found, key):
            return _STANDS
        verdict = self.judge(found, self._key)
        if verdict.outcome is Outcome.VALID:
            signer = self._key(_proof_of(found)["verificationMethod"]).public_key
            assert isinstance(signer, PublicKey)  # an RSA key makes no proof inside a document
            self.lists.note(found, signer)
        return verdict

    def _stands(self, found: Mapping[str, Any], key: PublicKey) -> bool:
        """Return whether all passes that does not follow from the text of a known list alone."""
        proof = _proof_of(found)
        try:
            method = self._key(proof["verificationMethod"])
        except CairnError:
            return False
        if method.public_key is not key and method.public_key != key:
            return False
        checks = key_checks(proof, method, issuer=id_of(found.get("issuer")), at=self.at)
        checks.append(validity_period(found, at=self.at))
        return outcome_of(checks) is Outcome.VALID

    def _key(self, method_id: str) -> VerificationMethod:
        answer = self._asked.get(method_id)
        if answer is None:
            try:
                answer = self.keys(method_id)
            except CairnError as error:
                answer = error
            self._asked[method_id] = answer
        if isinstance(answer, CairnError):
            raise answer
        return answer


def _proof_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    proof: Mapping[str, Any] = listed(found["proof"])[0]
    return proof
