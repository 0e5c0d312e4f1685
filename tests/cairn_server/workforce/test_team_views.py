from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn_server.accounts.models import Membership, Person, ReportingLine, Team
from tests.moments import DAY, MONDAY


@pytest.fixture
def url(college):
    return lambda name, *args: reverse(f"workforce:{name}", args=[college.pk, *args])


def test_a_team_is_founded_filled_renamed_and_dissolved(client, url, max_, ada):
    client.force_login(max_)

    made = client.post(url("teams"), {"name": "Hall"})
    team = Team.objects.get()
    client.post(url("team-people", team.pk), {"people": [str(ada.memberships.get().pk)]})
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
    assert f'value="{of[ada]}" checked' in refused.text


def test_who_somebody_reports_to_is_looked_for(client, url, max_, ada, bea):
    client.force_login(max_)
    of = {person: person.memberships.get() for person in (ada, bea)}
    ReportingLine.objects.create(membership=of[ada], manager=of[bea])

    page = client.get(url("manager", of[ada].pk), {"words": "max"})
    nobody = client.get(url("manager", of[ada].pk), {"words": "xyz"})
    client.post(url("manager", of[ada].pk), {"manager": ""})

    assert [one.person for one in page.context["chosen"]] == [bea]
    assert [one.person for one in page.context["others"]] == [max_]
    assert "Nobody else here has these words" in nobody.text
    assert not ReportingLine.objects.exists()


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
    client.post(f"{made}people/", {"people": people})
    ReportingLine.objects.create(membership=of[ada], manager=of[max_])
    ReportingLine.objects.create(membership=of[max_], manager=of[bea])

    def names(sort):
        return [row.name for row in client.get(made, {"sort": sort}).context["rows"]]

    assert names("name") == ["Ada", "Bea", "Max"]
    assert names("manager") == ["Max", "Ada", "Bea"]  # to Bea, to Max, to nobody


def test_people_are_looked_for_added_and_taken_out(client, url, max_, ada, bea):
    client.force_login(max_)
    hall = client.post(url("teams"), {"name": "Hall"}).url
    mine = {"people": [str(ada.memberships.get().pk)]}

    found = client.get(hall, {"words": "AD"})
    assert [one.person for one in found.context["others"]] == [ada]
    client.post(f"{hall}people/", mine)
    assert ada not in [one.person for one in client.get(hall).context["others"]]

    client.post(f"{hall}people/", {**mine, "do": "remove"})
    assert not Team.objects.get().member_links.exists()
    told = client.post(f"{hall}people/", {**mine, "do": "remove"}, follow=True)
    assert "Nobody was chosen" in told.text


def test_whoever_is_not_a_member_today_joins_no_team(client, url, max_, zoe, ada):
    client.force_login(max_)
    hall = client.post(url("teams"), {"name": "Hall"}).url
    gone = ada.memberships.get()
    gone.until = gone.since + DAY
    gone.save()

    for key in (zoe.memberships.get().pk, gone.pk, "no-id"):
        client.post(f"{hall}people/", {"people": [str(key)]})

    assert not Team.objects.get().member_links.exists()


def test_a_thousand_people_are_offered_twenty_at_a_time(client, url, max_, college):
    client.force_login(max_)
    hall = client.post(url("teams"), {"name": "Hall"}).url
    with CaptureQueriesContext(connection) as few:
        client.get(hall)
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person {n:04}") for n in range(1000)
    )
    Membership.objects.bulk_create(
        Membership(person=one, organisation=college, since=MONDAY) for one in people
    )

    page = client.get(hall, {"others": "50", "words": "person"})

    assert [str(one.person) for one in page.context["others"]][-1] == "Person 0999"  # 50 pages
    assert page.text.count('type="checkbox"') == 20
    with CaptureQueriesContext(connection) as many:
        client.get(hall)
    assert len(many) == len(few)
