"""
Checks of the proof: the signature, its purpose, who controls the key, since when, for whom.

Each is asked by itself and has its own code (SAFETY C1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cairn.errors import (
    CairnError,
    KeyRefused,
    MalformedCredential,
    ProofMismatch,
    ProofUnsupported,
)
from cairn.vc.data_integrity import suite_of, verify_proof
from cairn.vc.did import VerificationMethod
from cairn.vc.documents import ContextLoader
from cairn.vc.members import OBJECTS, id_of, listed
from cairn.vc.moments import read_moment
from cairn.vc.report import Check, CheckOutcome, Outcome, outcome_of
from cairn.vc.rsa import RsaKey
from cairn.vc.shape_cache import ShapeCache

KeyResolver = Callable[[str], VerificationMethod]
"""Returns the verification method of an id, or raises KeyUnresolved or KeyRefused."""

PROOF_CHECKS = (
    "proof",
    "proof_purpose",
    "proof_controller",
    "key_validity",
    "issuer_is_controller",
)


MAX_PROOFS = 16
"""Most proofs of one document that are looked at; each may ask for a key."""

HOLDER_IS_CONTROLLER = "holder_is_controller"
"""What the last check is called in a presentation."""

_MEMBERS = frozenset(
    (
        *("@context", "id", "type", "cryptosuite", "created", "expires", "domain", "challenge"),
        *("nonce", "verificationMethod", "proofPurpose", "proofValue", "jws", "previousProof"),
    )
)
"""What a proof may say; the end of one by another name would be signed, and never read."""

_PROOF_NAMES = frozenset({*PROOF_CHECKS, HOLDER_IS_CONTROLLER})
_FAILED = CheckOutcome.FAILED
_GOOD = (CheckOutcome.PASSED, CheckOutcome.NOT_APPLICABLE)
_PURPOSE_FITS, _KEY_IS_LISTED, _KEY_IS_GOOD, _KEY_OF_ISSUER = map(Check.passed, PROOF_CHECKS[1:])


class ProofContext(NamedTuple):
    """What every proof of one document is checked against."""

    document: Mapping[str, Any]
    digest: bytes | None
    issuer: str | None
    keys: KeyResolver
    load: ContextLoader
    at: datetime
    purpose: str = "assertionMethod"
    allow_inline: bool = False
    shapes: ShapeCache | None = None


def proofs(context: ProofContext) -> list[Check]:
    """
    Return the five checks of the proof that decides.

    One good proof by the issuer is enough, unless another proof does not fit: then the
    document was changed after that one was made.
    """
    found = listed(context.document.get("proof"))
    if not found:
        return _only(Check.failed("proof", "proof_missing", "nobody signed this document"))
    if len(found) > MAX_PROOFS:
        text = f"it has more than {MAX_PROOFS} proofs"
        return _only(Check.failed("proof", "input_too_large", text))
    if not all(isinstance(proof, OBJECTS) for proof in found):
        return _only(Check.failed("proof", "malformed_credential", "a proof is an object"))
    if len(found) == 1 and "previousProof" not in found[0]:
        return _proof(found[0], context)
    results = [_proof(proof, context) for proof in found]
    chained = [_chained(*pair, found, results) for pair in zip(found, results, strict=True)]
    decisive = min(chained, key=_weight)
    return _with_others(decisive, found, chained) if proof_valid(decisive) else decisive


def _with_others(
    good: list[Check], found: Sequence[Mapping[str, Any]], results: Sequence[list[Check]]
) -> list[Check]:
    """
    Return the checks of a good proof, which tell of those beside it that were not checked.

    Nobody signed what stands in these, so they may say nothing but what a proof does.
    """
    pairs = zip(found, results, strict=True)
    others = [proof for proof, checks in pairs if checks[0].outcome is CheckOutcome.UNDETERMINED]
    strange = next((name for proof in others for name in proof if name not in _MEMBERS), None)
    if strange is not None:
        text = f"a proof that is not checked has the member {strange[:60]!r}, which nobody signed"
        return _only(Check.failed("proof", "malformed_credential", text))
    if not others:
        return good
    text = f"{good[0].detail}; proofs beside it that were not checked: {len(others)}"
    return [Check.passed("proof", text), *good[1:]]


def proof_valid(checks: Sequence[Check]) -> bool | None:
    """Return whether all five checks passed; None where that could not be decided."""
    found = None
    is_open = False
    for check in checks:
        if check.name not in _PROOF_NAMES:
            continue
        if check.outcome is _FAILED:
            return False
        found = True
        is_open = is_open or check.outcome not in _GOOD
    return None if is_open else found


def _only(check: Check) -> list[Check]:
    return [check, *(Check.not_checked(name) for name in PROOF_CHECKS[1:])]


def _weight(checks: list[Check]) -> int:
    """Order proofs by what they decide: a broken one, a good one, a failed one, the rest."""
    if checks[0].outcome is CheckOutcome.FAILED:
        return 0
    ranks = {Outcome.VALID: 1, Outcome.INVALID: 2, Outcome.UNDETERMINED: 3}
    return ranks[outcome_of(checks)]


def _proof(proof: Mapping[str, Any], context: ProofContext) -> list[Check]:
    purpose = _purpose(proof, context)
    try:
        suite = suite_of(proof)
        method = context.keys(_method_id(proof))
        if isinstance(method.public_key, RsaKey):
            raise KeyRefused(f"{method.id} is an RSA key, which makes no proof of this kind")
        verify_proof(
            context.document,
            proof,
            public_key=method.public_key,
            load=context.load,
            digest=context.digest,
            before=_before(proof, listed(context.document.get("proof"))),
            allow_inline_contexts=context.allow_inline,
            shapes=context.shapes,
        )
        _refuse_strange(proof)
    except CairnError as error:
        first = Check.of_error("proof", error)
        return [first, purpose, *(Check.not_checked(name) for name in PROOF_CHECKS[2:])]
    return [
        Check.passed("proof", f"{suite} by {method.id}"),
        purpose,
        *key_checks(proof, method, issuer=context.issuer, at=context.at, purpose=context.purpose),
    ]


def _refuse_strange(proof: Mapping[str, Any]) -> None:
    strange = next((name for name in proof if name not in _MEMBERS), None)
    if strange is not None:
        raise ProofUnsupported(f"the proof has the member {strange[:60]!r}, which is not read here")


def _before(proof: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the proofs of a chain that `proof` was made over; ProofMismatch if one is missing."""
    if "previousProof" not in proof:
        return []
    wanted = listed(proof["previousProof"])
    if not wanted:
        raise MalformedCredential("previousProof must name other proofs")
    named = [[one for one in found if id_of(one) == name and one is not proof] for name in wanted]
    if not all(isinstance(name, str) for name in wanted) or not all(map(len, named)):
        raise ProofMismatch("a proof was made over another one, which is not there")
    return [one for same in named for one in same]


def _chained(
    proof: Mapping[str, Any],
    checks: list[Check],
    found: Sequence[Mapping[str, Any]],
    results: Sequence[list[Check]],
) -> list[Check]:
    """Return `checks`, open if a proof that `proof` was made over could not be decided."""
    names = listed(proof.get("previousProof"))
    if not names:
        return checks
    before = [result[0] for one, result in zip(found, results, strict=True) if id_of(one) in names]
    if any(check.outcome is CheckOutcome.UNDETERMINED for check in before):
        return _only(Check.undetermined("proof", "proof_unsupported", "an earlier proof is open"))
    return checks


def key_checks(
    proof: Mapping[str, Any],
    method: VerificationMethod,
    *,
    issuer: str | None,
    at: datetime,
    purpose: str = "assertionMethod",
) -> list[Check]:
    """
    Return the three checks of the key that has signed: its listing, its lifetime, its owner.

    Args:
        proof: where `created` and `expires` of the signature stand, if anywhere.
    """
    return [
        _controller(method, purpose),
        _key_validity(proof, method, at),
        _issuer(method, issuer),
    ]


def _method_id(proof: Mapping[str, Any]) -> str:
    found = proof.get("verificationMethod")
    if not isinstance(found, str):
        raise MalformedCredential("the proof does not name the key that made it")
    return found


def _purpose(proof: Mapping[str, Any], context: ProofContext) -> Check:
    if proof.get("proofPurpose") == context.purpose:
        return _PURPOSE_FITS
    text = f"the proof was made for {proof.get('proofPurpose')!r}, not for {context.purpose}"
    return Check.failed("proof_purpose", "proof_purpose_mismatch", text[:200])


def _controller(method: VerificationMethod, purpose: str) -> Check:
    if purpose in method.purposes:
        return _KEY_IS_LISTED
    text = f"{method.controller} does not list this key for {purpose}"
    return Check.failed("proof_controller", "key_purpose_mismatch", text)


def _key_validity(proof: Mapping[str, Any], method: VerificationMethod, at: datetime) -> Check:
    """
    Judge the moment of signing against the lifetime of the key, and `at` against the rest.

    A key that ran out was good before. A revoked key is believed no more at all, for
    whoever stole it can write any date into `created`.
    """
    try:
        created = read_moment(proof["created"]) if "created" in proof else at
        ends = read_moment(proof["expires"]) if "expires" in proof else None
    except MalformedCredential as error:
        return Check.failed("key_validity", "proof_time_invalid", str(error))
    if ends is not None and at > ends:
        return Check.failed("key_validity", "proof_expired", f"the proof ran out on {ends}")
    if method.revoked is not None and at >= method.revoked:
        text = f"{method.controller} revoked the key on {method.revoked:%Y-%m-%d}"
        return Check.failed("key_validity", "key_revoked", text)
    if method.expires is not None and created >= method.expires:
        text = f"the key ran out on {method.expires:%Y-%m-%d}, before it signed this"
        return Check.failed("key_validity", "key_expired", text)
    return _KEY_IS_GOOD


def _issuer(method: VerificationMethod, issuer: str | None) -> Check:
    if issuer == method.controller:
        return _KEY_OF_ISSUER
    text = f"signed with a key of {method.controller}, but it says that {issuer} issued it"
    return Check.failed("issuer_is_controller", "issuer_mismatch", text)
