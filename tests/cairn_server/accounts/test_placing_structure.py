from __future__ import annotations

import pytest

from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import Membership, ReportingLine, Team, TeamMembership
from tests.moments import MONDAY

HEAD = "email,name,external_id,team,manager\n"
MIA = "mia@x.example,Mia,1,Sorting hall,\n"


@pytest.fixture
def bring(college):
    def act(rows, **options):
        data = HEAD + rows
        return import_people(organisation=college, data=data, actor=None, at=MONDAY, **options)

    return act


def lines() -> set[tuple[str, str]]:
    rows = ReportingLine.objects.values_list("membership__person__name", "manager__person__name")
    return set(rows)


def teams_of(name: str) -> set[str]:
    links = TeamMembership.objects.filter(membership__person__name=name)
    return set(links.values_list("team__name", flat=True))


def test_a_manager_may_stand_later_in_the_file_by_address_or_number(bring):
    report = bring("sam@x.example,Sam,2,,mia@x.example\nli@x.example,Li,3,,1\n" + MIA)

    assert report.errors == ()
    assert lines() == {("Sam", "Mia"), ("Li", "Mia")}


def test_teams_are_made_once_whatever_the_case_of_their_names(bring, college):
    bring(MIA + "sam@x.example,Sam,2,SORTING  hall; Night shift,\n")

    assert set(Team.objects.values_list("name", flat=True)) == {"Sorting hall", "Night shift"}
    assert teams_of("Sam") == {"Sorting hall", "Night shift"}


def test_the_same_file_again_changes_nothing(bring):
    rows = MIA + "sam@x.example,Sam,2,Sorting hall,1\n"
    bring(rows)
    before = list(TeamMembership.objects.values()), list(ReportingLine.objects.values())

    report = bring(rows)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert (list(TeamMembership.objects.values()), list(ReportingLine.objects.values())) == before


def test_empty_cells_leave_and_none_takes_away(bring):
    bring(MIA + "sam@x.example,Sam,2,Sorting hall,1\n")

    assert bring("sam@x.example,Sam,2,,\n").unchanged == 1
    assert bring("sam@x.example,Sam,2,none,none\n").updated == 1

    assert (teams_of("Sam"), lines()) == (set(), set())


def test_an_unknown_manager_is_an_error_of_the_row_and_the_rest_of_it_is_used(bring, zoe):
    report = bring("sam@x.example,Sam,2,Sorting hall,zoe@south.example\n")

    assert [one["where"] for one in report.errors] == ["line 2"]
    assert "not a member here" in report.errors[0]["detail"]
    assert (report.created, teams_of("Sam"), lines()) == (1, {"Sorting hall"}, set())


def test_a_circle_is_refused_by_name_at_its_last_line(bring):
    report = bring("a@x.example,Ann,,,b@x.example\nb@x.example,Bo,,,a@x.example\n")

    [error] = report.errors
    assert (error["where"], error["code"]) == ("line 3", "circular_structure")
    assert "Bo → Ann → Bo" in error["detail"]
    assert lines() == {("Ann", "Bo")}


def test_a_circle_with_somebody_who_is_not_in_the_file_names_them(bring):
    bring("a@x.example,Ann,,,\nb@x.example,Bo,,,a@x.example\n")

    report = bring("a@x.example,Ann,,,b@x.example\n")

    assert "Ann → Bo → Ann" in report.errors[0]["detail"]
    assert lines() == {("Bo", "Ann")}


def test_lines_can_be_turned_round_in_one_file(bring):
    bring("a@x.example,Ann,,,\nb@x.example,Bo,,,a@x.example\n")

    report = bring("a@x.example,Ann,,,b@x.example\nb@x.example,Bo,,,none\n")

    assert (report.errors, lines()) == ((), {("Ann", "Bo")})


def test_a_dry_run_saves_nothing(bring):
    assert bring(MIA, dry_run=True).created == 1
    assert not Team.objects.exists()
    assert not Membership.objects.filter(external_id="1").exists()


def test_a_thousand_circles_are_refused_in_a_few_queries(bring, django_assert_max_num_queries):
    rows = "".join(f"p{n}@x.example,P,,,p{n ^ 1}@x.example\n" for n in range(2_000))

    with django_assert_max_num_queries(130):
        report = bring(rows)

    assert (len(report.errors), ReportingLine.objects.count()) == (1_000, 1_000)
