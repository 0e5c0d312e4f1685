"""
Verification: is this credential genuine and current, and how do we know?

Every check of Open Badges 3.0 and of the data model is made in order and listed in the
report. Nothing is fetched here: contexts, keys, status lists and the time come in as
arguments. A broken or hostile document never raises; it becomes a report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from cairn.errors import CairnError, FetchError, MalformedCredential
from cairn.reading import read_json
from cairn.vc import checks_alone, checks_evidence, checks_proof, checks_schema, checks_status
from cairn.vc.asked_lists import AskedLists
from cairn.vc.checks_alone import Alone, Reading
from cairn.vc.checks_document import MAX_MEMBERS
from cairn.vc.checks_jwt import jwt_checks
from cairn.vc.checks_list import Remembering
from cairn.vc.checks_proof import KeyResolver, ProofContext
from cairn.vc.checks_status import ListVerdict, StatusContext, StatusSource
from cairn.vc.conforming import Conformity
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.enclosed import DEEPEST, MAX_ENCLOSED, Enclosed, enclosed_in, endorses
from cairn.vc.enveloped import Enveloped, is_enveloped, token_in
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.members import id_of
from cairn.vc.report import (
    ISSUER_RECOGNISED,
    Check,
    CheckOutcome,
    IssuerSummary,
    Outcome,
    VerificationReport,
    outcome_of,
)
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.summary import Named, report_of
from cairn.vc.trust import TrustedIssuer, TrustList

__all__ = [
    "Check",
    "CheckOutcome",
    "IssuerSummary",
    "KeyResolver",
    "Outcome",
    "Refresh",
    "StatusSource",
    "TrustList",
    "TrustedIssuer",
    "VerificationReport",
    "verify",
]

_NAMES = (
    *checks_alone.NAMES,
    *checks_proof.PROOF_CHECKS,
    "validity_period",
    "status",
    "evidence",
    ISSUER_RECOGNISED,
)
_MODEL = checks_alone.NAMES.index("model")
_TEXTS = (str, bytes)
_NOBODY = TrustList.empty()
_NOBODY_KNOWN = Check.not_checked(ISSUER_RECOGNISED, "no list of recognised issuers was given")
_JWT = re.compile(r"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*", re.ASCII)


Refresh = Callable[
    [Any, VerificationReport, Callable[[Any], VerificationReport]], VerificationReport
]
"""
Returns the report on the newest version of a credential inside another one.

It is given the credential, the report on it, and what verifies a newer version as that one was.
"""


def nobody(url: str) -> bytes:
    """Ask nobody: what is not in the document itself cannot be had."""
    raise FetchError(f"{url} was not asked")


class _Asked(NamedTuple):
    """
    What the asker brought along.

    Attributes:
        lists: status lists that were judged in full for this question, with what came of it.
    """

    keys: KeyResolver
    statuses: StatusSource | None
    fetch: Callable[[str], bytes]
    at: datetime
    trust: TrustList
    load: ContextLoader
    resources: Mapping[str, bytes]
    lists: AskedLists
    allow_inline: bool
    allow_claim: bool
    depth: int = DEEPEST
    most: int = MAX_ENCLOSED
    about: frozenset[str] | None = None
    around: tuple[Check, ...] = ()
    shapes: ShapeCache | None = None
    refresh: Refresh | None = None
    max_record_members: int = MAX_MEMBERS

    @property
    def reading(self) -> Reading:
        covered, most = bool(self.around), self.max_record_members
        return Reading(self.load, self.allow_inline, covered, self.shapes, most)


def verify(
    document: Any,
    *,
    keys: KeyResolver,
    statuses: StatusSource | None,
    at: datetime,
    fetch: Callable[[str], bytes] = nobody,
    trust: TrustList | None = None,
    load: ContextLoader = pinned_context,
    resources: Mapping[str, bytes] | None = None,
    allow_inline_contexts: bool = False,
    allow_claim: bool = False,
    around: Sequence[Check] = (),
    shapes: ShapeCache | None = None,
    refresh: Refresh | None = None,
    max_record_members: int = MAX_MEMBERS,
    lists: AskedLists | None = None,
) -> VerificationReport:
    """
    Return the report on one credential.

    Endorsements and, in a learning record, the credentials that it holds are verified each
    by itself; their reports are in `enclosed` and change nothing for the credential around them.

    Args:
        document: a credential with its proof inside, parsed, or as its text; or a JWT, bare or in
            its envelope.
        keys: asked for the key that a proof names.
        statuses: asked for a status list, and only after the proof has passed; None if whether
            it was revoked is not the question.
        fetch: asked for the bare key to which the `kid` of a JWT may point.
        at: the moment for which the question is asked; aware.
        trust: issuers that the asker recognises; whether the issuer is among them never
            changes the outcome.
        load: gives the pinned contexts.
        resources: files that the credential binds by digest, by their ids in it.
        allow_inline_contexts, allow_claim: let contexts inside a credential add words, and a
            JWT of version 2 have the claim `vc`; for conformance suites, never for credentials
            of people.
        around: the five checks of a signature that was round `document`, see
            `cairn.vc.checks_jwt`; they stand in the place of a proof inside it.
        shapes: makes it quick for credentials like those before; the report is the same.
        refresh: asked for the newest version of each credential inside.
        max_record_members: how many members a learner record may have; up to
            `MAX_RECORD_MEMBERS` for whoever has seconds for one.
        lists: those of other documents of which the same is asked, at the same moment.

    Raises:
        InputError: if `document` is a text that is not JSON.
        ValueError: if `at` has no offset.
    """
    if at.tzinfo is None:
        raise ValueError("at needs an offset")
    if isinstance(document, _TEXTS):
        document = _read(document)
    asked = _Asked(
        keys=keys,
        statuses=statuses,
        fetch=fetch,
        at=at,
        trust=_NOBODY if trust is None else trust,
        load=load,
        resources=resources or {},
        lists=AskedLists() if lists is None else lists,
        allow_inline=allow_inline_contexts,
        allow_claim=allow_claim,
        around=tuple(around),
        shapes=shapes,
        refresh=refresh,
        max_record_members=max_record_members,
    )
    return _verified(document, asked)


class _Judged(NamedTuple):
    """What was found out; the report on it is put together for whoever reads one."""

    document: Mapping[str, Any]
    checks: list[Check]
    trust: TrustList
    enclosed: Sequence[VerificationReport] = ()
    named: Named | None = None

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.checks)

    @property
    def sentence(self) -> str:
        return self.report().sentence

    def report(self) -> VerificationReport:
        return report_of(
            self.document,
            self.checks,
            trust=self.trust,
            enclosed=self.enclosed,
            named=self.named,
        )


def _verified(document: Any, asked: _Asked) -> VerificationReport:
    return _judged(document, asked).report()


def _judged(document: Any, asked: _Asked) -> _Judged:
    if isinstance(document, str) or is_enveloped(document, Enveloped.CREDENTIAL):
        return _opened(document, asked)
    alone = asked.reading.alone(document)
    if alone.checks[0].outcome is not CheckOutcome.PASSED:
        return _unread(alone.checks[0], asked)
    known = alone.known
    checks = [*alone.checks, *_checks(document, alone, asked)]
    schemas = known.schemas if known else checks_schema.schemas(document, alone.checks[_MODEL])
    more = schemas, endorses(document, asked.about)
    checks += [check for check in more if check is not None]
    if known is not None and known.is_plain:
        return _Judged(document, checks, asked.trust, named=known.named)
    inside = list(enclosed_in(document)) if checks_proof.proof_valid(checks) else []
    enclosed = _enclosed(inside, asked)
    if len(enclosed) < len(inside):
        text = f"{len(inside) - len(enclosed)} more credentials inside were not verified"
        checks.append(Check.not_checked("enclosed", text))
    return _Judged(document, checks, asked.trust, enclosed)


def _opened(jwt: str | Mapping[str, Any], asked: _Asked) -> _Judged:
    """Judge the credential in a JWT, which may lie in its envelope."""
    try:
        if asked.around:
            raise MalformedCredential("a signed credential holds another one and nothing else")
        token = read_token(jwt) if isinstance(jwt, str) else token_in(jwt, Enveloped.CREDENTIAL)
        credential = credential_in(token, allow_claim=asked.allow_claim)
    except CairnError as error:
        return _unread(Check.of_error("readable", error), asked)
    around = jwt_checks(token, credential, keys=asked.keys, fetch=asked.fetch, at=asked.at)
    return _judged(credential, asked._replace(around=tuple(around)))


def _unread(first: Check, asked: _Asked) -> _Judged:
    checks = [first, *(Check.not_checked(name) for name in _NAMES[1:])]
    return _Judged({}, checks, asked.trust)


def _enclosed(inside: Sequence[Enclosed], asked: _Asked) -> list[VerificationReport]:
    """
    Return a report on each credential inside; none of them changes what holds outside.

    What these enclose in their turn shares the number that may be verified.
    """
    found: list[VerificationReport] = []
    if asked.depth == 0:
        return found
    left = asked.most - min(len(inside), asked.most)
    for one in inside[: asked.most]:
        within = asked._replace(depth=asked.depth - 1, most=left, about=one.about, around=())
        found.append(_verified_inside(one.credential, within))
        left -= found[-1].count_enclosed
    return found


def _verified_inside(credential: Any, asked: _Asked) -> VerificationReport:
    """Return the report on a credential inside, or on a newer version, held to the same place."""
    report = _verified(credential, asked)
    if asked.refresh is None:
        return report
    # what a newer version encloses is judged as it stands, so that this comes to an end
    verify_newer = partial(_verified, asked=asked._replace(refresh=None))
    return asked.refresh(credential, report, verify_newer)


def _checks(document: Mapping[str, Any], alone: Alone, asked: _Asked) -> list[Check]:
    """Return all checks beyond the document alone, in the order in which they are listed."""
    proofs = _proofs(document, alone.digest, asked)
    proven = checks_proof.proof_valid(proofs)
    return [
        *proofs,
        checks_status.validity_period(document, at=asked.at),
        _status(document, asked) if proven else Check.not_checked("status"),
        _evidence(document, alone.known, asked),
        _recognised(document, asked.trust) if proven else Check.not_checked(ISSUER_RECOGNISED),
    ]


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
            shapes=asked.shapes,
        )
    )


def _status(document: Mapping[str, Any], asked: _Asked) -> Check:
    if asked.statuses is None:
        return Check.not_checked("status", "whether it was revoked was not asked")
    issuer, shapes = id_of(document.get("issuer")), asked.shapes
    known, in_full = None, partial(_judged_list, asked)
    verify_list: Callable[[Mapping[str, Any]], ListVerdict] = in_full
    if shapes is not None and asked.load is shapes.load and not asked.allow_inline:
        believed = checks_status.Believed(issuer, asked.trust)
        lists = Remembering(shapes.lists, believed, asked.keys, asked.at, in_full)
        known, verify_list = lists.known, lists.verdict
    context = StatusContext(
        issuer, asked.statuses, asked.trust, asked.at, verify_list, known, asked.lists.opened
    )
    return checks_status.status(document, context)


def _judged_list(
    asked: _Asked, found: Mapping[str, Any], keys: KeyResolver | None = None
) -> ListVerdict:
    """Judge a status list in full, asking `keys` instead of the usual ones if they are given."""
    within = asked._replace(statuses=_no_list, depth=0, about=None, around=(), refresh=None)
    if keys is not None:
        within = within._replace(keys=keys)
    return asked.lists.verdict(found, partial(_judged, asked=within))


def _no_list(url: str) -> Mapping[str, Any]:
    raise FetchError(f"a status list that depends on another one, {url}, is not followed")


def _evidence(document: Mapping[str, Any], known: Conformity | None, asked: _Asked) -> Check:
    if known is not None and known.evidence is not None and not asked.resources:
        return known.evidence
    return checks_evidence.evidence(document, resources=asked.resources)


def _recognised(document: Mapping[str, Any], trust: TrustList) -> Check:
    if not trust:
        return _NOBODY_KNOWN
    issuer = id_of(document.get("issuer")) or ""
    if issuer in trust:
        known = trust[issuer]
        return Check.passed(ISSUER_RECOGNISED, f"{known.name}, {known.standing}")
    text = f"{issuer or 'nobody'} is not on the list of recognised issuers"
    return Check.undetermined(ISSUER_RECOGNISED, "issuer_not_recognised", text)


def _read(document: str | bytes) -> Any:
    text = document if isinstance(document, str) else document.decode("utf-8", "replace")
    return text.strip() if _JWT.fullmatch(text) else read_json(document)
