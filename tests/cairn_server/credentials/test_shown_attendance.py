from uuid import uuid4

from cairn.pathways.requirement import Reference
from cairn_server.credentials.shown_attendance import shown_attendances
from tests.cairn_server.credentials.stacking import attend, make_gathering
from tests.moments import DAY, MONDAY


def test_the_first_time_counts_and_shows_no_competence(ada, bea, checking):
    webinar = make_gathering(checking)
    for at in (MONDAY + DAY, MONDAY):
        attend(ada, webinar, at=at)

    [shown] = shown_attendances(ada, [str(webinar.gathering_id)])

    assert (shown.title, shown.kind, shown.attended_at) == ("Webinar", "webinar", MONDAY)
    assert shown.method == "roster"
    assert shown.reference == Reference("attendance", str(webinar.gathering_id))
    assert not shown.is_performance
    assert shown_attendances(bea, [str(webinar.gathering_id)]) == []
    assert shown_attendances(ada, [str(uuid4())]) == []
