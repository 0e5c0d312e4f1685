from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from cairn_server.catalog.models import UnitVersion
from tests.answers import told
from tests.making_awards import make_achievement


def test_home_shows_strangers_what_can_be_earned(client, course):
    page = client.get(reverse("hub:home"))

    assert page.status_code == 200
    assert escape(course.summary) in page.content.decode()


def test_an_empty_installation_says_how_to_fill_it(client, db):
    assert "Nothing is published yet" in client.get(reverse("hub:home")).content.decode()


def test_home_sends_learners_to_their_day(client, ada):
    client.force_login(ada)

    assert client.get(reverse("hub:home")).url == reverse("hub:today")


def test_today_asks_strangers_to_sign_in(client, db):
    assert client.get(reverse("hub:today")).url.startswith(reverse("account_login"))


def test_today_names_the_way_one_is_on_and_nobody_elses(client, course, ada, bea, learned):
    learned(ada)
    pages = []
    for person in (ada, bea):
        client.force_login(person)
        pages.append(client.get(reverse("hub:today")).content.decode())

    assert course.title in pages[0]
    assert course.title not in pages[1]
    assert "You have not set out yet" in pages[1]


def test_today_leads_who_judges_and_who_manages_to_what_waits(client, ada, eve, monkeypatch):
    monkeypatch.setattr("cairn_server.hub.views.waiting_count", lambda person, at: 2)
    client.force_login(eve)
    waiting = client.get(reverse("hub:today")).text
    monkeypatch.undo()
    client.force_login(ada)

    assert "2 pieces of work to evaluate" in waiting
    assert reverse("assessment:queue") in waiting
    assert "Good to see you, Eve" in waiting
    assert "Waiting for you" not in client.get(reverse("hub:today")).text


def test_the_page_of_an_achievement_tells_a_stranger_all(client, course):
    page = client.get(reverse("hub:achievement", args=[course.achievement_id])).content.decode()

    for text in (course.title, course.summary, "Whiteboards", "North College", "not stated"):
        assert text in page
    assert "No account needed to begin" in page


def test_the_page_of_an_achievement_names_what_its_units_name(client, course):
    UnitVersion.objects.update(resources=[{"title": "Seeing Theory", "licence": "CC-BY-4.0"}])

    page = client.get(f"/achievements/{course.achievement_id}/").text

    assert "To read further, unit by unit" in page
    assert "Seeing Theory" in page
    assert "(CC-BY-4.0)" in page


def test_the_page_of_a_tier_leads_to_the_others(client, college):
    first, second = (make_achievement(college, key=key)[0] for key in ("zeal", "art"))
    for number, (title, version) in enumerate([("Zeal", first), ("Art", second)], 1):
        version.title, version.tier_of, version.tier = title, "Guide", number
        version.save()

    page = client.get(f"/achievements/{second.achievement_id}/").text
    tiers = page[page.index("Tiers of “Guide”") :]

    assert tiers.index("Zeal</strong></a>") < tiers.index('<strong aria-current="page">Art')
    assert f'href="/achievements/{first.achievement_id}/"' in tiers


def test_a_draft_is_answered_like_a_missing_achievement(client, course):
    course.published_at = None
    course.save()

    draft = client.get(reverse("hub:achievement", args=[course.achievement_id]))
    missing = client.get(reverse("hub:achievement", args=[uuid4()]))

    assert told(draft) == told(missing)
    assert draft.status_code == 404


@pytest.mark.parametrize("people", [1, 20])
def test_today_takes_as_many_queries_whatever_others_do(
    client, ada, learned, crowd, people, django_assert_max_num_queries
):
    crowd(people)
    learned(ada)
    client.force_login(ada)

    with django_assert_max_num_queries(24):
        assert client.get(reverse("hub:today")).status_code == 200


def test_more_leads_an_evaluator_to_the_queue(client, ada, eve):
    pages = []
    for person in (ada, eve):
        client.force_login(person)
        pages.append(client.get(reverse("hub:more")).content.decode())

    assert reverse("assessment:queue") not in pages[0]
    assert reverse("assessment:queue") in pages[1]
