"""
Ids compared as what they name, where a list says by id which credentials are revoked.

Source: RFC 3986, section 6.2 (case, percent-encoding, default ports); RFC 9562, section 4 (the
letters of a UUID); Open Badges 3.0 by which ids are decoded and trimmed before they are compared.
"""

from __future__ import annotations

from urllib.parse import unquote

_PORTS = {"http": "80", "https": "443"}


def comparable(name: str) -> str:
    """
    Return an id in the one form in which all that mean the same thing are written.

    It is meant to err: two ids that differ may become the same, so that one which its issuer
    wrote in another way on a list is found. It is not for deciding who somebody is.
    """
    scheme, colon, rest = name.strip().partition(":")
    scheme = unquote(scheme).strip().lower()
    if not colon:
        return unquote(name).strip()
    if scheme == "urn":
        return _urn(unquote(rest).strip())
    if not rest.startswith("//"):
        return f"{scheme}:{unquote(rest).strip()}"
    end = next((at for at, one in enumerate(rest[2:], start=2) if one in "/?#"), len(rest))
    path = unquote(rest[end:]).strip()
    return f"{scheme}://{_place(scheme, rest[2:end])}{path if path.startswith('/') else '/' + path}"


def _urn(rest: str) -> str:
    kind, _, name = rest.partition(":")
    kind = kind.lower()
    return f"urn:{kind}:{name.lower() if kind == 'uuid' else name}"


def _place(scheme: str, authority: str) -> str:
    """Return user, host and port without what goes without saying."""
    user, at, place = unquote(authority).strip().rpartition("@")
    host, bracket, after = place.rpartition("]")
    name, _, port = after.partition(":")
    host = f"{host}{bracket}{name.rstrip('.')}".lower()
    port = port.lstrip("0")
    return user + at + host + (f":{port}" if port and port != _PORTS.get(scheme) else "")
