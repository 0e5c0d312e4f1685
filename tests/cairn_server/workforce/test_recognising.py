from __future__ import annotations

from cairn_server.journal.models import Event
from cairn_server.workforce.models import FeedChoice
from cairn_server.workforce.recognising import choose_feed
from tests.moments import MONDAY


def test_a_choice_is_kept_once_and_a_repeat_is_no_event(ada):
    for stays_out in (True, True, False):
        choose_feed(membership=ada.memberships.get(), stays_out=stays_out, at=MONDAY)

    assert FeedChoice.objects.get().stays_out is False
    assert Event.objects.filter(kind="feed.chosen").count() == 2
