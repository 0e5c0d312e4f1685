from __future__ import annotations

import pytest

from cairn_server.accounts.models import Membership, ReportingLine
from cairn_server.accounts.reporting import set_manager
from cairn_server.errors import CircularStructure
from cairn_server.journal.models import Event
from tests.making import join
from tests.moments import MONDAY


@pytest.fixture
def report_to(college):
    for name in ("Ann", "Bo", "Cy"):
        join(name, college)

    def act(one: str, manager: str | None) -> None:
        set_manager(membership=of(one), manager=of(manager), actor=None, at=MONDAY)

    return act


def of(name: str | None) -> Membership | None:
    return Membership.objects.get(person__name=name) if name else None


def test_one_manager_at_a_time_and_none_again(report_to):
    report_to("Ann", "Bo")
    report_to("Ann", "Cy")
    assert ReportingLine.objects.get().manager == of("Cy")

    report_to("Ann", None)
    assert not ReportingLine.objects.exists()


def test_a_repeat_is_no_event(report_to):
    report_to("Ann", "Bo")
    report_to("Ann", "Bo")

    assert Event.objects.filter(kind="reporting_line.changed").count() == 1


def test_a_circle_is_refused_by_name_and_changes_nothing(report_to):
    report_to("Ann", "Bo")
    report_to("Bo", "Cy")

    with pytest.raises(CircularStructure, match="Cy → Ann → Bo → Cy"):
        report_to("Cy", "Ann")

    assert ReportingLine.objects.count() == 2
