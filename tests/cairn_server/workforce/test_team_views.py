from __future__ import annotations

import pytest
from django.urls import reverse

from cairn_server.accounts.models import ReportingLine, Team


@pytest.fixture
def url(college):
    return lambda name, *args: reverse(f"workforce:{name}", args=[college.pk, *args])


def test_a_team_is_founded_filled_renamed_and_dissolved(client, url, max_, ada):
    client.force_login(max_)

    made = client.post(url("teams"), {"name": "Hall"})
    team = Team.objects.get()
    client.post(made.url, {"people-shown": "1", "people": [str(ada.memberships.get().pk)]})
    client.post(made.url, {"name": "Night hall"})

    page = client.get(made.url)
    assert team.member_links.get().membership.person == ada
    assert "Night hall" in page.text

    client.post(url("team-end", team.pk))
    assert not Team.objects.exists()
    assert client.get(made.url).status_code == 404


def test_a_circle_of_teams_is_said_at_the_field(client, url, max_):
    client.force_login(max_)
    client.post(url("teams"), {"name": "Hall"})
    hall = Team.objects.get()
    client.post(url("teams"), {"name": "Night", "parent": str(hall.pk)})
    night = Team.objects.get(name="Night")

    page = client.post(url("team", hall.pk), {"name": "Hall", "parent": str(night.pk)})

    assert page.status_code == 422
    assert "Hall → Night → Hall" in page.text


def test_a_manager_is_set_and_a_circle_refused(client, url, max_, ada, bea):
    client.force_login(max_)
    of = {person: person.memberships.get().pk for person in (ada, bea)}

    client.post(url("manager", of[ada]), {"manager": str(of[bea])})
    refused = client.post(url("manager", of[bea]), {"manager": str(of[ada])})

    assert ReportingLine.objects.get().manager_id == of[bea]
    assert refused.status_code == 422
    assert "Bea → Ada → Bea" in refused.text


def test_only_managers_by_role_change_teams_and_lines(client, url, lea, ada):
    client.force_login(lea)

    for name, args in (("teams", ()), ("manager", (ada.memberships.get().pk,))):
        assert client.get(url(name, *args)).status_code == 404
        assert client.post(url(name, *args), {"name": "x"}).status_code == 404


def test_who_works_in_a_team_is_sorted_by_whom_they_report_to(client, url, max_, ada, bea):
    client.force_login(max_)
    of = {person: person.memberships.get() for person in (ada, bea, max_)}
    made = client.post(url("teams"), {"name": "Hall"}).url
    people = [str(of[one].pk) for one in (ada, bea, max_)]
    client.post(made, {"people-shown": "1", "people": people})
    ReportingLine.objects.create(membership=of[ada], manager=of[max_])
    ReportingLine.objects.create(membership=of[max_], manager=of[bea])

    def names(sort):
        return [row.name for row in client.get(made, {"sort": sort}).context["rows"]]

    assert names("name") == ["Ada", "Bea", "Max"]
    assert names("manager") == ["Max", "Ada", "Bea"]  # to Bea, to Max, to nobody
