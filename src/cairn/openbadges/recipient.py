"""
Is it about whom it is said to be about? Asked by whoever was handed a badge with a name.

A genuine badge says nothing of who brings it. It names its subject by an id, by identities in
clear, or by salted hashes, which only who knows the address or number can recognise.

Sources: 1EdTech, Open Badges Specification 3.0, "AchievementSubject" and "IdentityObject"; IMS
Global, Open Badges v2.0, "IdentityObject".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.openbadges.identity import EMAIL_TYPES, stands_for
from cairn.vc.members import id_of, listed
from cairn.vc.report import Check

RECIPIENT = "recipient"


def recipient_check(document: Mapping[str, Any], stated: str) -> Check:
    """
    Return whether `document` is about who is `stated`.

    Undetermined where it names nobody in a way that can be compared: an e-mail address tells
    nothing of a DID, nor the other way round.
    """
    given = stated.strip()
    wanted = given.removeprefix("mailto:")
    is_email = "@" in wanted and ":" not in wanted
    ids, identities = list(_ids(document)), list(_identities(document))
    # who is named in a badge chooses the name: one that looks like an address is none
    comparable = [one for one in identities if _is_of_email(one) == is_email]
    if given in ids or any(stands_for(one, wanted) for one in comparable):
        return Check.passed(RECIPIENT, f"it is about {wanted[:200]}")
    kind = wanted.partition(":")[0] + ":"  # a did: tells nothing of a urn:
    if comparable or (not is_email and any(one.startswith(kind) for one in ids)):
        return Check.failed(RECIPIENT, "recipient_mismatch", f"it does not name {wanted[:200]}")
    text = f"it names nobody in a way that could be compared with {wanted[:200]}"
    return Check.undetermined(RECIPIENT, "recipient_unknown", text)


def _is_of_email(identity: Mapping[str, Any]) -> bool:
    return identity.get("identityType", "emailAddress") in EMAIL_TYPES


def _ids(document: Mapping[str, Any]) -> Iterator[str]:
    for subject in listed(document.get("credentialSubject")):
        found = id_of(subject)
        if found is not None:
            yield found


def _identities(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield who it is about in the words of version 3.0, whichever version it is of."""
    for subject in listed(document.get("credentialSubject")):
        if isinstance(subject, Mapping):
            found = listed(subject.get("identifier"))
            yield from (one for one in found if isinstance(one, Mapping))
    recipient = document.get("recipient")
    if isinstance(recipient, Mapping):
        yield {
            "identityType": recipient.get("type", "email"),
            "identityHash": recipient.get("identity"),
            "hashed": recipient.get("hashed"),
            "salt": recipient.get("salt"),
        }
