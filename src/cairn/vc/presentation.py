"""
Presentations: somebody shows credentials, and proves that it is they who do, here and now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from cairn.errors import CairnError, MalformedCredential
from cairn.vc import checks_document
from cairn.vc.asked_lists import AskedLists
from cairn.vc.checks_jwt import jwt_checks, period_check
from cairn.vc.checks_proof import HOLDER_IS_CONTROLLER, KeyResolver, ProofContext, proofs
from cairn.vc.checks_status import StatusSource
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.enclosed import MAX_ENCLOSED
from cairn.vc.enveloped import Enveloped, is_enveloped, token_in
from cairn.vc.jwt import presentation_in
from cairn.vc.members import id_of, listed
from cairn.vc.model import presentation_violations
from cairn.vc.report import Check, CheckOutcome, Outcome, VerificationReport, outcome_of
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList
from cairn.vc.verification import Refresh, nobody, verify
from cairn.vc.wording import presentation_sentence

_NOTHING_SHOWN = Check.undetermined(
    "credentials", "nothing_shown", "it holds no credential, so nothing is shown by it"
)


def verify_presentation(
    document: Any,
    *,
    keys: KeyResolver,
    statuses: StatusSource | None,
    at: datetime,
    fetch: Callable[[str], bytes] = nobody,
    challenge: str | None = None,
    domain: str | None = None,
    trust: TrustList | None = None,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
    allow_claim: bool = False,
    may_be_empty: bool = False,
    refresh: Refresh | None = None,
) -> VerificationReport:
    """
    Return the report on one presentation; those on its credentials are in `enclosed`.

    It is valid only if every credential in it is. One without any certifies nothing.

    Args:
        document: the parsed JSON of a presentation with its proof inside, or of the envelope
            that carries one as a JWT.
        challenge: what the verifier asked to be signed; None if nothing was.
        domain: for whom the presentation must have been made; None for anybody.
        may_be_empty: let one without a credential be valid, which shows who signed it and no
            more; for conformance suites and for asking whose a key is.
        refresh: asked for the newest version of each credential, and of those inside it.
        keys, statuses, at, fetch, trust, load, allow_inline_contexts, allow_claim: as in
            `cairn.vc.verification.verify`.
    """
    recognised = trust or TrustList.empty()
    readable = checks_document.readable(document)
    if readable.outcome is not CheckOutcome.PASSED:
        return _report({}, [readable], [], recognised)
    holder, inline = id_of(document.get("holder")), allow_inline_contexts
    context = ProofContext(document, None, holder, keys, load, at, "authentication", inline)
    try:
        shown, own, signed_for = _own_checks(context, fetch, allow_claim)
    except CairnError as error:
        return _report({}, [Check.of_error("readable", error)], [], recognised)
    bound = [_bound(signed_for, "challenge", challenge), _bound(signed_for, "domain", domain)]
    judge = partial(
        verify,
        keys=keys,
        statuses=statuses,
        at=at,
        fetch=fetch,
        trust=recognised,
        load=load,
        allow_inline_contexts=allow_inline_contexts,
        allow_claim=allow_claim,
    )
    newest, checks = partial(_newest, judge, AskedLists(), refresh), [readable, *own, *bound]
    return _concluded(shown, checks, newest, recognised, may_be_empty=may_be_empty)


def _newest(
    judge: Callable[..., VerificationReport],
    lists: AskedLists,
    refresh: Refresh | None,
    credential: Any,
) -> VerificationReport:
    """Return the report on a credential that is shown, or on a newer version of it."""
    judge = partial(judge, lists=lists)
    report = judge(credential, refresh=refresh)
    return report if refresh is None else refresh(credential, report, judge)


def _concluded(
    shown: Mapping[str, Any],
    own: list[Check],
    judge: Callable[[Any], VerificationReport],
    trust: TrustList,
    *,
    may_be_empty: bool,
) -> VerificationReport:
    """Return the report, with the credentials judged if nothing speaks against who shows them."""
    found = listed(shown.get("verifiableCredential"))
    wanted = outcome_of(own) is Outcome.VALID and len(found) <= MAX_ENCLOSED
    if wanted and not found and not may_be_empty:
        return _report(shown, [*own, _NOTHING_SHOWN], [], trust)
    enclosed = [judge(credential) for credential in found] if wanted else []
    return _report(shown, [*own, _credentials(found, enclosed)], enclosed, trust)


_UNASKED = {
    "challenge": "whether it was signed for a challenge of yours was not asked: it may be a copy",
    "domain": "for whom it was made was not asked",
}
_Shown = tuple[Mapping[str, Any], list[Check], Sequence[Mapping[str, Any]]]
"""A presentation, the checks of itself, and what its signatures were made for."""


def _own_checks(context: ProofContext, fetch: Callable[[str], bytes], allow_claim: bool) -> _Shown:
    if is_enveloped(context.document, Enveloped.PRESENTATION):
        return _opened(context, fetch, allow_claim)
    document, inline = context.document, context.allow_inline
    signed_for = [proof for proof in listed(document.get("proof")) if isinstance(proof, Mapping)]
    contexts = checks_document.contexts(document, load=context.load, allow_inline=inline)
    model = checks_document.model(document, presentation_violations)
    if contexts.outcome is not CheckOutcome.PASSED:
        return document, [contexts, model, Check.not_checked("proof")], signed_for
    lossless, digest = checks_document.data_loss(document, load=context.load, allow_inline=inline)
    if digest is None:
        return document, [contexts, model, lossless, Check.not_checked("proof")], signed_for
    checks = proofs(context._replace(digest=digest))
    own = [contexts, model, lossless, *checks[:-1], _holder(document, checks[-1])]
    return document, own, signed_for


def _opened(context: ProofContext, fetch: Callable[[str], bytes], allow_claim: bool) -> _Shown:
    """Return what an envelope carries, checked; raises what `token_in` raises."""
    token = token_in(context.document, Enveloped.PRESENTATION)
    shown = presentation_in(token, allow_claim=allow_claim)
    readable = checks_document.readable(shown)
    if readable.outcome is not CheckOutcome.PASSED:
        raise MalformedCredential(readable.detail)
    inline = context.allow_inline
    checks = jwt_checks(
        token,
        shown,
        keys=context.keys,
        fetch=fetch,
        at=context.at,
        purpose=context.purpose,
    )
    own = [
        checks_document.contexts(shown, load=context.load, allow_inline=inline),
        checks_document.model(shown, presentation_violations),
        Check.not_applicable("data_loss", "the signature covers every byte"),
        *checks[:-1],
        _holder(shown, checks[-1]),
        period_check(token, context.at),
    ]
    said = {"challenge": token.claims.get("nonce"), "domain": token.claims.get("aud")}
    return shown, own, [said]


def _holder(document: Mapping[str, Any], controller: Check) -> Check:
    """Return the check of the issuer as one of the holder, who may stay unnamed."""
    if "holder" not in document:
        return Check.not_applicable(HOLDER_IS_CONTROLLER, "it names no holder")
    if controller.outcome is CheckOutcome.FAILED:
        text = "it was signed with a key that is not its holder's"
        return Check.failed(HOLDER_IS_CONTROLLER, "holder_mismatch", text)
    return replace(controller, name=HOLDER_IS_CONTROLLER)


def _bound(signed_for: Sequence[Mapping[str, Any]], member: str, wanted: str | None) -> Check:
    """Return whether every proof was made for the challenge or the domain that was asked for."""
    if wanted is None:
        return Check.not_checked(member, _UNASKED[member])
    if signed_for and all(wanted in listed(proof.get(member)) for proof in signed_for):
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
    # what else it says - an issuer, an achievement, an end - its holder says, and nobody judged
    return report_of({}, checks, trust=trust, enclosed=enclosed, sentence=sentence)
