"""The catalogue, in the usual order and the closest to a goal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.learning.aiming import add_part, set_goal
from tests.making import import_real_pack, make_achievement, make_unit
from tests.making_skills import make_achievement as make_showing
from tests.making_skills import make_competency
from tests.moments import MONDAY


def test_an_empty_catalogue_says_what_belongs_there(client, db):
    page = client.get(reverse("hub:catalogue"))

    assert page.status_code == 200
    assert "Nothing is published yet" in page.text


def test_the_catalogue_lists_and_searches(client, college):
    import_real_pack(college)

    found = client.get(reverse("hub:catalogue"), {"words": "lesson"})
    nothing = client.get(reverse("hub:catalogue"), {"words": "welding"})

    assert "Checking for Understanding" in found.text
    assert "21 min of learning, North College" in found.text
    assert "Nothing fits all of that" in nothing.text


@pytest.mark.parametrize(
    "query",
    [
        "minutes=soon",
        "issuer=me",
        "after=later",
        "minutes=0",
        "words=%00",
        "minutes=99999999999999",
    ],
)
def test_what_an_address_says_wrongly_narrows_nothing(client, college, query):
    make_achievement(college, make_unit(college))

    page = client.get(f"{reverse('hub:catalogue')}?{query}")

    assert page.status_code == 200
    assert "Finds out what every learner" in page.text


def test_a_long_catalogue_goes_on(client, college):
    for number in range(25):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"number-{number}")

    first = client.get(reverse("hub:catalogue"))
    cursor = first.context["page"].next_cursor
    second = client.get(reverse("hub:catalogue"), {"after": cursor})

    assert len(first.context["page"].items) == 24
    assert len(second.context["page"].items) == 1
    assert str(cursor) in first.text


def test_the_catalogue_takes_the_same_queries_for_one_as_for_many(
    client, college, django_assert_num_queries
):
    for number in range(20):
        make_achievement(college, make_unit(college, f"u{number}"), key=f"number-{number}")

    with django_assert_num_queries(4):  # the page, the choices, the standings of both
        client.get(reverse("hub:catalogue"))


def test_whoever_issues_is_offered_with_what_stands_behind_them(client, college):
    make_achievement(college, make_unit(college))
    establish_issuer(organisation=college, at=MONDAY)

    assert f">{college.name} (Self-claimed)</option>" in client.get(reverse("hub:catalogue")).text


@pytest.fixture
def goal(client, ada, college):
    """Ada, signed in, wants "Both": SQL at 3 and talks at 2."""
    sql, talks = make_competency("SQL"), make_competency("Giving talks")
    make_showing(college, "Charts", (make_competency("Charts"), 3))
    make_showing(college, "Queries", (sql, 3))
    both = make_showing(college, "Both", (sql, 3), (talks, 2))
    make_showing(college, "Begin", (talks, 1))
    make_showing(college, "Sums", (make_competency("Sums"), 3))
    wanted = set_goal(person=ada, name="Data", by=None, at=MONDAY)
    add_part(goal=wanted, achievement=both.achievement, at=MONDAY)
    client.force_login(ada)


def titles(page):
    return [one.title for one in page.context["page"].items]


def test_who_has_a_goal_sees_first_what_brings_them_closest_to_it(client, goal):
    page = client.get(reverse("hub:catalogue"))

    assert titles(page) == ["Both", "Queries", "Begin", "Sums", "Charts"]
    assert "Closest to your goal: first what proves most of the 2 skills" in page.text
    assert "Proves 2 of the 2 skills your goal lacks · part of your goal" in page.text
    assert "Proves 1 of the 2 skills your goal lacks<" in page.text
    assert "Brings a skill you lack nearer" in page.text


def test_the_usual_order_can_be_asked_for_and_explains_no_card(client, goal):
    page = client.get(reverse("hub:catalogue"), {"order": "newest"})

    assert titles(page) == ["Sums", "Begin", "Both", "Queries", "Charts"]
    assert "skills your goal lacks" not in page.text
    assert '<option value="newest" selected>' in page.text


def test_narrowing_keeps_the_order_by_the_goal(client, goal):
    page = client.get(reverse("hub:catalogue"), {"words": "s"})

    assert "Charts" in titles(page)
    assert titles(client.get(reverse("hub:catalogue"), {"words": "begin"})) == ["Begin"]
    assert page.context["fitted"].lacking == 2


def test_who_has_no_goal_is_offered_no_such_order(client, goal, bea):
    client.force_login(bea)

    page = client.get(reverse("hub:catalogue"))

    assert titles(page)[0] == "Sums"
    assert "Closest to" not in page.text


def test_the_catalogue_is_narrowed_by_a_skill_from_its_page(client, college):
    skill = make_competency("Ask openly")
    for n in range(26):
        make_showing(college, f"About {n}", (skill, 3))
    make_achievement(college, make_unit(college))
    assert f"{reverse('hub:catalogue')}?skill={skill.pk}" in client.get(f"/skills/{skill.pk}/").text

    page = client.get(reverse("hub:catalogue"), {"skill": skill.pk}).text

    assert "Only about “Ask openly”" in page
    assert "Finds out what every learner" not in page
    following = page.split('class="button quiet" href="?')[1].split('"')[0].replace("&amp;", "&")
    assert f"skill={skill.pk}" in following
    assert "About 0" in client.get(f"{reverse('hub:catalogue')}?{following}").text
