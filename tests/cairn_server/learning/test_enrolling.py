"""Setting out for an achievement."""

from __future__ import annotations

from cairn_server.journal.models import Event
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.models import Enrolment
from tests.making import make_achievement, make_unit
from tests.moments import DAY, MONDAY


def test_setting_out_twice_is_once_and_told_once(ada, college):
    achievement = make_achievement(college, make_unit(college)).achievement

    first = enrol(person=ada, achievement=achievement, at=MONDAY)
    second = enrol(person=ada, achievement=achievement, at=MONDAY + DAY)

    assert (first, second.started_at) == (second, MONDAY)
    assert Enrolment.objects.count() == 1
    assert Event.objects.filter(kind="enrolment.started").count() == 1
