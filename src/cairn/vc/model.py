"""
The data model: what must be true of a credential or a presentation before its proof matters.

Each rule is one clause of W3C Verifiable Credentials Data Model 2.0; what only version 1.1
says (`issuanceDate`, `expirationDate`) is read for credentials of that version. Terms that
no context defines, and types that are no URL, are found by `cairn.vc.jsonld`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.errors import MalformedCredential
from cairn.vc.members import listed, types_of
from cairn.vc.moments import read_moment

VC_V1 = "https://www.w3.org/2018/credentials/v1"
VC_V2 = "https://www.w3.org/ns/credentials/v2"

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DECIMAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_DIGESTS = ("digestSRI", "digestMultibase")


@dataclass(frozen=True, slots=True)
class Violation:
    """
    A rule that is broken: its stable code, the member, and what to do about it.

    A tolerable one is worth telling an issuer, yet takes nothing from what the credential
    says; it is found in many that are in use and does not make one unacceptable.
    """

    code: str
    where: str
    text: str
    tolerable: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def is_url(value: Any) -> bool:
    """Return whether `value` is an absolute URL or URN, of any scheme."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def is_decimal(text: str) -> bool:
    """Return whether `text` is a whole number as it is usually written."""
    return _DECIMAL.fullmatch(text) is not None


def is_version_1(document: Mapping[str, Any]) -> bool:
    """Return whether the first context is that of data model 1.1."""
    return listed(document.get("@context"))[:1] == [VC_V1]


def credential_violations(document: Mapping[str, Any]) -> list[Violation]:
    """Return every rule that the credential `document` breaks; empty if it conforms."""
    rules: tuple[Callable[[Mapping[str, Any]], Iterator[Violation]], ...] = (
        _identifier,
        _credential_type,
        _names,
        _issuer,
        _subjects,
        validity_violations,
        _typed_members,
        status_violations,
        _schemas,
        _related_resources,
        _proofs,
    )
    return [violation for rule in rules for violation in rule(document)]


def presentation_violations(document: Mapping[str, Any]) -> list[Violation]:
    """Return every rule that the presentation `document` breaks; empty if it conforms."""
    rules = (_identifier, _presentation_type, _holder, _presented, _typed_members, _proofs)
    return [violation for rule in rules for violation in rule(document)]


def _identifier(document: Mapping[str, Any]) -> Iterator[Violation]:
    if "id" in document and not is_url(document["id"]):
        yield Violation("id_invalid", "id", "must be one URL; leave it out if there is none")


def _credential_type(document: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _type_with("VerifiableCredential", document)


def _presentation_type(document: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _type_with("VerifiablePresentation", document)
    if "VerifiableCredential" in types_of(document):
        # it would be judged as what is shown, and read as what is certified
        yield Violation("type_invalid", "type", "must not be those of a credential as well")


def _type_with(wanted: str, document: Mapping[str, Any]) -> Iterator[Violation]:
    types = listed(document.get("type"))
    if not all(isinstance(item, str) for item in types):
        yield Violation("type_invalid", "type", "must be a text or a list of texts")
    elif wanted not in types:
        yield Violation("type_missing", "type", f"must contain {wanted}")


def _names(document: Mapping[str, Any]) -> Iterator[Violation]:
    for where, node in (("", document), ("issuer.", document.get("issuer"))):
        for member in ("name", "description"):
            if isinstance(node, Mapping) and member in node and not is_name(node[member]):
                text = "must be a text, or objects with @value, @language and @direction only"
                yield Violation(f"{member}_invalid", where + member, text)


def is_name(value: Any) -> bool:
    """Return whether `value` is a text or language values, as names and descriptions are."""
    if isinstance(value, str):
        return True
    items = listed(value)
    return bool(items) and all(_is_language_value(item) for item in items)


def _is_language_value(item: Any) -> bool:
    return (
        isinstance(item, Mapping)
        and isinstance(item.get("@value"), str)
        and item.keys() <= {"@value", "@language", "@direction"}
        and all(isinstance(part, str) for part in item.values())
    )


def _issuer(document: Mapping[str, Any]) -> Iterator[Violation]:
    issuer = document.get("issuer")
    if issuer is None:
        yield Violation("issuer_missing", "issuer", "must name who issued the credential")
    elif not is_url(issuer.get("id") if isinstance(issuer, Mapping) else issuer):
        yield Violation("issuer_invalid", "issuer", "must be a URL, or an object whose id is one")


def _subjects(document: Mapping[str, Any]) -> Iterator[Violation]:
    subjects = listed(document.get("credentialSubject"))
    if not subjects:
        yield Violation("subject_missing", "credentialSubject", "must say something of somebody")
    for subject in subjects:
        if not isinstance(subject, Mapping) or not subject:
            yield Violation("subject_empty", "credentialSubject", "must be objects with claims")
        elif "id" in subject and not is_url(subject["id"]):
            yield Violation("id_invalid", "credentialSubject.id", "must be one URL")


def validity_violations(document: Mapping[str, Any]) -> Iterator[Violation]:
    """Judge the first and the last moment of validity, alone and together."""
    if is_version_1(document) and "issuanceDate" not in document:
        yield Violation("issuance_date_missing", "issuanceDate", "is required in version 1.1")
    moments = {}
    for member in ("validFrom", "validUntil", "issuanceDate", "expirationDate"):
        if member not in document:
            continue
        try:
            moments[member] = read_moment(document[member])
        except MalformedCredential as error:
            yield Violation("validity_invalid", member, str(error))
    starts = moments.get("validFrom", moments.get("issuanceDate"))
    ends = moments.get("validUntil", moments.get("expirationDate"))
    if starts is not None and ends is not None and ends < starts:
        yield Violation("validity_reversed", "validUntil", "lies before the day it is valid from")


def _typed_members(document: Mapping[str, Any]) -> Iterator[Violation]:
    codes = {
        "credentialStatus": "status_invalid",
        "refreshService": "refresh_invalid",
        "termsOfUse": "terms_invalid",
        "evidence": "evidence_invalid",
    }
    for member, code in codes.items():
        for node in listed(document.get(member)):
            if not types_of(node):
                yield Violation(code, member, "must be objects with a type")
            elif "id" in node and not is_url(node["id"]):
                yield Violation(code, f"{member}.id", "must be one URL")


def status_violations(document: Mapping[str, Any]) -> Iterator[Violation]:
    """Judge what Bitstring Status List 1.0 says of its entries, for whoever signs them too."""
    for entry in listed(document.get("credentialStatus")):
        if "BitstringStatusListEntry" not in types_of(entry):
            continue
        index, address = entry.get("statusListIndex"), entry.get("statusListCredential")
        if not isinstance(index, str) or not is_decimal(index):
            yield _malformed("statusListIndex", "must be a decimal number in a text")
        if not isinstance(entry.get("statusPurpose"), str):
            yield _malformed("statusPurpose", "must be a text")
        if not is_url(address) or entry.get("id") == address:
            yield _malformed("statusListCredential", "must be a URL, and not the id of the entry")


def _malformed(member: str, text: str) -> Violation:
    where = f"credentialStatus.{member}"
    return Violation("status_entry_invalid", where, f"MALFORMED_VALUE_ERROR: {text}")


def _schemas(document: Mapping[str, Any]) -> Iterator[Violation]:
    for schema in listed(document.get("credentialSchema")):
        if not types_of(schema):
            yield Violation("schema_invalid", "credentialSchema", "must be objects with a type")
        elif not is_url(schema.get("id")):
            yield Violation("schema_invalid", "credentialSchema.id", "must be one URL")


def _related_resources(document: Mapping[str, Any]) -> Iterator[Violation]:
    seen = set()
    for resource in listed(document.get("relatedResource")):
        found = resource.get("id") if isinstance(resource, Mapping) else None
        if not is_url(found) or found in seen:
            text = "must be objects, each with a URL as its id that no other one has"
            yield Violation("related_resource_invalid", "relatedResource", text)
        elif not any(isinstance(resource.get(digest), str) for digest in _DIGESTS):
            text = "needs digestSRI or digestMultibase"
            yield Violation("related_resource_invalid", "relatedResource", text)
        seen.add(found if isinstance(found, str) else None)


def _proofs(document: Mapping[str, Any]) -> Iterator[Violation]:
    for proof in listed(document.get("proof")):
        if len(types_of(proof)) != 1:
            yield Violation("proof_invalid", "proof", "must be objects with a type")


def _holder(document: Mapping[str, Any]) -> Iterator[Violation]:
    if "holder" not in document:
        return
    holder = document["holder"]
    if not is_url(holder.get("id") if isinstance(holder, Mapping) else holder):
        yield Violation("holder_invalid", "holder", "must be a URL, or an object whose id is one")


def _presented(document: Mapping[str, Any]) -> Iterator[Violation]:
    for credential in listed(document.get("verifiableCredential")):
        if not isinstance(credential, Mapping):
            text = "must be objects; a credential in a text goes into an enveloped one"
            yield Violation("presented_invalid", "verifiableCredential", text)
        elif "EnvelopedVerifiableCredential" not in types_of(credential):
            for violation in credential_violations(credential):
                where = f"verifiableCredential.{violation.where}"
                yield Violation(violation.code, where, violation.text)
