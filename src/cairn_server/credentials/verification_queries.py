"""Reads of lists to be verified, and who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Count

from cairn_server.credentials.verification_models import VerificationList, VerificationRow

COLUMNS = (
    "line", "given", "verdict", "reasons", "sentence", "issuer", "issuer_domain", "issuer_name",
    "issuer_recognised", "achievement", "subject", "valid_from", "valid_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListState:
    """How far the work on a list is, and what came of it so far."""

    total: int
    valid: int
    invalid: int
    undetermined: int
    unreadable: int

    @property
    def done(self) -> int:
        return self.valid + self.invalid + self.undetermined + self.unreadable


def list_state(made: VerificationList) -> ListState:
    """Return how many rows came to what. One query."""
    rows = made.rows.values("verdict").annotate(n=Count("pk")).values_list("verdict", "n")
    counts = dict(rows)
    names = ("valid", "invalid", "undetermined", "unreadable")
    return ListState(sum(counts.values()), *(counts.get(name, 0) for name in names))


def rows_of(made: VerificationList, *, most: int | None = None) -> list[VerificationRow]:
    """Return the rows in their order, without their contents. One query."""
    return list(made.rows.defer("content").order_by("line")[:most])


def cells_of(row: VerificationRow) -> list[str]:
    """Return the row as it stands in the result file; the columns are `COLUMNS`."""
    values = {
        "line": row.line,
        "given": row.given,
        "verdict": row.verdict,
        "reasons": " ".join(row.reasons),
        "sentence": row.sentence,
        **row.facts,
    }
    return [_cell(values.get(name)) for name in COLUMNS]


def shown_row(row: VerificationRow) -> Mapping[str, Any]:
    """Return the row for other programs."""
    return {
        "line": row.line,
        "given": row.given,
        "verdict": row.verdict,
        "reasons": row.reasons,
        "sentence": row.sentence,
        "facts": row.facts,
    }


def access_to(made: VerificationList) -> str:
    """Return what shows, in a link, that its holder may see this list."""
    return _signer().signature(made.pk)


def is_access(list_id: str, access: str) -> bool:
    """Return whether `access` was given out for this list."""
    try:
        return _signer().unsign(f"{list_id}:{access}") == list_id
    except BadSignature:
        return False


def _signer() -> Signer:
    return Signer(salt="verification-list")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
