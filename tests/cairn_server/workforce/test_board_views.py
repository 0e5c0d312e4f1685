from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.workforce.board import BoardFilter, CoverRow, who_covers
from cairn_server.workforce.board_views import covers
from tests.making_skills import crowd, give
from tests.moments import DAY


@pytest.fixture
def ask(client, college, max_):
    client.force_login(max_)

    def act(name="board", *args, **query):
        return client.get(reverse(f"workforce:{name}", args=[college.pk, *args]), query)

    return act


def body(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_board_leads_to_who_covers_a_skill_in_two_clicks(ask, client, college, ada, sql, data):
    give(data, ada, now())

    page = ask()
    [column] = [one for one in page.context["board"].columns if one.name == "SQL"]
    cover = client.get(f"/organisations/{college.pk}/board/skills/{column.id}/")

    assert f'href="skills/{sql.pk}/"' in page.text
    assert "Ada" in cover.text
    assert "Who can cover “SQL” today?" in cover.text


def test_on_the_phone_each_tells_how_far_they_are_in_what_the_board_is_sorted_by(
    ask, ada, bea, sql, data
):
    give(data, ada, now())

    by_name, best_first = ask(), ask(sort=sql.pk)

    assert "Best first at “SQL”" in best_first.text
    assert "Level 3, 100% current" in best_first.text
    assert best_first.text.count("Not shown yet") == 2  # Bea and Max
    assert "Not shown yet" not in by_name.text


def test_an_empty_board_teaches(ask):
    assert "No skills to show yet" in ask().text


def test_nonsense_in_the_address_shows_the_board(ask, data, ada):
    give(data, ada, now())
    answer = ask(team="x", role="\0", sort="1", page="-3", level="9", text="a" * 300)

    assert answer.status_code == 200
    assert answer.context["wanted"] == BoardFilter()


def test_who_may_see_nobody_gets_no_board(client, college, bea, zoe):
    for person in (bea, zoe):
        client.force_login(person)
        assert client.get(f"/organisations/{college.pk}/board/").status_code == 404


def test_a_line_manager_sees_only_their_own(client, college, lea, ada, bea, data):
    client.force_login(lea)

    page = client.get(f"/organisations/{college.pk}/board/")
    theirs = client.get(f"/organisations/{college.pk}/people/{ada.memberships.get().pk}/")
    other = client.get(f"/organisations/{college.pk}/people/{bea.memberships.get().pk}/")

    assert page.context["board"].people == 1
    assert (theirs.status_code, other.status_code) == (200, 404)


def test_the_file_has_everybody_and_no_formula(ask, ada, data):
    ada.name = "=SUM(A1)"
    ada.save()
    give(data, ada, now())

    lines = body(ask("board-csv")).splitlines()

    assert lines[0].startswith("name,Giving talks (level),Giving talks (currency),SQL (level)")
    assert "'=SUM(A1),2,1.0,3,1.0" in lines
    assert len(lines) == 3  # header, Ada, Max


def test_the_file_of_a_skill_tells_since_when_and_until(ask, ada, sql, data):
    give(data, ada, now() - 10 * DAY)

    lines = body(ask("cover-csv", sql.pk)).splitlines()

    assert lines[0] == "name,level,currency,shown_on,lapses_on"
    assert lines[1].startswith("Ada,3,0.992,")  # 0.5 ** (10 / 365.2425 / 2.5)


def test_the_person_page_names_what_a_level_rests_on_and_no_evidence(ask, ada, data):
    award = give(data, ada, now())

    page = ask("person", ada.memberships.get().pk)

    assert f"/credentials/{award.credential.pk}/" in page.text
    assert "level 3" in page.text


def test_covering_needs_level_and_currency(sight, ada, sql, data):
    give(data, ada, now())
    [row] = who_covers(sight, BoardFilter(), sql, at=now())
    assert isinstance(row, CoverRow)

    assert covers(row, BoardFilter(level=3))
    assert not covers(row, BoardFilter(level=4))


@pytest.mark.parametrize("number", [3, 60])
def test_the_page_takes_as_many_queries_for_three_as_for_sixty(
    ask, college, number, django_assert_num_queries
):
    crowd(college, people=number, competencies=5, awards_each=3, now=now())

    with django_assert_num_queries(19):
        ask()
