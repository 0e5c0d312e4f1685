"""
Open Badges 2.0: the same award as an assertion, a badge class and an issuer, hosted.

All of it is read out of the signed credential of version 3.0, so that the two say the same.
What version 2.0 has no words for (results, levels, digests of evidence, status lists) is left out;
each assertion names the credential that says it as related.

Source: IMS Global, Open Badges v2.0, "Assertion", "BadgeClass", "Profile", "Hosted Verification".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.writing import absolute, present
from cairn.vc.members import listed

CONTEXT = "https://w3id.org/openbadges/v2"


def assertion(
    credential: Mapping[str, Any], *, url: str, badge_url: str, image_url: str | None = None
) -> dict[str, Any]:
    """
    Return the assertion of the award that `credential` is about.

    Args:
        credential: an AchievementCredential as signed; its recipient must be hashed.
        url: where the assertion is hosted, which is what makes it true.
        badge_url: where its badge class is hosted.
        image_url: of the picture with this assertion in it.

    Raises:
        MalformedCredential: if no hashed e-mail address tells whose it is.
    """
    return present(
        {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": absolute(url, "the assertion"),
            "recipient": _recipient(credential),
            "badge": badge_url,
            "image": image_url,
            "verification": {"type": "HostedBadge"},
            "issuedOn": credential.get("awardedDate") or credential["validFrom"],
            "expires": credential.get("validUntil"),
            "narrative": credential["credentialSubject"].get("narrative"),
            "evidence": [_evidence(one) for one in listed(credential.get("evidence"))],
            "related": [credential["id"]],
        }
    )


def revoked_assertion(*, url: str, reason: str) -> dict[str, Any]:
    """Return what is hosted, with status 410, in the place of an assertion that was revoked."""
    return {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": absolute(url, "the assertion"),
        "revoked": True,
        "revocationReason": reason,
    }


def badge_class(
    credential: Mapping[str, Any], *, url: str, issuer_url: str, related: Sequence[str] = ()
) -> dict[str, Any]:
    """
    Return the badge class of the achievement that `credential` is about, hosted at `url`.

    Args:
        related: where other versions of it are hosted.
    """
    achievement = credential["credentialSubject"]["achievement"]
    criteria = achievement["criteria"]
    return present(
        {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": absolute(url, "the badge class"),
            "name": achievement["name"],
            "description": achievement["description"],
            "image": achievement.get("image", {}).get("id"),
            "criteria": present({"id": criteria.get("id"), "narrative": criteria.get("narrative")}),
            "issuer": issuer_url,
            "alignment": [_alignment(one) for one in listed(achievement.get("alignment"))],
            "tags": listed(achievement.get("tag")),
            "version": achievement.get("version"),
            "related": list(related),
        }
    )


def issuer_profile(
    profile: Mapping[str, Any], *, url: str, homepage: str, email: str, hosted_below: str
) -> dict[str, Any]:
    """
    Return the issuer, hosted at `url`.

    Args:
        profile: a Profile of version 3.0.
        homepage: needed in version 2.0, as is `email`.
        hosted_below: how the address of each of its assertions begins.
    """
    return present(
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": absolute(url, "the issuer"),
            "name": profile.get("name"),
            "url": homepage,
            "email": email,
            "description": profile.get("description"),
            "image": (profile.get("image") or {}).get("id"),
            "verification": {"type": "VerificationObject", "startsWith": [hosted_below]},
        }
    )


def _recipient(credential: Mapping[str, Any]) -> dict[str, Any]:
    for identity in listed(credential["credentialSubject"].get("identifier")):
        if identity.get("hashed") is True and identity.get("identityType") == "emailAddress":
            return present(
                {
                    "type": "email",
                    "hashed": True,
                    "identity": identity["identityHash"],
                    "salt": identity.get("salt"),
                }
            )
    raise MalformedCredential("No hashed e-mail address tells whose badge it is")


def _evidence(evidence: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("id", "name", "description", "narrative", "genre", "audience")
    return {"type": "Evidence"} | {name: evidence[name] for name in kept if name in evidence}


def _alignment(alignment: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode")
    return {name: alignment[name] for name in kept if name in alignment}
