"""Who acts on which event: the one place that knows everybody."""

from __future__ import annotations

from cairn_server.journal.recording import Listeners

HANDLERS: dict[str, Listeners] = {
    "review.recorded": Listeners(),
    "issuer.established": Listeners(),
    "key.rotated": Listeners(),
    "credential.awarded": Listeners(),
    "credential.signed": Listeners(),
    "credential.revoked": Listeners(),
    "credential.erased": Listeners(),
    "holder.chose": Listeners(),
}
