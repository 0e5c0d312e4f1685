"""Mail goes to the configured server; in the demo, to a page where everybody can read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as FolderBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend


def _chosen(**options: Any) -> BaseEmailBackend:
    url = urlsplit(settings.ENVIRONMENT.mail_url)
    if url.scheme in ("smtp", "smtps"):
        return SmtpBackend(
            host=url.hostname,
            port=url.port,
            username=unquote(url.username or ""),
            password=unquote(url.password or ""),
            use_ssl=url.scheme == "smtps",
            use_tls=url.scheme == "smtp" and bool(url.username),
            timeout=10,
            **options,
        )
    return FolderBackend(file_path=str(settings.CAIRN_HOME / "mail"), **options)


class MailBackend(BaseEmailBackend):
    """Send through SMTP if `CAIRN_MAIL_URL` names a server, else keep the mail in the home."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._backend = _chosen(fail_silently=fail_silently)

    def open(self) -> bool | None:
        return self._backend.open()

    def close(self) -> None:
        self._backend.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return self._backend.send_messages(email_messages) or 0
