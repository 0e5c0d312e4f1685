"""The public addresses that are written into credentials; once signed they are promises."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

PRIVATE_ENDINGS = ("localhost", "local", "test", "invalid", "internal")


def credential_url(credential_id: str) -> str:
    return f"{settings.CAIRN_BASE_URL}/credentials/{credential_id}/"


def credential_id_in(url: str) -> str:
    """
    Return the id that the address of a credential ends with.

    Under whatever base it was signed: it names a credential of ours only if one has this id.
    """
    return url.rstrip("/").rsplit("/", 1)[-1]


def achievement_url(achievement_id: UUID) -> str:
    return f"{settings.CAIRN_BASE_URL}/achievements/{achievement_id}/"


def badge_url(achievement_id: UUID) -> str:
    """Return where the picture of an achievement lies, whoever earned it."""
    return f"{achievement_url(achievement_id)}badge.svg"


def issuer_url(issuer_id: UUID) -> str:
    return f"{settings.CAIRN_BASE_URL}/issuers/{issuer_id}/"


def logo_url(issuer_id: UUID) -> str:
    return f"{issuer_url(issuer_id)}logo"


def status_url(list_id: str) -> str:
    return f"{settings.CAIRN_BASE_URL}/status/{list_id}"


def endorsement_url(endorsement_id: str) -> str:
    return f"{settings.CAIRN_BASE_URL}/endorsements/{endorsement_id}/"


def assertion_url(credential_id: str) -> str:
    """Return where a credential is hosted in the words of Open Badges 2.0."""
    return f"{assertions_base()}{credential_id}"


def assertions_base() -> str:
    """Return how the address of every hosted assertion begins."""
    return f"{settings.CAIRN_BASE_URL}/ob2/assertions/"


def badge_class_url(version_id: UUID, issuer_id: UUID) -> str:
    """Return where a version of an achievement is hosted, as one issuer awards it."""
    return f"{settings.CAIRN_BASE_URL}/ob2/badges/{version_id}/{issuer_id}"


def hosted_issuer_url(issuer_id: UUID) -> str:
    return f"{settings.CAIRN_BASE_URL}/ob2/issuers/{issuer_id}"


def is_public(base_url: str) -> bool:
    """
    Return whether `base_url` can stand in a did:web: https, under a name the whole world knows.

    did:web takes no IP address and is fetched over https only.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host:
        return False
    if host.rsplit(".", 1)[-1] in PRIVATE_ENDINGS:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
