"""Where a credential is shown: links and lines that work without anybody's script."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

LINKEDIN_ADD = "https://www.linkedin.com/profile/add"


def linkedin_add_url(
    *,
    name: str,
    organisation: str,
    issued: date,
    expires: date | None,
    credential_url: str,
    credential_id: str,
) -> str:
    """
    Return the address that opens LinkedIn's form for a new licence or certification, filled in.

    Nothing is sent until the learner follows it and presses Save there.

    Args:
        organisation: its name, or the digits of its LinkedIn company id.
        expires: the last day it is valid; None if it does not expire.

    Source:
        LinkedIn, "Add to Profile" for certifications: the parameters of its button.
    """
    asked = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationId" if _is_company_id(organisation) else "organizationName": organisation,
        "issueYear": str(issued.year),
        "issueMonth": str(issued.month),
    }
    if expires is not None:
        asked |= {"expirationYear": str(expires.year), "expirationMonth": str(expires.month)}
    asked |= {"certUrl": credential_url, "certId": credential_id}
    return f"{LINKEDIN_ADD}?{urlencode(asked)}"


def resume_line(
    *, name: str, organisation: str, issued: date, expires: date | None, credential_url: str
) -> str:
    """Return one line of plain text for a curriculum vitae; dates as year and month."""
    period = f"{issued:%Y-%m}" if expires is None else f"{issued:%Y-%m}, valid to {expires:%Y-%m}"
    return f"{one_line(name)}, {one_line(organisation)}, {period}. Verify: {credential_url}"


def one_line(text: str) -> str:
    """Return `text` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


def _is_company_id(organisation: str) -> bool:
    return organisation.isascii() and organisation.isdigit()
