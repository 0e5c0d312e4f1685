from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.accounts.reporting import set_manager
from cairn_server.credentials.models import Credential
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource
from cairn_server.workforce import board_views
from cairn_server.workforce.board import BoardFilter, CoverRow, who_covers
from cairn_server.workforce.board_views import covers
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making_skills import crowd, give, let_end, make_achievement, make_competency
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


def test_the_file_has_all_skills_where_the_page_stops(ask, college, ada, monkeypatch):
    monkeypatch.setattr(board_views, "MOST_COLUMNS", 3)
    crowd(college, people=3, competencies=5, awards_each=5, now=now())

    page, head = ask(), body(ask("board-csv")).splitlines()[0]

    assert len(page.context["board"].columns) == 3
    assert "the file has them all" in page.text
    assert [f"Skill {n:03} (level)" in head for n in range(5)] == [True] * 5


@pytest.mark.parametrize("number", [3, 60])
def test_the_file_takes_as_many_queries_for_three_skills_as_for_sixty(
    ask, college, number, django_assert_num_queries
):
    crowd(college, people=3, competencies=number, awards_each=3, now=now())

    with django_assert_num_queries(14):
        body(ask("board-csv"))


@pytest.fixture
def foreign(zoe, ada):
    """A skill of another organisation's own framework, and Ada's award that shows it."""
    south = zoe.memberships.get().organisation
    skill = make_competency("Southern ways")
    own = CompetencyFramework.objects.create(
        name="South's own", organisation=south, source=FrameworkSource.OWN
    )
    Competency.objects.filter(pk=skill.pk).update(framework=own)
    return give(make_achievement(south, "South", (skill, 4)), ada, now()), skill


def test_a_column_of_anothers_framework_leads_somewhere_while_its_award_is_seen(
    ask, client, college, ada, lea, bea, max_, foreign
):
    award, skill = foreign
    assert ask("cover", skill.pk).status_code == 404
    share_award(person=ada, organisation=college, award=award, at=now())

    assert f'href="skills/{skill.pk}/"' in ask().text
    assert "Ada" in ask("cover", skill.pk).text
    assert "Ada,4," in body(ask("cover-csv", skill.pk))
    client.force_login(lea)  # Ada reports to her
    assert "Ada" in ask_as_it_is(client, college, skill).text
    set_manager(membership=of(ada), manager=None, actor=None, at=now())
    set_manager(membership=of(bea), manager=of(lea), actor=None, at=now())
    assert ask_as_it_is(client, college, skill).status_code == 404
    client.force_login(max_)
    stop_sharing(person=ada, organisation=college, award=award, at=now())
    assert ask("cover", skill.pk).status_code == 404


def ask_as_it_is(client, college, skill):
    return client.get(reverse("workforce:cover", args=[college.pk, skill.pk]))


def of(person):
    return person.memberships.get()


def test_today_is_the_readers_on_the_board_and_in_cover(ask, ada, max_, sql, data, monkeypatch):
    morning = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # 3 March, 7:00 there
    monkeypatch.setattr(board_views, "now", lambda: morning)
    max_.time_zone = "Asia/Tokyo"
    max_.save()
    give(data, ada, morning - DAY)
    let_end(Credential.objects.all(), morning + DAY / 24)  # 8:00 there, before midnight in UTC

    page = ask("cover", sql.pk)

    assert page.context["today"] == page.context["day"] == date(2026, 3, 3)
    assert [row.name for row in page.context["able"]] == ["Ada"]
    assert ask("cover", sql.pk, on="2026-03-02").context["day"] == date(2026, 3, 3)
    assert ask("cover", sql.pk, on="2026-03-04").context["able"] == []


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


def test_the_person_page_says_of_which_badge_a_credential_is_a_tier(ask, ada, data):
    data.tier_of, data.tier = "Guide", 2
    data.save()
    give(data, ada, now())

    assert "Guide, tier 2" in ask("person", ada.memberships.get().pk).text


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
