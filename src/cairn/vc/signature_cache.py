"""
Signatures that were found to fit, so that the one below a status list is not checked each time.

What is kept is a fact of arithmetic: this key, these bytes, this signature. Whose key it is,
whether it may be used, since when it is revoked, until when the list is valid, who is trusted: all
of that is asked anew each time. Bounded; a signature that does not fit is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from cairn.vc.keys import PublicKey

MAX_SIGNATURES = 256


@dataclass(slots=True, eq=False)
class SignatureCache:
    """The signatures that were asked for last; may be shared by threads."""

    _fitting: dict[tuple[str, bytes, bytes, bytes], None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def fits(self, key: PublicKey, signature: bytes, data: bytes) -> bool:
        """Return `key.verify(signature, data)`."""
        asked = key.kind, key.raw, signature, data
        if asked in self._fitting:
            return True
        if not key.verify(signature, data):
            return False
        with self._lock:
            self._fitting[asked] = None
            if len(self._fitting) > MAX_SIGNATURES:
                del self._fitting[next(iter(self._fitting))]
        return True
