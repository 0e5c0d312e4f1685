"""How much verifying one asker may ask for."""

from __future__ import annotations

from cairn_server.accounts.limiting import Limit, asker_of, spend

VERIFYING = Limit("verify", burst=60, per_minute=120)
VERIFYING_LISTS = Limit("verify-lists", burst=5, per_minute=1)

__all__ = ["VERIFYING", "VERIFYING_LISTS", "asker_of", "spend"]
