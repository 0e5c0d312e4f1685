from __future__ import annotations

from datetime import timedelta

from cairn_server.credentials.models import StatusList
from cairn_server.credentials.suspending import reinstate, suspend
from cairn_server.credentials.suspension_queries import (
    last_switch,
    next_end,
    overdue,
    suspended_positions,
    suspending,
)
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


def test_nothing_is_suspended_at_first(credential):
    assert last_switch(credential.award) is None
    assert not suspending().exists()


def test_the_last_entry_holds_until_its_end(credential, ida):
    listed = StatusList.objects.get(purpose="suspension")
    suspend(credential, actor=ida, reason_code="complaint", at=AT)
    assert suspended_positions(listed, AT) == [credential.position]
    assert next_end(listed, AT) is None
    reinstate(credential, actor=ida, at=AT)
    assert suspended_positions(listed, AT) == []
    suspend(credential, actor=ida, reason_code="complaint", until=AT + DAY, at=AT)

    assert suspended_positions(listed, AT) == [credential.position]
    assert next_end(listed, AT) == AT + DAY
    assert suspended_positions(listed, AT + DAY) == []
    assert next_end(listed, AT + DAY) is None
    assert overdue(AT + DAY - timedelta(seconds=1)) == []
    assert [event.award_id for event in overdue(AT + DAY)] == [credential.award_id]
