"""
Endorsements: one profile says of another, of an achievement or of a credential what it thinks.

An endorsement is a credential of its own. It may stand inside what it endorses, which then
says so under the issuer's signature too, or be given out beside it.

Source: 1EdTech, Open Badges Specification 3.0, "EndorsementCredential".
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.envelope import Envelope, Statuses
from cairn.openbadges.parts import Profile
from cairn.openbadges.writing import absolute, present

SCHEMA_URL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)


def endorsement_credential(
    *,
    id: str,
    issuer: Profile,
    endorsed: str,
    name: str,
    valid_from: datetime,
    comment: str | None = None,
    valid_until: datetime | None = None,
    status: Statuses | None = None,
    description: str | None = None,
    names_schema: bool = False,
) -> dict[str, Any]:
    """
    Return an EndorsementCredential without its proof; the same input gives the same document.

    Args:
        endorsed: the id of the achievement, the profile or the credential, as it stands there.
        name: what wallets and pages call it; every endorsement needs one.
        comment: what the endorser says; other programs may read it as Markdown.
        status: what `cairn.vc.status_list.status_entry` gives, so that it can be withdrawn.

    Raises:
        MalformedCredential: if it would endorse its own issuer, has no name, or breaks another
            rule of Open Badges 3.0.
    """
    if not name.strip():
        raise MalformedCredential("An endorsement needs a name")
    if endorsed == issuer.id:
        raise MalformedCredential("Nobody endorses themself: name another profile or achievement")
    envelope = Envelope(
        id=id,
        issuer=issuer,
        name=name,
        description=description,
        valid_from=valid_from,
        valid_until=valid_until,
        status=status,
        schema_url=SCHEMA_URL if names_schema else None,
    )
    subject = {
        "id": absolute(endorsed, "what is endorsed"),
        "type": ["EndorsementSubject"],
        "endorsementComment": comment,
    }
    return envelope.around(present(subject), kind="EndorsementCredential")
