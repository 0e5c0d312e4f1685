"""
What an issuer of Open Badges 2.0 publishes, and what follows from it for any of its badges.

Source: IMS Global, Open Badges v2.0, "Data Validation" and "Profile".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cairn.errors import CairnError, FetchError, InputError, MalformedCredential
from cairn.reading import read_json
from cairn.vc.members import id_of
from cairn.vc.moments import read_moment
from cairn.vc.report import ISSUER_RECOGNISED, Check, CheckOutcome
from cairn.vc.trust import TrustList

Fetch = Callable[[str], bytes]
Read = Callable[[str], Mapping[str, Any]]
"""Returns the object at an address."""


@dataclass(frozen=True, slots=True)
class Published:
    """An assertion that is believed, its badge class, the profile of its issuer."""

    assertion: Mapping[str, Any]
    badge: Mapping[str, Any]
    issuer: Mapping[str, Any]

    def as_credential(self) -> dict[str, Any]:
        """Return what the report shows, in the members of a credential of today."""
        return {
            "issuer": {"id": id_of(self.issuer), "name": self.issuer.get("name")},
            "credentialSubject": {"achievement": {"name": self.badge.get("name")}},
            "validFrom": self.assertion.get("issuedOn"),
            "validUntil": self.assertion.get("expires"),
        }


def object_at(address: str, fetch: Fetch) -> Mapping[str, Any]:
    """
    Return the object that is published at `address` and says that this is its id.

    Raises:
        FetchError: if nothing is to be had there, or nothing that can be read.
        MalformedCredential: if what lies there bears another id.
    """
    found = object_read(address, fetch)
    if id_of(found) != address:
        raise _another(address)
    return found


def object_read(address: str, fetch: Fetch) -> Mapping[str, Any]:
    """
    Return the object that is published at `address`, whatever its id.

    Raises FetchError if nothing can be had or read there, MalformedCredential if it is no object.
    """
    try:
        found = read_json(fetch(address))
    except InputError as error:
        raise FetchError(f"what is published at {address} cannot be read: {error}") from error
    if not isinstance(found, Mapping):
        raise _another(address)
    return found


def _another(address: str) -> MalformedCredential:
    return MalformedCredential(f"what is published at {address} is not what bears that id")


def node_of(value: Any, read: Read) -> Mapping[str, Any]:
    """
    Return a badge class as it is published; a copy of it is worth nothing.

    Args:
        read: returns the object at an address, as `object_at` does.

    Raises:
        FetchError, MalformedCredential: if there is no such object.
    """
    address = id_of(value)
    if address is not None and is_web_address(address):
        return read(address)
    if isinstance(value, Mapping):
        return value
    raise MalformedCredential("the badge is neither an object nor an address")


def issuer_of(badge: Mapping[str, Any], read: Read) -> Mapping[str, Any]:
    """
    Return the profile of who issues a badge class, as it is published.

    It says where its badges lie, so nothing of it is believed that a badge brings along: not
    under a DID, under an id of its own or under none either.

    Raises:
        FetchError, MalformedCredential: if no address has it.
    """
    address = id_of(badge.get("issuer"))
    if address is None or not is_web_address(address):
        raise MalformedCredential(
            "its issuer has no address at which a profile could be published, so it may be "
            "anybody's badge"
        )
    return read(address)


def is_web_address(address: str) -> bool:
    """Return whether something could be published at `address`."""
    return address[:8].lower().startswith(("https://", "http://"))


def host_of(address: str) -> str | None:
    """Return the host of an address; None if it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def validity_check(assertion: Mapping[str, Any], at: datetime) -> Check:
    """Return whether `at` lies between `issuedOn` and `expires`."""
    try:
        starts = read_moment(assertion.get("issuedOn"))
        ends = read_moment(assertion["expires"]) if "expires" in assertion else None
    except CairnError as error:
        return Check.of_error("validity_period", error)
    if at < starts:
        return Check.failed("validity_period", "not_yet_valid", f"issued on {starts:%Y-%m-%d}")
    if ends is not None and at > ends:
        return Check.failed("validity_period", "expired", f"it ran out on {ends:%Y-%m-%d}")
    return Check.passed("validity_period")


def is_revoked(node: Mapping[str, Any]) -> bool:
    """Return whether `revoked` says anything but no; a text that should be a word of JSON too."""
    said = node.get("revoked")
    if isinstance(said, str):
        return said.strip().lower() not in {"", "false"}
    return said is not None and said is not False


def recognition_check(issuer: Mapping[str, Any], trust: TrustList) -> Check:
    """Return whether `trust` names the issuer, by the id of its profile."""
    known = trust.get(id_of(issuer) or "")
    if known is not None:
        return Check.passed(ISSUER_RECOGNISED, f"{known.name}, {known.standing}")
    if not trust:
        return Check.not_checked(ISSUER_RECOGNISED, "no list of recognised issuers was given")
    text = f"{id_of(issuer)} is not on the list of recognised issuers"
    return Check.undetermined(ISSUER_RECOGNISED, "issuer_not_recognised", text)


def unchecked(names: tuple[str, ...], why: str = "an earlier check did not pass") -> list[Check]:
    """Return checks that were not made, and why."""
    return [Check(name, CheckOutcome.NOT_CHECKED, None, why) for name in names]
