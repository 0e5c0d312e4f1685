import pytest
from django.urls import reverse

from cairn_server.hub import goal_views
from cairn_server.learning.aiming import add_part, set_goal
from cairn_server.learning.models import Goal
from tests.answers import told
from tests.cairn_server.hub.stacks import make_course
from tests.making import make_unit
from tests.moments import MONDAY

GOALS = reverse("hub:goals")


@pytest.fixture
def course(college):
    return make_course(college, "charts", make_unit(college))


@pytest.fixture
def goal(ada, client):
    client.force_login(ada)
    return set_goal(person=ada, name="Ready for data", by=None, at=MONDAY)


def page_of(goal):
    return reverse("hub:goal", args=[goal.pk])


def test_who_has_none_is_told_what_goals_are_for(client, ada):
    client.force_login(ada)

    assert "Put together what you want to be able to do" in client.get(GOALS).text


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(GOALS).url.startswith(reverse("account_login"))


def test_a_goal_is_set_and_put_together(client, ada, course):
    client.force_login(ada)

    page = client.post(GOALS, {"name": "Ready for data", "by": "2099-01-01"}, follow=True)
    address = page.redirect_chain[-1][0]
    added = client.post(
        f"{address}parts/", {"achievement": str(course.achievement_id)}, follow=True
    ).text

    assert "Nothing in it yet" in page.text
    assert "About 32 minutes left" in added
    assert "That is in time for 1 January 2099" in added
    assert "The shortest way" not in added
    assert 'aria-label="Take Charts out"' in added


def test_a_name_is_needed_and_nothing_typed_is_lost(client, ada):
    client.force_login(ada)

    page = client.post(GOALS, {"name": "", "by": "2099-01-01"})

    assert page.status_code == 422
    assert "Give the goal a name" in page.text
    assert "2099-01-01" in page.text
    assert not Goal.objects.exists()


def test_details_are_changed_and_refused_in_place(client, goal):
    details = reverse("hub:goal-details", args=[goal.pk])

    refused = client.post(details, {"name": "", "by": ""})
    client.post(details, {"name": "Data by May", "by": "2099-05-01"})

    goal.refresh_from_db()
    assert (refused.status_code, goal.name, str(goal.by)) == (422, "Data by May", "2099-05-01")


def test_parts_are_moved_and_taken_out(client, goal, college, course):
    other = make_course(college, "tables", make_unit(college, "tables"))
    for version in (course, other):
        add_part(goal=goal, achievement=version.achievement, at=MONDAY)
    place = reverse("hub:goal-part-place", args=[goal.pk, other.achievement_id])
    removal = reverse("hub:goal-part-removal", args=[goal.pk, course.achievement_id])

    client.post(place, {"to": "earlier"})
    client.post(place, {"to": "nowhere"})
    moved = [part.achievement_id for part in goal.parts.all()]
    client.post(removal)

    assert moved == [other.achievement_id, course.achievement_id]
    assert [part.achievement_id for part in goal.parts.all()] == [other.achievement_id]


def test_what_is_in_it_already_is_not_offered_again(client, goal, course):
    before = client.get(page_of(goal), headers={"HX-Target": "found"}).text
    add_part(goal=goal, achievement=course.achievement, at=MONDAY)
    after = client.get(page_of(goal), headers={"HX-Target": "found"}).text

    assert "Add Charts" in before
    assert "<h1" not in before
    assert "There is nothing else to add." in after


def test_words_narrow_what_is_offered(client, goal, course):
    assert "Add Charts" in client.get(page_of(goal), {"words": "chart"}).text
    assert "Nothing else fits" in client.get(page_of(goal), {"words": "nonsense\0"}).text


def test_what_is_not_in_the_catalogue_cannot_be_added(client, goal, course):
    course.published_at = None
    course.save()
    parts = reverse("hub:goal-parts", args=[goal.pk])

    assert client.post(parts, {"achievement": str(course.achievement_id)}).status_code == 404
    assert client.post(parts, {"achievement": "nonsense"}).status_code == 302
    assert not goal.parts.exists()


def test_a_goal_is_deleted(client, goal):
    client.post(reverse("hub:goal-removal", args=[goal.pk]))

    assert not Goal.objects.exists()
    assert client.get(page_of(goal)).status_code == 404


def test_nobody_else_sees_it(client, goal, bea, course):
    client.force_login(bea)
    missing = reverse("hub:goal", args=["00000000-0000-7000-8000-000000000000"])

    answers = [client.get(page_of(goal)), client.get(missing)]
    removal = client.post(reverse("hub:goal-removal", args=[goal.pk]))

    assert told(answers[0]) == told(answers[1])
    assert removal.status_code == 404
    assert Goal.objects.exists()


def test_today_names_the_goal_until_it_is_reached(client, goal, course):
    add_part(goal=goal, achievement=course.achievement, at=MONDAY)

    page = client.get(reverse("hub:today")).text

    assert "Ready for data" in page
    assert "about 32 minutes left" in page


@pytest.mark.parametrize("count", [1, 15])
def test_a_goal_of_many_takes_no_more_queries(
    client, goal, college, count, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(goal_views, "MOST_FOUND", 3)
    for number in range(count):
        one = make_course(college, f"k{number}", make_unit(college, f"u{number}"))
        add_part(goal=goal, achievement=one.achievement, at=MONDAY)

    with django_assert_max_num_queries(24):
        assert client.get(page_of(goal)).status_code == 200


def test_a_day_that_has_passed_is_told_at_the_field(client, goal):
    set_anew = client.post(GOALS, {"name": "Back then", "by": "0001-01-01"})
    changed = client.post(f"{page_of(goal)}details/", {"name": "Now", "by": "2001-01-01"})

    for page in (set_anew, changed):
        assert page.status_code == 422
        assert "That day has passed" in page.text
        assert "data-posted" in page.text  # the script leaves it out of the history
    assert "data-posted" not in client.get(GOALS).text
    assert Goal.objects.get().name == "Ready for data"
