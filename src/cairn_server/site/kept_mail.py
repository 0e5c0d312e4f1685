"""Reading the mail that an installation without a mail server keeps in its home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One mail as text; `sent_at` is None where its date cannot be read."""

    to: str
    subject: str
    sent_at: datetime | None
    text: str


def kept_mails(folder: Path, *, limit: int) -> list[KeptMail]:
    """Return up to `limit` mails of `folder`, newest first."""
    mails: list[KeptMail] = []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files:
        parts = [part for part in file.read_bytes().split(BETWEEN_MAILS) if part.strip()]
        mails += [_mail(part) for part in reversed(parts)]
        if len(mails) >= limit:
            break
    return mails[:limit]


def _mail(data: bytes) -> KeptMail:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    date = message["date"]
    return KeptMail(
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        sent_at=date.datetime if date is not None else None,
        text=str(body.get_content()).strip() if body is not None else "",
    )
