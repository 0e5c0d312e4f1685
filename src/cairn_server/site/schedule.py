"""What comes round, and how often."""

from __future__ import annotations

from cairn_server.journal.scheduling import Duty

DUTIES: dict[str, Duty] = {}
