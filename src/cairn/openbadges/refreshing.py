"""
Refreshing: asking once, after the proof, whether the issuer gives out a newer version.

Only an issuer who signed can send a verifier anywhere, and only a newer version of the same
credential, by the same issuer about the same person, takes its place. Where none can be had
the older one is judged as it stands.

Source: 1EdTech Open Badges 3.0, "Verification", step "Refresh"; 1EdTech Credential Refresh
Service 1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cairn.errors import CairnError, ProofMismatch
from cairn.openbadges.reading import Found, Kind, find_credential
from cairn.openbadges.v2 import is_assertion
from cairn.vc.enveloped import Enveloped, is_enveloped, token_in
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.members import id_of, listed, types_of
from cairn.vc.report import Check, VerificationReport
from cairn.vc.verification import Refresh

REFRESH_SERVICE = "1EdTechCredentialRefresh"
NAME = "refresh"


def refreshed(
    found: Found,
    report: VerificationReport,
    *,
    fetch: Callable[[str], bytes],
    verify: Callable[[Found], VerificationReport],
) -> VerificationReport:
    """
    Return the report on the newest version of a credential; `report` if it has no other.

    Args:
        found: the credential as it was brought.
        report: what was found of it; only one whose proof is valid is refreshed.
        verify: gives the report on the newer version, which is not refreshed again.
    """
    if not report.proof_valid:
        return report
    credential = _credential(found)
    address = refresh_address(credential)
    if address is None:
        return report
    try:
        newer = find_credential(fetch(address), name=address)
        _require_same(credential, _credential(newer))
    except CairnError as error:
        return _with(report, Check.not_checked(NAME, f"no newer version was had: {error}"))
    again = verify(newer)
    if not again.proof_valid:
        text = f"what lies at {address} is not proven: {again.sentence}"
        return _with(report, Check.not_checked(NAME, text))
    return _with(again, Check.passed(NAME, f"this is the version at {address}"))


def refreshing(fetch: Callable[[str], bytes]) -> Refresh:
    """Return what refreshes the credentials in a presentation or a record, each by itself."""

    def refresh(
        credential: Any, report: VerificationReport, verify: Callable[[Any], VerificationReport]
    ) -> VerificationReport:
        if isinstance(credential, str):
            found = Found(Kind.JWT, credential, jwt=credential)
        else:
            found = Found(Kind.JSON, "", document=credential)
        return refreshed(
            found,
            report,
            fetch=fetch,
            verify=lambda newer: verify(newer.document if newer.jwt is None else newer.jwt),
        )

    return refresh


def refresh_address(credential: Mapping[str, Any]) -> str | None:
    """Return where a newer version of `credential` can be had, if it says so."""
    for service in listed(credential.get("refreshService")):
        address = id_of(service)
        if REFRESH_SERVICE in types_of(service) and (address or "").startswith("https://"):
            return address
    return None


def _credential(found: Found) -> Mapping[str, Any]:
    if found.jwt is not None:
        token = read_token(found.jwt)
        # an assertion of Open Badges 2.0 knows no newer version of itself
        return {} if is_assertion(token.claims) else credential_in(token)
    document = found.document or {}
    if is_enveloped(document, Enveloped.CREDENTIAL):
        return credential_in(token_in(document, Enveloped.CREDENTIAL))
    return document


def _require_same(older: Mapping[str, Any], newer: Mapping[str, Any]) -> None:
    same = id_of(older) is not None and _named(older) == _named(newer)
    if not same:
        raise ProofMismatch("what lies there is another credential")


def _named(credential: Mapping[str, Any]) -> list[Any]:
    """
    Return who and what a credential is about: its own id, its issuer, its subjects.

    A subject without an id is told by its identities, of which a name may be corrected. Whose the
    badge is, and for what, is asked of the version that was brought.
    """
    subjects = listed(credential.get("credentialSubject"))
    told = [one for one in subjects if isinstance(one, Mapping)]
    return [
        *map(id_of, (credential, credential.get("issuer"), *subjects)),
        *(_identities(one) for one in told),
        *(id_of(one.get("achievement")) for one in told),
    ]


def _identities(subject: Mapping[str, Any]) -> list[Any]:
    found = listed(subject.get("identifier"))
    return [
        one for one in found if not isinstance(one, Mapping) or one.get("identityType") != "name"
    ]


def _with(report: VerificationReport, check: Check) -> VerificationReport:
    return replace(report, checks=[*report.checks, check])
