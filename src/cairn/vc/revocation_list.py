"""
1EdTech's revocation list: the ids of revoked credentials, in a document that nobody signed.

It is read because Open Badges 3.0 names it; Cairn issues Bitstring lists. What speaks for
it is only the https address at which it was found.

Source: 1EdTech Revocation List Status Method 1.0.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.errors import MalformedCredential, StatusListInvalid
from cairn.vc.ids import comparable
from cairn.vc.members import id_of, listed

REVOCATION_LIST = "1EdTechRevocationList"


@dataclass(frozen=True, slots=True)
class Revocation:
    """One entry of a list; `reason` is what the issuer wrote, if anything."""

    credential_id: str
    reason: str | None


def read_revocation_list(
    credential: Mapping[str, Any],
    entry: Mapping[str, Any],
    found: Mapping[str, Any],
    *,
    issuers: Container[str | None],
) -> Revocation | None:
    """
    Return the revocation of `credential` by the list `found`, or None if it is not listed.

    Args:
        entry: the `credentialStatus` that led to the list.
        issuers: whose lists are believed.

    Raises:
        MalformedCredential: if the credential has no id by which it could be listed.
        StatusListInvalid: if `found` is another list, or of another issuer, or no list.
    """
    own_id = id_of(credential)
    if own_id is None:
        raise MalformedCredential("a credential without id cannot be found in a list of ids")
    if found.get("id") != entry.get("id"):
        raise StatusListInvalid(f"the list says that it is {found.get('id')!r}")
    if id_of(found.get("issuer")) not in issuers:
        raise StatusListInvalid("the list is by another issuer than the credential")
    if "revokedCredential" not in found:
        raise StatusListInvalid("the list does not say what it revokes, even if that is nothing")
    own = comparable(own_id)
    for revoked in listed(found.get("revokedCredential")):
        revoked_id = id_of(revoked)
        if revoked_id is None:
            raise StatusListInvalid("the list has an entry without an id")
        if comparable(revoked_id) == own and _is_revoked(revoked):
            reason = revoked.get("revocationReason") if isinstance(revoked, Mapping) else None
            return Revocation(own_id, reason if isinstance(reason, str) else None)
    return None


def _is_revoked(revoked: Any) -> bool:
    # An entry without the member `revoked` stands in the list for no other purpose.
    return not isinstance(revoked, Mapping) or revoked.get("revoked", True) is not False
