from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from cairn_server.workforce import role_views
from cairn_server.workforce.models import RoleHolder, RoleNeed, WorkRole
from tests.making_skills import give, make_achievement
from tests.moments import MONDAY


@pytest.fixture
def url(college):
    return lambda name, *args: reverse(f"workforce:{name}", args=[college.pk, *args])


def test_a_role_is_defined_given_needs_and_holders(client, url, max_, ada, sql):
    client.force_login(max_)

    made = client.post(url("roles"), {"name": "Clerk", "description": ""})
    role = WorkRole.objects.get()
    found = client.get(made.url, {"skill": "sq"})
    client.post(made.url, {f"level-{sql.pk}": "4"})
    client.post(url("role-people", role.pk), {"people": [str(ada.memberships.get().pk)]})

    assert made.url == url("role", role.pk)
    assert "SQL" in found.text
    assert RoleNeed.objects.get().level == 4
    assert RoleHolder.objects.get().membership.person == ada
    assert [row.name for row in client.get(made.url).context["rows"]] == ["Ada"]

    leaving = {"people": [str(ada.memberships.get().pk)], "do": "remove"}
    client.post(url("role-people", role.pk), leaving)
    assert not RoleHolder.objects.exists()


def test_a_taken_name_is_said_at_the_field(client, url, max_, analyst):
    client.force_login(max_)

    page = client.post(url("roles"), {"name": "Analyst"})

    assert page.status_code == 422
    assert "There is a role Analyst already" in page.text
    assert WorkRole.objects.count() == 1


def test_a_skill_that_is_nobodys_is_not_there(client, url, max_, analyst):
    client.force_login(max_)

    page = client.post(url("role", analyst.pk), {f"level-{max_.pk}": "4"})

    assert page.status_code == 404
    assert analyst.needs.count() == 2


def test_a_line_manager_reads_roles_and_changes_none(client, url, lea, analyst, sql):
    client.force_login(lea)

    assert client.get(url("role", analyst.pk)).status_code == 200
    for name, args in (("roles", ()), ("role", (analyst.pk,)), ("role-end", (analyst.pk,))):
        assert client.post(url(name, *args), {f"level-{sql.pk}": "1"}).status_code == 404
    assert analyst.needs.get(competency=sql).level == 3


def test_gaps_are_shown_for_everybody_a_person_and_a_day(client, url, max_, ada, data, analyst):
    give(data, ada, MONDAY)
    client.force_login(max_)

    everybody = client.get(url("gaps", analyst.pk))
    one = client.get(url("gaps", analyst.pk), {"person": str(ada.memberships.get().pk)})
    late = client.get(url("gaps", analyst.pk), {"on": "2035-01-01", "person": "x"})

    assert everybody.context["gaps"].people == 2
    assert (one.context["gaps"].person, one.context["gaps"].people) == ("Ada", 1)
    assert late.context["gaps"].day.year == 2035
    assert "Nothing in the catalogue shows this" in everybody.text


@pytest.mark.parametrize(
    ("zone", "hour", "today"),
    [("America/Los_Angeles", 28, 2), ("Asia/Tokyo", 22, 3)],  # 20:00 there, and 7:00
)
def test_gaps_of_today_are_of_the_readers_day(
    client, url, max_, ada, data, analyst, monkeypatch, zone, hour, today
):
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)
    monkeypatch.setattr(role_views, "now", lambda: at)
    give(data, ada, at - timedelta(hours=1))
    max_.time_zone = zone
    max_.save()
    client.force_login(max_)

    shown = client.get(url("gaps", analyst.pk), {"on": f"2026-03-0{today - 1}"}).context
    file = b"".join(client.get(url("gaps-csv", analyst.pk)).streaming_content).decode()

    assert shown["today"] == shown["gaps"].day == date(2026, 3, today)
    [line] = [one for one in file.splitlines() if one.startswith("Ada,SQL")]
    assert line.endswith(f",met,2026-03-0{today}")


def test_from_a_gap_those_who_fall_short_are_chosen(client, url, max_, ada, sql, analyst):
    college = ada.memberships.get().organisation
    make_achievement(college, "Queries", (sql, 3))
    client.force_login(max_)

    page = client.get(url("gaps", analyst.pk))
    to_assign = re.search(r'href="([^"]+assignments/new/[^"]+)"', page.text)[1]
    form = client.get(unescape(to_assign)).context["form"]

    chosen = {str(one.pk) for one in ada.memberships.all() | max_.memberships.all()}
    assert set(form.initial["people"]) == chosen


def test_gaps_are_exported(client, url, max_, ada, analyst):
    client.force_login(max_)

    answer = client.get(url("gaps-csv", analyst.pk))
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0] == "name,skill,level_needed,level,currency,state,on"
    assert len(lines) == 1 + 2 * 2
    assert answer["Content-Disposition"] == 'attachment; filename="gaps.csv"'


def test_a_role_goes_out_of_use(client, url, max_, analyst):
    client.force_login(max_)

    client.post(url("role-end", analyst.pk))

    assert not WorkRole.objects.exists()
    assert client.get(url("gaps", analyst.pk)).status_code == 404
