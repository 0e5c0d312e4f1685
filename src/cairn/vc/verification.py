"""
Verification: is this credential genuine and current, and how do we know?

Every check of Open Badges 3.0 and of the data model is made in order and listed in the
report. Nothing is fetched here: contexts, keys, status lists and the time come in as
arguments. A broken or hostile document never raises; it becomes a report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cairn.errors import FetchError
from cairn.reading import read_json
from cairn.vc import checks_document, checks_evidence, checks_proof, checks_status
from cairn.vc.achievement_model import achievement_violations
from cairn.vc.checks_proof import KeyResolver, ProofContext
from cairn.vc.checks_status import StatusContext, StatusSource
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.enclosed import enclosed_credentials
from cairn.vc.members import id_of, types_of
from cairn.vc.model import Violation, credential_violations
from cairn.vc.report import (
    ISSUER_RECOGNISED,
    Check,
    CheckOutcome,
    IssuerSummary,
    Outcome,
    VerificationReport,
)
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustedIssuer, TrustList

__all__ = [
    "Check",
    "CheckOutcome",
    "IssuerSummary",
    "KeyResolver",
    "Outcome",
    "StatusSource",
    "TrustList",
    "TrustedIssuer",
    "VerificationReport",
    "verify",
]

_NAMES = (
    "readable",
    "contexts",
    "model",
    "data_loss",
    *checks_proof.PROOF_CHECKS,
    "validity_period",
    "status",
    "evidence",
    ISSUER_RECOGNISED,
)
_JWT = re.compile(r"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*", re.ASCII)
_ENVELOPED = "EnvelopedVerifiableCredential"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the asker brought along."""

    keys: KeyResolver
    statuses: StatusSource
    at: datetime
    trust: TrustList
    load: ContextLoader
    resources: Mapping[str, bytes]
    allow_inline: bool
    enclosing: bool = False
    around: tuple[Check, ...] = ()


def verify(
    document: Any,
    *,
    keys: KeyResolver,
    statuses: StatusSource,
    at: datetime,
    trust: TrustList | None = None,
    load: ContextLoader = pinned_context,
    resources: Mapping[str, bytes] | None = None,
    allow_inline_contexts: bool = False,
    around: Sequence[Check] = (),
) -> VerificationReport:
    """
    Return the report on one credential.

    Endorsements and, in a learning record, the credentials that it holds are verified each
    by itself; their reports are in `enclosed` and change nothing for the credential around them.

    Args:
        document: a credential with its proof inside, parsed, or as its text.
        keys: asked for the key that a proof names.
        statuses: asked for a status list, and only after the proof has passed.
        at: the moment for which the question is asked; aware.
        trust: issuers that the asker recognises; whether the issuer is among them never
            changes the outcome.
        load: gives the pinned contexts.
        resources: files that the credential binds by digest, by their ids in it.
        allow_inline_contexts: for conformance suites only, never for credentials of people.
        around: the five checks of a signature that was round `document`, see
            `cairn.vc.checks_jwt`; they stand in the place of a proof inside it.

    Raises:
        InputError: if `document` is a text that is not JSON.
        ValueError: if `at` has no offset.
    """
    if at.tzinfo is None:
        raise ValueError("at needs an offset")
    if isinstance(document, str | bytes):
        document = _read(document)
    known = trust or TrustList.empty()
    asked = _Asked(keys, statuses, at, known, load, resources or {}, allow_inline_contexts)
    return _verified(document, replace(asked, around=tuple(around)))


def _verified(document: Any, asked: _Asked) -> VerificationReport:
    first = _unsupported(document) or checks_document.readable(document)
    if first.outcome is not CheckOutcome.PASSED:
        checks = [first, *(Check.not_checked(name) for name in _NAMES[1:])]
        return report_of({}, checks, trust=asked.trust)
    checks = [first, *_checks(document, asked)]
    proven = checks_proof.proof_valid(checks)
    enclosed = _enclosed(document, asked) if proven else []
    return report_of(document, checks, trust=asked.trust, enclosed=enclosed)


def _enclosed(document: Mapping[str, Any], asked: _Asked) -> list[VerificationReport]:
    """Return a report on each credential inside; none of them changes what holds outside."""
    if asked.enclosing:
        return []
    inside = replace(asked, enclosing=True, around=())
    return [_verified(credential, inside) for credential in enclosed_credentials(document)]


def _checks(document: Mapping[str, Any], asked: _Asked) -> list[Check]:
    """Return all checks after the first, in the order in which they are listed."""
    contexts = checks_document.contexts(document, load=asked.load, allow_inline=asked.allow_inline)
    model = checks_document.model(document, _violations)
    lossless, digest = Check.not_checked("data_loss"), None
    if asked.around:
        lossless = Check.not_applicable("data_loss", "the signature covers every byte")
    elif contexts.outcome is CheckOutcome.PASSED:
        lossless, digest = checks_document.data_loss(
            document, load=asked.load, allow_inline=asked.allow_inline
        )
    proofs = _proofs(document, digest, asked)
    proven = checks_proof.proof_valid(proofs)
    return [
        contexts,
        model,
        lossless,
        *proofs,
        checks_status.validity_period(document, at=asked.at),
        _status(document, asked) if proven else Check.not_checked("status"),
        checks_evidence.evidence(document, resources=asked.resources),
        _recognised(document, asked.trust) if proven else Check.not_checked(ISSUER_RECOGNISED),
    ]


def _violations(document: Mapping[str, Any]) -> list[Violation]:
    return [*credential_violations(document), *achievement_violations(document)]


def _proofs(document: Mapping[str, Any], digest: bytes | None, asked: _Asked) -> list[Check]:
    if asked.around:
        return list(asked.around)
    if "proof" in document and digest is None:
        return [Check.not_checked(name) for name in checks_proof.PROOF_CHECKS]
    issuer = id_of(document.get("issuer"))
    return checks_proof.proofs(
        ProofContext(
            document,
            digest=digest,
            issuer=issuer,
            keys=asked.keys,
            load=asked.load,
            at=asked.at,
            allow_inline=asked.allow_inline,
        )
    )


def _status(document: Mapping[str, Any], asked: _Asked) -> Check:
    def verify_list(found: Mapping[str, Any]) -> VerificationReport:
        return _verified(found, replace(asked, statuses=_no_list, enclosing=True, around=()))

    issuer = id_of(document.get("issuer"))
    context = StatusContext(issuer, asked.statuses, asked.trust, asked.at, verify_list)
    return checks_status.status(document, context)


def _no_list(url: str) -> Mapping[str, Any]:
    raise FetchError(f"a status list that depends on another one, {url}, is not followed")


def _recognised(document: Mapping[str, Any], trust: TrustList) -> Check:
    issuer = id_of(document.get("issuer")) or ""
    if not trust:
        return Check.not_checked(ISSUER_RECOGNISED, "no list of recognised issuers was given")
    if issuer in trust:
        known = trust[issuer]
        return Check.passed(ISSUER_RECOGNISED, f"{known.name}, {known.standing}")
    text = f"{issuer} is not on the list of recognised issuers"
    return Check.undetermined(ISSUER_RECOGNISED, "issuer_not_recognised", text)


def _read(document: str | bytes) -> Any:
    text = document if isinstance(document, str) else document.decode("utf-8", "replace")
    return text.strip() if _JWT.fullmatch(text) else read_json(document)


def _unsupported(document: Any) -> Check | None:
    jwt = isinstance(document, str) and _JWT.fullmatch(document)
    if jwt or _ENVELOPED in types_of(document):
        text = "credentials in the form of a JWT are not checked by Cairn yet"
        return Check.undetermined("readable", "unsupported_format", text)
    return None
