"""
Checks of what changes after signing: the period of validity, and revocation.

"The list could not be had" is never "not revoked" (SAFETY C6).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from cairn.errors import CairnError, FetchError, MalformedCredential
from cairn.vc.members import OBJECTS, id_of, listed, types_of
from cairn.vc.moments import read_moment
from cairn.vc.published_list import list_in
from cairn.vc.report import Check, CheckOutcome, Outcome
from cairn.vc.revocation_list import REVOCATION_LIST, read_revocation_list
from cairn.vc.status_list import STATUS_TYPES, StatusResult, read_status
from cairn.vc.trust import TrustList

StatusSource = Callable[[str], Mapping[str, Any]]
"""Returns the status list at an address, a JWT in its envelope, or raises FetchError."""

MAX_ENTRIES = 16
"""Most status entries of one credential that are followed; each may ask for a list."""

_LIST_TYPES = frozenset({*STATUS_TYPES, REVOCATION_LIST})
_WITHIN = Check.passed("validity_period")
_ENDING = {"revocation": "revoked", "suspension": "suspended"}


class ListVerdict(Protocol):
    """What a verifier says of a status list; a `VerificationReport` is one."""

    @property
    def outcome(self) -> Outcome: ...

    @property
    def sentence(self) -> str: ...


class Believed(Container[str]):
    """Whose lists are believed: the issuer of the credential, and those that are trusted."""

    __slots__ = ("_issuer", "_trust")

    def __init__(self, issuer: str | None, trust: TrustList) -> None:
        self._issuer = issuer
        self._trust = trust

    def __contains__(self, issuer: object) -> bool:
        return issuer == self._issuer or issuer in self._trust


class StatusContext(NamedTuple):
    """
    What the status entries of one credential are checked against.

    Attributes:
        known: asked first, if given: returns what is said of an entry in a list that is known;
            None where the list has to be read and verified.
        opened: takes a list out of its envelope, as `cairn.vc.published_list.list_in` does.
    """

    issuer: str | None
    statuses: StatusSource
    trust: TrustList
    at: datetime
    verify_list: Callable[[Mapping[str, Any]], ListVerdict]
    known: Callable[[Mapping[str, Any], Mapping[str, Any]], Check | None] | None = None
    opened: Callable[[Mapping[str, Any]], Mapping[str, Any]] = list_in


def validity_period(document: Mapping[str, Any], *, at: datetime) -> Check:
    """Return whether `at` lies between the first and the last moment of validity."""
    starts = document.get("validFrom", document.get("issuanceDate"))
    ends = document.get("validUntil", document.get("expirationDate"))
    name = _WITHIN.name
    try:
        if starts is not None and at < read_moment(starts):
            return Check.failed(name, "not_yet_valid", f"it becomes valid on {starts}")
        if ends is not None and at > read_moment(ends):
            return Check.failed(name, "expired", f"it expired on {ends}")
    except MalformedCredential as error:
        return Check.failed(name, "validity_invalid", str(error))
    return _WITHIN


def status(document: Mapping[str, Any], context: StatusContext) -> Check:
    """Return whether the credential stands: the worst answer of all its status entries."""
    entries = listed(document.get("credentialStatus"))
    if not entries:
        return Check.not_applicable("status", "its issuer keeps no list for revoking it")
    if len(entries) > MAX_ENTRIES:
        text = f"it has more than {MAX_ENTRIES} status entries"
        return Check.failed("status", "status_entry_invalid", text)
    if len(entries) == 1:
        return _entry(document, entries[0], context)
    answers = [_entry(document, entry, context) for entry in entries]
    worst = min(answers, key=_weight)
    if worst.outcome is not CheckOutcome.PASSED:
        return worst
    said = dict.fromkeys(one.detail for one in answers)
    return worst if len(said) == 1 else Check.passed("status", "; ".join(said))


def _weight(answer: Check) -> int:
    """Order answers by how bad they are: taken back for good, any other end, undecided, good."""
    if answer.reason == "revoked":
        return 0
    return {CheckOutcome.FAILED: 1, CheckOutcome.UNDETERMINED: 2}.get(answer.outcome, 3)


def _entry(document: Mapping[str, Any], entry: Any, context: StatusContext) -> Check:
    kinds = types_of(entry)
    if len(kinds) != 1 or kinds[0] not in _LIST_TYPES:
        text = f"status entries of the kind {', '.join(kinds) or 'unknown'} are not read by Cairn"
        return Check.undetermined("status", "status_unsupported", text)
    by_id = kinds[0] == REVOCATION_LIST
    url = entry.get("id" if by_id else "statusListCredential")
    if not isinstance(url, str):
        return Check.failed("status", "status_entry_invalid", "the entry names no status list")
    try:
        found = context.statuses(url)
    except FetchError as error:
        text = f"the status list at {url} could not be fetched: {error}"
        return Check.undetermined("status", "status_unavailable", text)
    except CairnError as error:
        text = f"the status list at {url} could not be read: {error}"
        return Check.undetermined("status", "status_list_invalid", text)
    if not isinstance(found, OBJECTS):
        text = f"what lies at {url} is no status list"
        return Check.undetermined("status", "status_list_invalid", text)
    if by_id:
        return _listed_by_id(document, entry, found, context)
    answer = None if context.known is None else context.known(entry, found)
    return answer or _listed_status(entry, found, context)


def _listed_by_id(
    document: Mapping[str, Any],
    entry: Mapping[str, Any],
    found: Mapping[str, Any],
    context: StatusContext,
) -> Check:
    try:
        revocation = read_revocation_list(
            document, entry, found, issuers=Believed(context.issuer, context.trust)
        )
    except MalformedCredential as error:
        return Check.failed("status", "status_entry_invalid", str(error))
    except CairnError as error:
        return Check.of_error("status", error)
    if revocation is None:
        return Check.passed("status", f"not in the list {entry['id']}, which is not signed")
    detail = f"{context.issuer} lists it as revoked"
    return Check.failed(
        "status", "revoked", f"{detail}: {revocation.reason}" if revocation.reason else detail
    )


def _listed_status(
    entry: Mapping[str, Any], found: Mapping[str, Any], context: StatusContext
) -> Check:
    try:
        opened = context.opened(found)
        result = read_status(
            entry, opened, issuers=Believed(context.issuer, context.trust), at=context.at
        )
    except MalformedCredential as error:
        return Check.failed("status", "status_entry_invalid", str(error))
    except CairnError as error:
        return Check.of_error("status", error)
    report = context.verify_list(found)
    if report.outcome is not Outcome.VALID:
        text = f"the status list itself does not verify: {report.sentence}"
        return Check.undetermined("status", "status_list_invalid", text.rstrip("."))
    return verdict(result, opened)


def verdict(result: StatusResult, found: Mapping[str, Any]) -> Check:
    """Return the check of a credential of which a genuine list says `result`."""
    issuer = id_of(found.get("issuer"))
    moment = found.get("validFrom", found.get("issuanceDate"))
    remark = f" ({result.remark})" if result.remark else ""
    reason = _ENDING.get(result.purpose)
    if reason is not None and result.is_set:
        said = f": {result.message}" if result.message else ""
        text = f"{issuer} lists it so since {moment} at the latest{said}{remark}"
        return Check.failed("status", reason, text)
    return Check.passed("status", f"{_told(result)} in the list of {moment}{remark}")


def _told(result: StatusResult) -> str:
    """Return what a list says that does not end a credential."""
    if result.message:
        return f"{result.purpose}: {result.message}"
    if result.purpose == "refresh" and result.is_set:
        return "a newer version can be had from its refresh service, as set"
    return f"{result.purpose} is set" if result.is_set else f"no {result.purpose}"
