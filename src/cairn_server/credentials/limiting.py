"""How much verifying one asker may ask for."""

from __future__ import annotations

from cairn_server.accounts.limiting import Limit, asker_of, spend

VERIFYING = Limit("verify", burst=60, per_minute=120)

__all__ = ["VERIFYING", "asker_of", "spend"]
