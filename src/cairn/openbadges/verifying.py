"""From a file, whatever its kind, to the report on the credential in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple

from cairn.errors import CairnError, FetchGone
from cairn.openbadges.expected import NOTHING, Expected, about, held_against, with_checks
from cairn.openbadges.reading import Found, find_credential, refuse_no_credential
from cairn.openbadges.refreshing import refreshed, refreshing
from cairn.openbadges.v2 import is_assertion, verify_assertion, verify_gone
from cairn.openbadges.v2_signed import is_signed, verify_signed
from cairn.vc.checks_document import MAX_MEMBERS, MAX_RECORD_MEMBERS
from cairn.vc.checks_jwt import jwt_checks
from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.did import VerificationMethod, resolve_method
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.enveloped import Enveloped, enveloped
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.members import types_of
from cairn.vc.presentation import verify_presentation
from cairn.vc.published_list import published_list
from cairn.vc.report import Check, VerificationReport
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.sparing import sparing
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList
from cairn.vc.verification import verify

_BESIDE = Check.not_checked(
    "beside", "an assertion of Open Badges 2.0 lies in the picture as well, and was not judged"
)
_PRESENTATIONS = {"VerifiablePresentation", str(Enveloped.PRESENTATION)}
Fetch = Callable[[str], bytes]
"""Returns the bytes at an address, or raises FetchError."""


def verify_file(
    data: bytes,
    *,
    name: str | None = None,
    fetch: Fetch,
    trust: TrustList,
    at: datetime,
    load: ContextLoader = pinned_context,
    shapes: ShapeCache | None = None,
    expected: Expected = NOTHING,
) -> VerificationReport:
    """
    Return the report on the credential in `data`: JSON, JWT, baked PNG or SVG.

    A learner record may have 16 MiB.

    Args:
        data: a whole file.
        name: what to call it in an error.
        fetch: asked for the documents of keys, for status lists, and for the assertion of an
            old picture that holds only its address.
        load: gives the contexts; those that Cairn carries by default.
        shapes: makes it quick for credentials like those before; the report is the same.
        expected: about whom it is said to be, and for whom it was shown.

    Raises:
        InputError, ImageRefused: if no credential could be read out of `data`.
    """
    found = find_credential(data, name=name, large_records=True)
    return verify_found(
        found, fetch=fetch, trust=trust, at=at, load=load, shapes=shapes, expected=expected
    )


def verify_found(
    found: Found,
    *,
    fetch: Fetch,
    trust: TrustList,
    at: datetime,
    keys: Callable[[str], VerificationMethod] | None = None,
    statuses: Callable[[str], Mapping[str, Any]] | None = None,
    load: ContextLoader = pinned_context,
    shapes: ShapeCache | None = None,
    expected: Expected = NOTHING,
) -> VerificationReport:
    """
    Return the report on a credential that was found.

    Where its issuer gives out a newer version, the report is on that one; so it is with each
    credential in a presentation or a record. On a presentation it tells who shows it;
    for whom it was made only if that is `expected`, and otherwise it may be a copy.

    Args:
        fetch: asked for no more than `cairn.vc.sparing` allows; so whoever brings `keys` or
            `statuses` has to see to it that these do not ask without end either.
        keys: returns the method of an id, for whoever knows some of them better than the
            document at their address; by default they are resolved through `fetch`.
        statuses: returns the status list at an address; by default it is fetched.
        load: gives the contexts; those that Cairn carries by default.
        shapes: makes it quick for credentials like those before; the report is the same.
        expected: whom it is said to be about; of a presentation, which may show the credentials
            of several, that is never known. For whom it was shown; a credential by itself was
            shown for nobody.

    Raises:
        UnsupportedFormat: if it is JSON that does not even say that it is a credential.
    """
    if found.document is not None:
        refuse_no_credential(found.document)
    fetch = sparing(fetch)
    keys = keys or partial(resolve_method, fetch=fetch)
    # a list that many entries name is read once, and told by its place in memory
    statuses = cache(statuses or (lambda url: published_list(fetch(url))))
    asked = _Asked(fetch, trust, at, keys, statuses, load, shapes)
    report = _reported(found, asked, expected)
    return with_checks(report, [_BESIDE]) if found.is_accompanied else report


class _Asked(NamedTuple):
    """What the asker brought along."""

    fetch: Fetch
    trust: TrustList
    at: datetime
    keys: Callable[[str], VerificationMethod]
    statuses: Callable[[str], Mapping[str, Any]]
    load: ContextLoader
    shapes: ShapeCache | None

    def on_presentation(self, shown: Mapping[str, Any], expected: Expected) -> VerificationReport:
        return verify_presentation(
            shown,
            keys=self.keys,
            statuses=self.statuses,
            fetch=self.fetch,
            trust=self.trust,
            at=self.at,
            challenge=expected.challenge,
            domain=expected.domain,
            load=self.load,
            refresh=refreshing(self.fetch),
        )

    def on_credential(
        self,
        document: Mapping[str, Any],
        *,
        around: Sequence[Check] = (),
        is_large: bool = False,
    ) -> VerificationReport:
        return verify(
            document,
            keys=self.keys,
            statuses=self.statuses,
            fetch=self.fetch,
            trust=self.trust,
            at=self.at,
            around=around,
            load=self.load,
            shapes=self.shapes,
            refresh=refreshing(self.fetch),
            max_record_members=MAX_RECORD_MEMBERS if is_large else MAX_MEMBERS,
        )


def _reported(found: Found, asked: _Asked, expected: Expected) -> VerificationReport:
    shown = presentation_of(found)
    if shown is not None:
        return with_checks(asked.on_presentation(shown, expected), about({}, expected))
    once = partial(_verified, asked=asked)
    report = refreshed(found, once(found), fetch=asked.fetch, verify=once)
    if expected.is_nothing:
        return report
    return held_against(report, _content(found, asked.fetch), expected)


def _content(found: Found, fetch: Fetch) -> Mapping[str, Any]:
    """Return what was found as members; nothing if it cannot be read."""
    try:
        if found.address is not None:
            found = find_credential(fetch(found.address), name=found.address)
        if found.jwt is None:
            return found.document or {}
        token = read_token(found.jwt)
        return token.claims if is_assertion(token.claims) else credential_in(token)
    except CairnError:
        return {}


def presentation_of(found: Found) -> Mapping[str, Any] | None:
    """Return what was found if it shows credentials and is none; a token in its envelope."""
    if found.jwt is None:
        return found.document if _PRESENTATIONS & set(types_of(found.document)) else None
    try:
        claims = read_token(found.jwt).claims
    except CairnError:
        return None
    is_shown = "vp" in claims or bool(_PRESENTATIONS & set(types_of(claims)))
    return enveloped(found.jwt, Enveloped.PRESENTATION) if is_shown else None


def _verified(found: Found, *, asked: _Asked) -> VerificationReport:
    fetch, trust, at = asked.fetch, asked.trust, asked.at
    if found.address is not None:
        try:
            found = find_credential(fetch(found.address), name=found.address)
        except FetchGone as gone:
            return verify_gone(gone, trust=trust)
        except CairnError as error:
            return _undecided(Check.undetermined("readable", error.code, str(error)), trust)
    if found.document is not None and is_assertion(found.document):
        return verify_assertion(found.document, fetch=fetch, trust=trust, at=at)
    if found.jwt is None:
        return asked.on_credential(found.document or {}, is_large=found.is_large)
    try:
        token = read_token(found.jwt)
        if is_assertion(token.claims) and is_signed(token.claims):
            return verify_signed(token, fetch=fetch, trust=trust, at=at)
        credential = credential_in(token)
    except CairnError as error:
        return _undecided(Check.of_error("readable", error), trust)
    if is_assertion(credential):
        return verify_assertion(credential, fetch=fetch, trust=trust, at=at)
    around = jwt_checks(token, credential, keys=asked.keys, fetch=fetch, at=at)
    return asked.on_credential(credential, around=around)


def _undecided(check: Check, trust: TrustList) -> VerificationReport:
    return report_of({}, [check, *map(Check.not_checked, PROOF_CHECKS)], trust=trust)
