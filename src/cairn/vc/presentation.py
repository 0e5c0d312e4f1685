"""
Presentations: somebody shows credentials, and proves that it is they who do, here and now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from cairn.vc import checks_document
from cairn.vc.checks_proof import HOLDER_IS_CONTROLLER, KeyResolver, ProofContext, proofs
from cairn.vc.checks_status import StatusSource
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.enclosed import MAX_ENCLOSED
from cairn.vc.members import id_of, listed
from cairn.vc.model import presentation_violations
from cairn.vc.report import Check, CheckOutcome, Outcome, VerificationReport, outcome_of
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList
from cairn.vc.verification import verify
from cairn.vc.wording import presentation_sentence


def verify_presentation(
    document: Any,
    *,
    keys: KeyResolver,
    statuses: StatusSource,
    at: datetime,
    challenge: str | None = None,
    domain: str | None = None,
    trust: TrustList | None = None,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
) -> VerificationReport:
    """
    Return the report on one presentation; those on its credentials are in `enclosed`.

    It is valid only if every credential in it is.

    Args:
        document: the parsed JSON of a presentation with its proof inside.
        challenge: what the verifier asked to be signed; None if nothing was.
        domain: for whom the presentation must have been made; None for anybody.
        keys, statuses, at, trust, load, allow_inline_contexts: as in
            `cairn.vc.verification.verify`.
    """
    recognised = trust or TrustList.empty()
    readable = checks_document.readable(document)
    if readable.outcome is not CheckOutcome.PASSED:
        return _report({}, [readable], [], recognised)
    holder, inline = id_of(document.get("holder")), allow_inline_contexts
    context = ProofContext(
        document, None, holder, keys, load, at, purpose="authentication", allow_inline=inline
    )
    own = [*_own_checks(context)]
    own += [_bound(document, "challenge", challenge), _bound(document, "domain", domain)]

    judge = partial(
        verify,
        keys=keys,
        statuses=statuses,
        at=at,
        trust=recognised,
        load=load,
        allow_inline_contexts=allow_inline_contexts,
    )
    found = listed(document.get("verifiableCredential"))
    wanted = outcome_of(own) is Outcome.VALID and len(found) <= MAX_ENCLOSED
    enclosed = [judge(credential) for credential in found] if wanted else []
    checks = [readable, *own, _credentials(found, enclosed)]
    return _report(document, checks, enclosed, recognised)


def _own_checks(context: ProofContext) -> list[Check]:
    document, inline = context.document, context.allow_inline
    contexts = checks_document.contexts(document, load=context.load, allow_inline=inline)
    model = checks_document.model(document, presentation_violations)
    if contexts.outcome is not CheckOutcome.PASSED:
        return [contexts, model, Check.not_checked("proof")]
    lossless, digest = checks_document.data_loss(document, load=context.load, allow_inline=inline)
    if digest is None:
        return [contexts, model, lossless, Check.not_checked("proof")]
    checks = proofs(replace(context, digest=digest))
    return [contexts, model, lossless, *checks[:-1], _holder(document, checks[-1])]


def _holder(document: Mapping[str, Any], controller: Check) -> Check:
    """Return the check of the issuer as one of the holder, who may stay unnamed."""
    if "holder" not in document:
        return Check.not_applicable(HOLDER_IS_CONTROLLER, "it names no holder")
    if controller.outcome is CheckOutcome.FAILED:
        text = "it was signed with a key that is not its holder's"
        return Check.failed(HOLDER_IS_CONTROLLER, "holder_mismatch", text)
    return replace(controller, name=HOLDER_IS_CONTROLLER)


def _bound(document: Mapping[str, Any], member: str, wanted: str | None) -> Check:
    """Return whether every proof was made for the challenge or the domain that was asked for."""
    if wanted is None:
        return Check.not_applicable(member, f"no {member} was asked for")
    signed = [proof for proof in listed(document.get("proof")) if isinstance(proof, Mapping)]
    if signed and all(wanted in listed(proof.get(member)) for proof in signed):
        return Check.passed(member)
    return Check.failed(member, f"{member}_mismatch", f"it was not signed for this {member}")


def _credentials(found: list[Any], enclosed: list[VerificationReport]) -> Check:
    if len(found) > MAX_ENCLOSED:
        text = f"it holds more than {MAX_ENCLOSED} credentials"
        return Check.failed("credentials", "input_too_large", text)
    if len(found) != len(enclosed):
        return Check.not_checked("credentials")
    for number, report in enumerate(enclosed, start=1):
        if report.outcome is Outcome.INVALID:
            text = f"credential {number}: {report.sentence}".rstrip(".")
            return Check.failed("credentials", report.reasons[0], text)
    for number, report in enumerate(enclosed, start=1):
        if report.outcome is Outcome.UNDETERMINED:
            text = f"credential {number}: {report.sentence}".rstrip(".")
            return Check.undetermined("credentials", report.reasons[0], text)
    return Check.passed("credentials", f"{len(enclosed)} credentials are valid")


def _report(
    document: Mapping[str, Any],
    checks: list[Check],
    enclosed: list[VerificationReport],
    trust: TrustList,
) -> VerificationReport:
    sentence = presentation_sentence(
        checks, holder=id_of(document.get("holder")), count=len(enclosed)
    )
    return report_of(document, checks, trust=trust, enclosed=enclosed, sentence=sentence)
