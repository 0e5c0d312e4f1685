from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cairn_server.site.management.commands import demo
from tests.making import join


@pytest.fixture
def done_before(monkeypatch):
    """Note which other commands are done, instead of doing them."""
    names = []
    monkeypatch.setattr(demo, "call_command", names.append)
    return names


@pytest.fixture
def filled(monkeypatch, done_before):
    """Note when the world is filled, instead of filling it."""
    times = []
    monkeypatch.setattr(demo, "fill", lambda *, now: times.append(now))
    return times


def test_without_the_setting_the_demo_is_refused(db, settings, filled):
    settings.CAIRN_DEMO = False

    with pytest.raises(CommandError, match="CAIRN_DEMO=1") as refused:
        call_command("demo")

    assert (refused.value.returncode, filled) == (3, [])


def test_an_empty_installation_is_made_ready_and_filled(db, settings, filled, done_before):
    settings.CAIRN_DEMO = True

    call_command("demo", stdout=StringIO(), stderr=StringIO())

    assert done_before == ["setup"]
    assert len(filled) == 1


def test_where_there_is_somebody_already_it_only_says_who(ada, eve, settings, filled):
    settings.CAIRN_DEMO = True

    call_command("demo", stdout=(out := StringIO()))

    assert filled == []
    assert [line.split() for line in out.getvalue().splitlines()[-2:]] == [
        ["Ada", "learner", "North", "College"],
        ["Eve", "evaluator", "North", "College"],
    ]


def test_of_many_people_all_with_a_role_are_named_and_few_learners(college, settings, filled):
    settings.CAIRN_DEMO = True
    for number in range(20):
        join(f"Learner{number}", college)
    join("Late", college, "manager")

    call_command("demo", stdout=(out := StringIO()))

    named = [line.split()[0] for line in out.getvalue().splitlines() if line.startswith("  ")]
    assert len(named) == 12
    assert "Late" in named
