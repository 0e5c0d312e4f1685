"""
What a credential has whatever it says: contexts, id, name, issuer, times, status, endorsements.

Source: 1EdTech, Open Badges Specification 3.0, "AchievementCredential", "EndorsementCredential";
1EdTech, Comprehensive Learner Record Standard 2.0, "ClrCredential".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.parts import Image, Profile
from cairn.openbadges.writing import absolute, as_document, present, timestamp

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

Statuses = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""One entry of a status list, or one for each purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """
    What a credential has whatever it says.

    Args:
        id: absolute, of 128 random bits, so that it tells nothing.
        valid_from: also tells a newer version from an older one.
        awarded: when it was first awarded, if that was before.
        status: what `cairn.vc.status_list.status_entry` gives, one for each purpose.
        refresh_url: where a newer version can be had; a verifier asks there once.
        schema_url: of the JSON Schema that every verifier is asked to apply.
        endorsements: EndorsementCredentials of the credential itself, each signed.
    """

    id: str
    issuer: Profile
    name: str
    valid_from: datetime
    valid_until: datetime | None = None
    awarded: datetime | None = None
    description: str | None = None
    image: Image | None = None
    status: Statuses | None = None
    refresh_url: str | None = None
    schema_url: str | None = None
    endorsements: Sequence[Mapping[str, Any]] = ()

    def around(
        self,
        subject: Mapping[str, Any],
        *,
        kind: str,
        contexts: Sequence[str] = (VC_CONTEXT, OB_CONTEXT),
        evidence: Sequence[Mapping[str, Any]] = (),
    ) -> dict[str, Any]:
        """
        Return the unsigned credential of type `kind` about `subject`.

        Raises MalformedCredential if a part breaks a rule of the standard.
        """
        extended = self.refresh_url is not None or self.schema_url is not None
        return present(
            {
                "@context": [*contexts, *([EXTENSIONS_CONTEXT] if extended else [])],
                "id": absolute(self.id, "the credential"),
                "type": ["VerifiableCredential", kind],
                "name": self.name,
                "description": self.description,
                "image": self.image and as_document(self.image),
                "issuer": as_document(self.issuer),
                **self._times(),
                "credentialSubject": dict(subject),
                "evidence": list(evidence),
                "credentialStatus": _statuses(self.status),
                "refreshService": self._refresh(),
                "credentialSchema": self._schema(),
                "endorsement": endorsing(self.endorsements),
            }
        )

    def _times(self) -> dict[str, Any]:
        if self.valid_until and timestamp(self.valid_until) < timestamp(self.valid_from):
            raise MalformedCredential(f"It would end on {self.valid_until}, before it begins")
        return {
            "validFrom": timestamp(self.valid_from),
            "validUntil": self.valid_until and timestamp(self.valid_until),
            "awardedDate": self.awarded and timestamp(self.awarded),
        }

    def _refresh(self) -> dict[str, Any] | None:
        if self.refresh_url is None:
            return None
        address = absolute(self.refresh_url, "the refresh service")
        return {"id": address, "type": "1EdTechCredentialRefresh"}

    def _schema(self) -> list[dict[str, Any]]:
        if self.schema_url is None:
            return []
        address = absolute(self.schema_url, "the schema")
        return [{"id": address, "type": "1EdTechJsonSchemaValidator2019"}]


def endorsing(credentials: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Return `credentials` as they are put into what they endorse.

    Raises MalformedCredential if one is unsigned, or no EndorsementCredential.
    """
    for credential in credentials:
        if "EndorsementCredential" not in credential.get("type", ()) or "proof" not in credential:
            raise MalformedCredential("An endorsement is an EndorsementCredential with its proof")
    return [dict(credential) for credential in credentials]


def _statuses(status: Statuses | None) -> Any:
    """Return one entry as it is: the schema of Open Badges 3.0 knows no list of one."""
    if status is None or isinstance(status, Mapping):
        return status and dict(status)
    entries = [dict(entry) for entry in status]
    return entries[0] if len(entries) == 1 else entries
