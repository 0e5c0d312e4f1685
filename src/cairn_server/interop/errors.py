"""What the VC-API refuses beside everything else."""

from __future__ import annotations

from collections.abc import Sequence

from cairn.errors import CredentialError
from cairn_server.errors import RequestError


class CredentialRefused(CredentialError):
    """A credential that a program hands in does not hold; `reasons` are the codes of why."""

    code = "credential_refused"

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)


class TokenMissing(RequestError):
    code = "token_missing"
    status = 401
