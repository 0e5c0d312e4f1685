from datetime import timedelta
from uuid import UUID

import pytest

from cairn_server.journal.progressing import begin_progress
from cairn_server.journal.queries import has_happened, newest_event, progress_of, recent_progress
from cairn_server.journal.recording import record
from tests.moments import MONDAY

pytestmark = pytest.mark.django_db
ADA, BEA = UUID(int=1), UUID(int=2)


def begun(owner, minute=0):
    at = MONDAY + timedelta(minutes=minute)
    return begin_progress(f"Number {minute}", owner_id=owner, back="/more/", total=None, at=at)


def test_long_work_is_seen_by_whoever_began_it():
    work = begun(ADA)

    assert progress_of(ADA, work.pk) == work
    assert progress_of(BEA, work.pk) is None


def test_recent_work_comes_newest_first_and_not_without_end():
    for minute in range(25):
        begun(ADA, minute)
    begun(BEA, 99)

    titles = [one.title for one in recent_progress(ADA)]

    assert titles == [f"Number {minute}" for minute in range(24, 4, -1)]


def test_what_has_happened_since_is_asked_by_owner_and_kind(ada, bea):
    def told(kind, owner):
        record(kind, owner=owner, actor=owner, about=owner, at=MONDAY)
        return newest_event(owner.pk)

    first = told("goal.set", ada)
    told("goal.changed", ada)
    told("goal.set", bea)

    assert has_happened(ada.pk, ["goal.changed"], after=first)
    assert not has_happened(ada.pk, ["goal.set"], after=first)
    assert has_happened(bea.pk, ["goal.set"], after=None)
    assert newest_event(UUID(int=9)) is None
