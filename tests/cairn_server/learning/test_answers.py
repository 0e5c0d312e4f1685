"""The calendar file of a session."""

from __future__ import annotations

from cairn_server.learning import session_queries
from cairn_server.learning.answers import calendar_answer
from cairn_server.learning.models import ScheduledSession
from tests.making_sessions import make_gathering, make_session
from tests.moments import MONDAY


def test_a_session_is_handed_out_as_a_file_and_one_called_off_as_such(college, ada, eve):
    session = make_session(make_gathering(college), eve)

    def told():
        found = ScheduledSession.objects.get()
        return calendar_answer(found, session_queries.session_row(ada, found), at=MONDAY)

    kept = told()
    ScheduledSession.objects.filter(pk=session.pk).update(cancelled_at=MONDAY)

    assert kept["Content-Disposition"] == 'attachment; filename="session.ics"'
    assert "METHOD:PUBLISH" in kept.content.decode()
    assert "METHOD:CANCEL" in told().content.decode()
