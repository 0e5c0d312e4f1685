from uuid import uuid4

import pytest
from django.urls import reverse

from tests.answers import told
from tests.cairn_server.hub.stacks import give, make_course, make_stack
from tests.making import make_unit


def way(version):
    return reverse("hub:path", args=[version.achievement_id])


@pytest.fixture
def both(college):
    shared = make_unit(college, "shared")
    return make_stack(college, *(make_course(college, key, shared) for key in ("one", "two")))


def test_the_map_and_the_list_say_the_same(client, both):
    page = client.get(way(both)).text

    for title in ("One", "Two", "Shared"):
        assert f'aria-label="{title}, ' in page
        assert page.count(title) >= 3
    assert "<style" not in page


def test_a_learner_sees_where_they_stand_and_nobody_else_does(client, ada, bea, both):
    part = both.part_links.first().part
    give(ada, part.versions.get())
    pages = []
    for person in (ada, bea):
        client.force_login(person)
        pages.append(client.get(way(both)).text)

    assert "Micro-credential, held" in pages[0]
    assert "Micro-credential, held" not in pages[1]


def test_a_draft_has_no_way(client, both):
    both.published_at = None
    both.save()

    draft, missing = client.get(way(both)), client.get(reverse("hub:path", args=[uuid4()]))

    assert (draft.status_code, told(draft)) == (404, told(missing))


@pytest.mark.parametrize("count", [1, 20])
def test_a_way_of_many_takes_no_more_queries(
    client, ada, college, count, django_assert_max_num_queries
):
    parts = [make_course(college, f"k{n}", make_unit(college, f"u{n}")) for n in range(count)]
    whole = make_stack(college, *parts)
    client.force_login(ada)

    with django_assert_max_num_queries(28):
        assert client.get(way(whole)).status_code == 200


def test_the_page_of_a_stack_explains_it(client, ada, both):
    client.force_login(ada)
    first, second = (link.part.versions.get() for link in both.part_links.all())
    give(ada, first)

    page = client.get(reverse("hub:achievement", args=[both.achievement_id])).text
    last = client.get(reverse("hub:achievement", args=[second.achievement_id])).text

    assert "A stack: awarded at once to whoever holds the 2 smaller credentials" in page
    assert "Shortest way: about 32 minutes" in page
    assert "This is the last that is missing for it" in last


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_an_achievement_takes_no_more_queries_for_many_parts(
    client, ada, college, count, django_assert_max_num_queries
):
    parts = [make_course(college, f"k{n}", make_unit(college, f"u{n}")) for n in range(count)]
    whole = make_stack(college, *parts)
    client.force_login(ada)

    with django_assert_max_num_queries(36):
        page = client.get(reverse("hub:achievement", args=[whole.achievement_id]))

    assert page.status_code == 200
