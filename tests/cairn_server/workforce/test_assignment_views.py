from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.accounts.teaming import create_team, join_team
from cairn_server.workforce import assignment_views
from cairn_server.workforce.models import Assignment
from tests.making import join
from tests.making_skills import give, make_achievement
from tests.moments import MONDAY


@pytest.fixture
def url(college):
    return lambda name, *args: reverse(f"workforce:{name}", args=[college.pk, *args])


@pytest.fixture
def told(data):
    day = (now() + timedelta(days=9)).date()
    return {"achievement": str(data.achievement_id), "due_on": day.isoformat()}


def test_a_team_and_a_person_are_asked_at_once(client, url, college, max_, ada, bea, told):
    team = create_team(organisation=college, name="Hall", parent=None, actor=None, at=MONDAY)
    join_team(team=team, memberships=[ada.memberships.get()], actor=None, at=MONDAY)
    client.force_login(max_)

    people = [str(one.memberships.get().pk) for one in (ada, bea)]
    done = client.post(url("assign"), told | {"team": str(team.pk), "people": people}, follow=True)

    assert {one.person for one in Assignment.objects.all()} == {ada, bea}
    assert "2 asked" in done.text


def test_today_leads_who_earned_it_elsewhere_to_what_is_seen_and_the_list_tells_nothing(
    client, url, max_, ada, zoe, sql, told
):
    south = make_achievement(zoe.memberships.get().organisation, "South", (sql, 4))
    give(south, ada)
    client.force_login(max_)
    sent = told | {
        "achievement": str(south.achievement_id),
        "people": [str(ada.memberships.get().pk)],
    }

    done = client.post(url("assign"), sent, follow=True)
    files = client.get(url("assignments-csv"))

    assert "1 asked, 0 moved to another day, 0 have it already." in done.text
    assert "earned" not in done.text.split("<tbody>")[1]
    assert b",open,,\r\n" in b"".join(files)
    client.force_login(ada)
    today = client.get(reverse("hub:today")).text
    assert "You have it already; they do not see that." in today
    assert f'href="{reverse("workforce:seen")}"' in today


def test_nobody_is_said_and_what_was_typed_stays(client, url, max_, told):
    client.force_login(max_)

    page = client.post(url("assign"), told)

    assert page.status_code == 422
    assert "Choose at least one person or team" in page.text
    assert told["due_on"] in page.text


def test_looking_for_people_keeps_what_was_chosen_so_far(client, url, max_, ada, bea, told):
    client.force_login(max_)
    kept = told | {"people": [str(ada.memberships.get().pk)], "words": "be", "do": "search"}

    page = client.post(url("assign") + "?competency=x", kept, follow=True)

    assert page.redirect_chain[0][0].endswith("#others")
    assert [one.person for one in page.context["chosen"]] == [ada]
    assert [one.person for one in page.context["others"]] == [bea]
    assert f'value="{told["due_on"]}"' in page.text
    assert f'value="{told["achievement"]}" selected' in page.text
    assert page.wsgi_request.GET["competency"] == "x"
    assert not Assignment.objects.exists()


def test_a_refused_assignment_keeps_whom_it_was_for(client, url, max_, ada, told):
    client.force_login(max_)
    key = str(ada.memberships.get().pk)

    page = client.post(url("assign"), told | {"people": [key], "due_on": "2001-01-01"})

    assert page.status_code == 422
    assert f'name="people" value="{key}" checked' in page.text


def test_a_page_offers_twenty_people_of_however_many(
    client, url, college, max_, django_assert_num_queries
):
    client.force_login(max_)
    client.get(url("assign"))  # asks once what is asked once in a process
    with CaptureQueriesContext(connection) as few:
        client.get(url("assign"))
    for number in range(30):
        join(f"P{number:02}", college)

    with django_assert_num_queries(len(few)):
        page = client.get(url("assign"))
    further = client.post(url("assign"), {"others": "2"}, follow=True)

    assert page.text.count('name="people"') == 20
    assert further.text.count('name="people"') == 11


def test_more_people_than_an_address_holds_stay_chosen_while_one_looks_for_others(
    client, url, max_, ada, college, told
):
    client.force_login(max_)
    people = [str(join(f"P{number}", college).memberships.get().pk) for number in range(61)]
    sent = told | {"people": people, "words": "ada", "do": "search"}

    page = client.post(url("assign"), sent)

    assert page.status_code == 200
    assert page.text.count(" checked>") == 61
    assert [one.person for one in page.context["others"]] == [ada]
    assert f'value="{told["achievement"]}" selected' in page.text
    assert 'class="error"' not in page.text
    assert not Assignment.objects.exists()


def test_the_learner_sees_it_on_today(client, url, max_, ada, told):
    client.force_login(max_)
    client.post(url("assign"), told | {"people": [str(ada.memberships.get().pk)]})
    client.force_login(ada)

    page = client.get(reverse("hub:today"))

    assert "Asked of you" in page.text
    assert "Data" in page.text


def test_a_second_reminder_is_refused_in_words(client, url, max_, ada, told):
    client.force_login(max_)
    client.post(url("assign"), told | {"people": [str(ada.memberships.get().pk)]})
    one = Assignment.objects.get()

    first = client.post(url("remind", one.pk), follow=True)
    second = client.post(url("remind", one.pk), follow=True)

    assert "Ada gets a mail" in first.text
    assert "once a day is enough" in second.text


def test_today_is_the_readers_on_the_form_and_in_the_list(
    client, url, max_, ada, told, monkeypatch
):
    evening = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # 2 March, 20:00 there
    monkeypatch.setattr(assignment_views, "now", lambda: evening)
    max_.time_zone = "America/Los_Angeles"
    max_.save()
    client.force_login(max_)
    people = [str(ada.memberships.get().pk)]

    over = client.post(url("assign"), told | {"people": people, "due_on": "2026-03-01"})
    listed = client.post(
        url("assign"), told | {"people": people, "due_on": "2026-03-02"}, follow=True
    )

    assert over.status_code == 422
    assert "1 asked" in listed.text
    assert "0 days left" in listed.text


def test_the_file_tells_the_day_on_which_it_was_earned_where_the_reader_is(
    client, url, max_, ada, data, told
):
    max_.time_zone = "Asia/Tokyo"
    max_.save()
    client.force_login(max_)
    client.post(url("assign"), told | {"people": [str(ada.memberships.get().pk)]})
    give(data, ada, datetime(2026, 3, 2, 22, 0, tzinfo=UTC))  # 3 March, 7:00 there

    text = b"".join(client.get(url("assignments-csv")).streaming_content).decode()

    assert ",done,2026-03-03," in text


def test_how_many_are_late_leads_to_the_late_ones_of_what_is_wanted(
    client, url, max_, ada, bea, told
):
    client.force_login(max_)
    people = [str(one.memberships.get().pk) for one in (ada, bea)]
    client.post(url("assign"), told | {"people": people})
    Assignment.objects.filter(person=ada).update(due_on=MONDAY.date())

    everybody = client.get(url("assignments") + "?text=a&page=1&sort=-name")
    late = client.get(url("assignments") + "?text=a&sort=-name&state=late")

    assert '<a href="?text=a&amp;sort=-name&amp;state=late">1 is late</a>' in everybody.text
    assert [row.name for row in late.context["rows"]] == ["Ada"]
    assert '">1 is late</a>' not in late.text
    assert "1 is late" in late.text


def test_a_line_manager_asks_only_their_own(client, url, lea, ada, bea, told):
    client.force_login(lea)

    page = client.post(url("assign"), told | {"people": [str(bea.memberships.get().pk)]})
    client.post(url("assign"), told | {"people": [str(ada.memberships.get().pk)]})

    assert page.status_code == 422
    assert Assignment.objects.get().person == ada


def test_what_is_not_theirs_cannot_be_taken_back(client, url, lea, max_, bea, told):
    client.force_login(max_)
    client.post(url("assign"), told | {"people": [str(bea.memberships.get().pk)]})
    one = Assignment.objects.get()
    client.force_login(lea)
    assert client.post(url("assignment-end", one.pk)).status_code == 404
    client.force_login(max_)
    assert client.post(url("assignment-end", one.pk)).status_code == 302

    one.refresh_from_db()
    assert one.cancelled_at is not None


def test_the_list_is_exported(client, url, max_, ada, told):
    client.force_login(max_)
    client.post(url("assign"), told | {"people": [str(ada.memberships.get().pk)]})

    lines = b"".join(client.get(url("assignments-csv")).streaming_content).decode().splitlines()

    assert lines[1] == f"Ada,Data,{told['due_on']},open,,"


def test_a_reminder_leads_back_to_the_list_as_it_was(client, url, max_, ada, bea, told):
    client.force_login(max_)
    people = [str(one.memberships.get().pk) for one in (ada, bea)]
    client.post(url("assign"), told | {"people": people})
    asked = Assignment.objects.get(person=ada)

    answer = client.post(url("remind", asked.pk) + "?sort=-name&state=open")
    page = client.get(answer["Location"])

    assert answer["Location"] == url("assignments") + "?sort=-name&state=open"
    assert [row.name for row in page.context["rows"]] == ["Bea", "Ada"]
    assert "?sort=name&amp;state=open" in page.text
