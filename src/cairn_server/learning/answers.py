"""A session as a file that calendars take, for the page and for programs."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse

from cairn_server.learning.calendar_files import MEDIA_TYPE, Method, calendar_file
from cairn_server.learning.inviting import entry_of
from cairn_server.learning.models import ScheduledSession
from cairn_server.learning.session_queries import SessionRow


def calendar_answer(found: ScheduledSession, row: SessionRow, *, at: datetime) -> HttpResponse:
    """Return a session as a download; `row` says whether its reader has a place."""
    method = Method.CANCEL if row.session.is_cancelled else Method.PUBLISH
    entry = entry_of(found, row.session, is_booked=row.is_booked)
    content = calendar_file(entry, method, at=at)
    answer = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="session.ics"'
    return answer
