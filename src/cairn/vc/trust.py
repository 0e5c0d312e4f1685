"""
Which issuers somebody recognises: a list that is theirs to write, and may be empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.errors import MalformedInput


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer somebody recognises; `standing` is in their words, such as `accredited`."""

    name: str
    standing: str = "recognised"


class TrustList(Mapping[str, TrustedIssuer]):
    """Issuers by their identifier."""

    def __init__(self, issuers: Mapping[str, TrustedIssuer]) -> None:
        self._issuers = dict(issuers)

    @classmethod
    def empty(cls) -> TrustList:
        """Return the list that recognises nobody, with which nobody is asked about."""
        return cls({})

    @classmethod
    def from_json(cls, value: Any) -> TrustList:
        """
        Return the list that a JSON object writes down.

        Its members are issuer ids, DIDs or addresses; each holds a name, or an object with
        `name` and, if wanted, `standing`. The object may lie inside a member `issuers`.

        Raises MalformedInput if it does not.
        """
        if isinstance(value, Mapping) and isinstance(value.get("issuers"), Mapping):
            value = value["issuers"]
        if not isinstance(value, Mapping):
            raise MalformedInput("a trust list is a JSON object from issuer ids to names")
        return cls({issuer: _entry(issuer, entry) for issuer, entry in value.items()})

    @classmethod
    def joined(cls, lists: Iterable[TrustList]) -> TrustList:
        """Return the list of all issuers in `lists`; the first that names one is followed."""
        issuers: dict[str, TrustedIssuer] = {}
        for one in lists:
            issuers = {**one, **issuers}
        return cls(issuers)

    def __getitem__(self, issuer: str) -> TrustedIssuer:
        return self._issuers[issuer]

    def __iter__(self) -> Iterator[str]:
        return iter(self._issuers)

    def __len__(self) -> int:
        return len(self._issuers)


def _entry(issuer: str, entry: Any) -> TrustedIssuer:
    if ":" not in issuer:
        raise MalformedInput(
            f"{issuer[:200]!r} in the trust list is no issuer's id: write the DID or the address "
            "by which its credentials name it, and its name behind it"
        )
    if isinstance(entry, str):
        return TrustedIssuer(entry)
    name = entry.get("name") if isinstance(entry, Mapping) else None
    standing = entry.get("standing", "recognised") if isinstance(entry, Mapping) else None
    if not isinstance(name, str) or not isinstance(standing, str):
        text = f'write "{issuer[:200]}": "NAME", or {{"name": "NAME", "standing": "WORD"}}'
        raise MalformedInput(f"the trust list does not say who {issuer[:200]!r} is: {text}")
    return TrustedIssuer(name, standing)
